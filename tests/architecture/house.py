"""Where the house's own files are, for the tests that look at them."""

from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
ROOMS = ("consortium", "partners", "curriculum", "placements")


def code() -> list[Path]:
    """The Python files of the project, without migrations."""
    return sorted(
        path for room in ROOMS for path in (ROOT / room).rglob("*.py") if "migrations" not in path.parts
    )


def templates() -> list[Path]:
    """The project's own HTML templates."""
    return sorted((ROOT / "templates").rglob("*.html"))


def name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()
