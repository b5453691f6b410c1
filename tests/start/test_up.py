"""`./portal up` as a person at the terminal meets it: one clear line for each thing that can be wrong."""

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from consortium.embedded.environment import BASE_DIR, Servers
from consortium.embedded.folder import DataFolder
from consortium.embedded.ports import free_port
from tests.live import SESSION_ONLY
from tests.servers import throw_away_folder

COMMAND = [sys.executable, str(BASE_DIR / "manage.py"), "up"]


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return tmp_path / "data"


def environment(**extra: str) -> dict[str, str]:
    """A terminal that knows nothing of the test session's own servers."""
    own = {*SESSION_ONLY, "SECRET_KEY", "DJANGO_SETTINGS_MODULE", "PORTAL_DATA_DIR", "SITE_URL"}
    return {name: value for name, value in os.environ.items() if name not in own} | extra


def up(data: Path, *options: str, **extra: str) -> subprocess.CompletedProcess[str]:
    """Run a start that is expected to fail by itself."""
    return subprocess.run(
        [*COMMAND, "--data-dir", str(data), *options],
        env=environment(**extra),
        capture_output=True,
        text=True,
        timeout=90,
        check=False,
    )


def complaint(done: subprocess.CompletedProcess[str]) -> str:
    """The one line on the error output of a start that failed."""
    assert done.returncode == 1, done.stdout + done.stderr
    lines = done.stderr.strip().splitlines()
    assert len(lines) == 1, done.stderr
    return lines[0]


def test_a_taken_port_is_named_with_the_way_out_and_nothing_is_started(data: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        words = complaint(up(data, "--port", str(port)))
    assert words == f"portal: Port {port} is already in use. Choose another: ./portal up --port {port + 1}"
    assert not data.exists()


@pytest.mark.parametrize("port", ["0", "-1", "65536", "99999", "web", "８０"])
def test_a_number_that_is_no_port_is_refused_in_one_line(data: Path, port: str) -> None:
    done = up(data, f"--port={port}")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == (
        f"portal: argument --port: “{port}” is no port: give a number from 1 to 65535"
        " (./portal up --help tells the options)\n"
    )
    assert not data.exists()


def command(*words: str, **extra: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, str(BASE_DIR / "manage.py"), *words],
        env=environment(**extra),
        capture_output=True,
        text=True,
        timeout=90,
        check=False,
    )


@pytest.mark.parametrize("way", ["option", "equals", "environment"])
def test_a_command_makes_no_portal_where_there_is_none(data: Path, way: str) -> None:
    words = {"option": ("--data-dir", str(data)), "equals": (f"--data-dir={data}",), "environment": ()}[way]
    extra = {"PORTAL_DATA_DIR": str(data)} if way == "environment" else {}
    assert complaint(command("verify_audit", *words, **extra)) == (
        f"portal: There is no portal in {data}. Say where it is with --data-dir (or PORTAL_DATA_DIR), "
        "or start one with ./portal up."
    )
    assert not data.exists()


def test_an_option_without_its_folder_is_said(data: Path) -> None:
    assert complaint(command("verify_audit", "--data-dir")) == "portal: --data-dir needs the folder after it."


def test_a_database_without_tables_is_said_in_one_line() -> None:
    folder = throw_away_folder()
    servers = Servers(folder, throw_away=True, own=True)
    try:
        servers.start()
        assert complaint(command("verify_audit", **servers.variables())) == (
            "portal: The database does not hold the tables of the portal. Run ./portal migrate first."
        )
    finally:
        servers.stop()
        shutil.rmtree(folder.path, ignore_errors=True)


def test_a_folder_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    words = complaint(up(tmp_path / "file" / "data"))
    where = tmp_path / "file" / "data"
    assert (
        words == f"portal: Cannot write in {where} (Not a directory). Choose another folder with --data-dir."
    )


@pytest.mark.parametrize("content", [b"not a version\n", b"\xff\xfe\x00", b""])
def test_a_damaged_database_is_left_as_it_is(data: Path, content: bytes) -> None:
    folder = DataFolder(data)
    folder.prepare()
    folder.keys()
    folder.postgres.mkdir(mode=0o700)
    (folder.postgres / "PG_VERSION").write_bytes(content)
    words = complaint(up(data, "--port", str(free_port())))
    assert words.startswith(
        f"portal: The database in {folder.postgres} is damaged (PG_VERSION is unreadable)."
    )
    assert [path.name for path in folder.postgres.iterdir()] == ["PG_VERSION"]
    assert (folder.postgres / "PG_VERSION").read_bytes() == content


def test_a_database_of_another_version_is_not_touched(data: Path) -> None:
    folder = DataFolder(data)
    folder.prepare()
    folder.keys()
    folder.postgres.mkdir(mode=0o700)
    (folder.postgres / "PG_VERSION").write_text("16\n")
    assert "was made by PostgreSQL 16, this portal brings 18" in complaint(
        up(data, "--port", str(free_port()))
    )


def test_lost_keys_are_not_replaced_by_new_ones(data: Path) -> None:
    folder = DataFolder(data)
    folder.prepare()
    folder.postgres.mkdir(mode=0o700)
    words = complaint(up(data, "--port", str(free_port())))
    assert words.startswith(f"portal: {folder.keys_file} is missing, but {folder.postgres} is there.")
    assert not folder.keys_file.exists()


