"""XLSX, opened in a process of its own: what a hostile workbook can break is that process and no more."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Protocol

from django.utils.translation import gettext as _

from consortium.imports.reading.refusals import Unreadable

OPENER = Path(__file__).with_name("opener.py")
MEMORY = 1024**3  # bytes that the opening process may take
SECONDS = 240  # of computing time


class Sheets(Protocol):
    sheets: list[str]
    sheet: str


def rows(path: Path, sheet: str, found: Sheets) -> Iterator[list[str]]:
    """The rows of the named sheet (else of the first that is visible); fills in what sheets there are."""
    command = [sys.executable, "-I", str(OPENER), str(path), sheet, str(MEMORY), str(SECONDS)]
    child = subprocess.Popen(  # noqa: S603 - our own file, given a path of our own making
        command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, encoding="utf-8"
    )
    try:
        head = child.stdout.readline()
        if head:
            found.sheets, found.sheet = json.loads(head)
        for line in child.stdout:
            yield json.loads(line)
        if child.wait() or not head:
            raise Unreadable(
                _(
                    "The workbook cannot be opened: it is damaged, locked, or far too large. Copy the list"
                    " into a new workbook and save that as .xlsx."
                )
            )
    finally:
        child.kill()
        child.stdout.close()
        child.wait()
