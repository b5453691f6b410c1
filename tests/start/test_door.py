"""The shell script `portal` on machines that lack something."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from consortium.embedded.environment import BASE_DIR

TOOLS = ("sh", "sed", "dirname", "cat", "cksum", "grep", "id", "rm", "mv")


@pytest.fixture
def machine(tmp_path: Path) -> Path:
    """A checkout and a PATH with a shell's tools only: no Python, no uv, no pipx."""
    (tmp_path / "checkout").mkdir()
    (tmp_path / "bin").mkdir()
    for name in ("portal", "uv.lock", "pyproject.toml"):
        shutil.copy(BASE_DIR / name, tmp_path / "checkout")
    for name in TOOLS:
        (tmp_path / "bin" / name).symlink_to(shutil.which(name))
    return tmp_path


def install(machine: Path, name: str, script: str) -> None:
    program = machine / "bin" / name
    program.write_text(f"#!/bin/sh\n{script}\n")
    program.chmod(0o755)


def portal(machine: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [machine / "checkout" / "portal", *arguments],
        env={"PATH": str(machine / "bin"), "HOME": str(machine)},
        capture_output=True,
        text=True,
        check=False,
    )


def root(command: str) -> str:
    return command if os.geteuid() == 0 else f"sudo {command}"


def test_a_python_without_venv_is_said_with_the_command_that_brings_it(machine: Path) -> None:
    # Says that it is 3.12 and new enough, but has no ensurepip, as Debian's without python3-venv.
    install(machine, "python3", 'case "$2" in *ensurepip*) exit 1;; *version_info\\[*) echo 3.12;; esac')
    done = portal(machine, "up")
    assert done.returncode == 1
    assert done.stderr.splitlines()[-1] == (
        f"portal: {machine}/bin/python3 cannot make environments. "
        f"Install that with: {root('apt-get install -y python3.12-venv')}"
    )


def test_uv_on_the_path_is_used_with_the_portals_own_packages_only(machine: Path) -> None:
    install(machine, "python3", "exit 0")
    install(machine, "uv", 'echo "uv $*"; [ "$2" = --help ] && echo --no-default-groups; exit 1')
    done = portal(machine, "up")
    checkout = machine / "checkout"
    options = f"--project {checkout} --frozen --inexact --no-default-groups --python {machine}/bin/python3"
    assert done.stdout == f"uv sync {options}\n"
    assert done.stderr.splitlines()[-1] == (
        "portal: the packages could not be installed; the reason stands above. Nothing else was changed."
    )


def test_the_tests_bring_their_groups(machine: Path) -> None:
    install(machine, "python3", "exit 0")
    install(machine, "uv", 'echo "uv $*"; [ "$2" = --help ] && echo --no-default-groups; exit 1')
    done = portal(machine, "test")
    assert done.stdout.endswith("--group test --group browser --group lint\n")


def test_nothing_is_installed_twice(machine: Path) -> None:
    environment = machine / "checkout" / ".venv" / "bin"
    environment.mkdir(parents=True)
    install(machine, "python3", "exit 0")
    install(machine, "uv", '[ "$2" = --help ] && echo --no-default-groups || echo synced; exit 0')
    (environment / "python").write_text('#!/bin/sh\ncase "$1" in -c) exit 0;; esac\necho "runs $2 $3"\n')
    (environment / "python").chmod(0o755)
    assert portal(machine, "migrate", "--plan").stdout == "synced\nruns migrate --plan\n"
    assert portal(machine, "migrate", "--plan").stdout == "runs migrate --plan\n"


def test_without_a_command_it_says_what_it_can_do(machine: Path) -> None:
    done = portal(machine)
    assert done.returncode == 0
    for command in ("./portal up", "./portal test", "./portal tool", "./portal COMMAND"):
        assert command in done.stdout