def test_damaged_keys_are_left_as_they_are(data: Path) -> None:
    folder = DataFolder(data)
    folder.prepare()
    folder.keys_file.write_text("{")
    words = complaint(up(data, "--port", str(free_port())))
    assert words.startswith(f"portal: {folder.keys_file} is damaged.")
    assert folder.keys_file.read_text() == "{"


def test_a_second_portal_from_the_same_folder_is_refused(data: Path) -> None:
    folder = DataFolder(data)
    folder.prepare()
    assert folder.lock()
    words = complaint(up(data, "--port", str(free_port())))
    assert words == (
        f"portal: A portal is already running from {folder.path}. Stop it first, or choose --data-dir."
    )
    folder.unlock()


def test_half_an_address_of_a_database_is_refused(data: Path) -> None:
    words = complaint(up(data, "--port", str(free_port()), DATABASE_URL="postgres://web@db.example/portal"))
    assert words == "portal: DATABASE_URL is set, but DATABASE_OWNER_URL is not. Set both, or neither."


def test_a_disk_that_is_nearly_full_is_said_before_anything_is_made(
    data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from consortium.embedded import folder as module  # noqa: PLC0415 - patched below

    monkeypatch.setattr(module.shutil, "disk_usage", lambda path: type("Usage", (), {"free": 10_000_000}))
    with pytest.raises(module.StartFault, match="has 10 MB left and the portal needs 300 MB"):
        DataFolder(data).prepare()


def test_keys_are_random_and_readable_by_their_owner_only(data: Path) -> None:
    folder = DataFolder(data)
    folder.prepare()
    keys = folder.keys()
    assert folder.keys() == keys
    assert folder.keys_file.stat().st_mode & 0o777 == 0o600
    assert len(set(keys.values())) == len(keys)
    assert min(len(key) for key in keys.values()) >= 32


class Terminal:
    """A portal that was started by `./portal up` and what it has printed."""

    def __init__(self, data: Path) -> None:
        self.data = data
        self.port = free_port()
        self.log = data.parent / "terminal.log"
        with self.log.open("wb") as output:
            self.process = subprocess.Popen(
                [*COMMAND, "--data-dir", str(data), "--port", str(self.port), "--no-demo"],
                env=environment(),
                stdout=output,
                stderr=subprocess.STDOUT,
            )

    def wait_until_up(self) -> None:
        deadline = time.monotonic() + 120
        while f"http://localhost:{self.port}\n" not in self.log.read_text():
            assert self.process.poll() is None, self.log.read_text()
            assert time.monotonic() < deadline, self.log.read_text()
            time.sleep(0.1)

    def everything_started(self) -> list[int]:
        """The processes that carry our data folder in their command line or environment."""
        found = []
        for entry in Path("/proc").iterdir():
            if entry.name.isdigit() and int(entry.name) != os.getpid():
                try:
                    text = (entry / "cmdline").read_bytes() + (entry / "environ").read_bytes()
                except OSError:
                    continue
                if str(self.data).encode() in text:
                    found.append(int(entry.name))
        return found

    def wait_until_gone(self) -> list[int]:
        deadline = time.monotonic() + 20
        while (left := self.everything_started()) and time.monotonic() < deadline:
            time.sleep(0.1)
        return left

    def database(self) -> psycopg.Connection:
        running = json.loads((self.data / "running.json").read_text())
        return psycopg.connect(running["environment"]["DATABASE_OWNER_URL"], autocommit=True)


@pytest.fixture
def terminals(data: Path) -> Iterator[list[Terminal]]:
    started: list[Terminal] = []
    yield started
    for terminal in started:
        if terminal.process.poll() is None:
            terminal.process.kill()
            terminal.process.wait()


@pytest.mark.live
def test_kill_9_leaves_nothing_behind_and_the_next_start_keeps_the_data(
    data: Path, terminals: list[Terminal]
) -> None:
    first = Terminal(data)
    terminals.append(first)
    first.wait_until_up()
    with first.database() as connection:
        connection.execute("CREATE TABLE kept (word text)")
        connection.execute("INSERT INTO kept VALUES ('yes')")
    assert len(first.everything_started()) >= 6
    first.process.kill()
    first.process.wait()
    assert first.wait_until_gone() == []

    second = Terminal(data)
    terminals.append(second)
    second.wait_until_up()
    with urllib.request.urlopen(f"http://localhost:{second.port}/accounts/login/") as answer:
        assert answer.status == 200
    with second.database() as connection:
        assert connection.execute("SELECT word FROM kept").fetchall() == [("yes",)]
    assert "Bringing the database up to date" not in second.log.read_text()  # nothing changed: not run again

    with urllib.request.urlopen(f"http://localhost:{second.port}/healthz") as answer:
        assert answer.status == 200  # ready means that the worker has shown a sign of life
    done = command("verify_audit", "--data-dir", str(data))
    assert done.stdout.endswith("nothing changed.\n"), done.stdout + done.stderr

    second.process.send_signal(signal.SIGTERM)
    assert second.process.wait(timeout=40) == 0
    assert second.wait_until_gone() == []
    assert second.log.read_text().endswith("The portal has stopped; the data are kept.\n")
