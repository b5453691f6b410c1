"""Compiles the catalogues under `locale/` without gettext's tools, which a bare machine does not have."""

from collections.abc import Iterator
from pathlib import Path

import polib


def catalogues(base: Path) -> list[Path]:
    """Every `.po` file of the project, one folder per part of the house."""
    return sorted(base.glob("locale/*/LC_MESSAGES/*.po"))


def compile_catalogues(base: Path) -> list[Path]:
    """Compile what changed since its `.mo` was written; returns the catalogues that were compiled."""
    return [source for source in catalogues(base) if _compile(source)]


def _compile(source: Path) -> bool:
    target = source.with_suffix(".mo")
    if target.exists() and target.stat().st_mtime_ns >= source.stat().st_mtime_ns:
        return False
    part = target.with_suffix(".mo.part")
    polib.pofile(str(source)).save_as_mofile(str(part))
    part.replace(target)
    return True


def incomplete_entries(base: Path) -> Iterator[str]:
    """Texts without a finished translation, as `file:line: text`; fuzzy ones count as unfinished."""
    for source in catalogues(base):
        for entry in polib.pofile(str(source)):
            if not entry.obsolete and not entry.translated():
                yield f"{source.relative_to(base)}:{entry.linenum}: {entry.msgid}"
