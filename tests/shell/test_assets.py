"""The front-end build: skipped when nothing changed, and one clear line when it cannot run."""

import os
import stat
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from consortium.shell import assets


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: Any, settings: Any) -> Path:
    settings.FONT_DIR = tmp_path / "fonts"
    monkeypatch.setattr(assets, "target", lambda: tmp_path / "build")
    return tmp_path


def pretend_npm(folder: Path, monkeypatch: Any, script: str) -> None:
    """Put a program named npm in front of everything else on the path."""
    program = folder / "bin" / "npm"
    program.parent.mkdir()
    program.write_text(f"#!/bin/sh\n{script}\n")
    program.chmod(program.stat().st_mode | stat.S_IXUSR)
    monkeypatch.setenv("PATH", f"{program.parent}{os.pathsep}/usr/bin{os.pathsep}/bin")
    monkeypatch.delenv("UV", raising=False)


PACKAGE = """
into=node_modules/krds-uiux/resources
mkdir -p $into/css/token $into/css/component $into/img/component/icon $into/fonts
echo ':root{--a: 1}' > $into/css/token/krds_tokens.css
echo '.krds-btn{mask:url(../../img/component/icon/ico_a.svg)}' > $into/css/component/output.css
for icon in a my close angle all global; do echo '<svg/>' > $into/img/component/icon/ico_$icon.svg; done
echo font > $into/fonts/Sans.woff2; echo font > $into/fonts/Sans.woff
for weight in 400Regular 700Bold; do
  fonts=node_modules/@expo-google-fonts/noto-sans-kr/$weight
  mkdir -p $fonts; echo font > $fonts/NotoSansKR_$weight.ttf
done
"""


def test_the_build_holds_the_sheet_its_icons_and_the_fonts(folder: Path, monkeypatch: Any) -> None:
    pretend_npm(folder, monkeypatch, PACKAGE)
    call_command("build_static")
    built = folder / "build"
    assert 'url("krds/icon/ico_a.svg")' in (built / "krds.css").read_text()
    assert (built / "krds" / "icon" / "ico_a.svg").exists()
    assert [path.name for path in (built / "krds" / "fonts").iterdir()] == ["Sans.woff2"]


def test_nothing_is_fetched_twice(folder: Path, monkeypatch: Any, capsys: Any) -> None:
    pretend_npm(folder, monkeypatch, PACKAGE)
    call_command("build_static")
    (folder / "bin" / "npm").write_text("#!/bin/sh\nexit 1\n")
    call_command("build_static")
    assert capsys.readouterr().out.splitlines()[-1] == "Static files are up to date."


def test_a_changed_input_builds_again(folder: Path, monkeypatch: Any) -> None:
    pretend_npm(folder, monkeypatch, PACKAGE)
    call_command("build_static")
    (folder / "build" / "fingerprint.txt").write_text("of older inputs")
    assert not assets.is_current()


def test_a_build_that_fails_leaves_the_one_before_and_says_why(folder: Path, monkeypatch: Any) -> None:
    pretend_npm(folder, monkeypatch, PACKAGE)
    call_command("build_static")
    (folder / "bin" / "npm").write_text("#!/bin/sh\necho 'no network' >&2; exit 1\n")
    with pytest.raises(CommandError, match="could not be fetched: no network"):
        call_command("build_static", force=True)
    assert (folder / "build" / "krds.css").exists()


def test_without_npm_and_uv_it_says_what_brings_them(folder: Path, monkeypatch: Any) -> None:
    monkeypatch.setenv("PATH", str(folder))
    monkeypatch.delenv("UV", raising=False)
    with pytest.raises(CommandError, match=r"Run \./portal, which fetches uv, or install Node 20"):
        call_command("build_static")
