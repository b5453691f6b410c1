"""From a file to plain rows of text, whatever spreadsheet or system it came from."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

from django.utils.translation import gettext as _

from consortium.imports.reading import comma_separated, workbook
from consortium.imports.reading.cells import CELL, ROW, as_plain, as_rows, may_hold_thirteen_digits
from consortium.imports.reading.refusals import MAX_COLUMNS, MAX_ROWS, Unreadable
from consortium.validators import contains_resident_number

SAMPLE = 40  # first rows, kept for choosing the columns
BLOCK = 5_000  # rows treated at once
PIECE = 1024 * 1024  # characters
NAMED = 10  # places of resident registration numbers that are named


@dataclass
class Table:
    """What was found in a file: its sheets, the one that was read, how many rows, the first ones."""

    sheets: list[str] = field(default_factory=list)
    sheet: str = ""
    rows: int = 0
    sample: list[list[str]] = field(default_factory=list)


@contextmanager
def uncollected() -> Iterator[None]:
    """Rows by the hundred thousand, none in a circle: looking for circles costs more than reading them."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


def flatten(
    upload: Path, kind: str, sheet: str, target: Path, on_progress: Callable[[int], None] = lambda rows: None
) -> Table:
    """Write the rows of one sheet to `target` in plain form (`cells.as_plain`), and say what is in it.

    Raises `Unreadable` with words for the person who brought the file.
    """
    table = Table()
    records = comma_separated.rows(upload) if kind == "csv" else workbook.rows(upload, sheet, table)
    found: list[str] = []
    with uncollected(), target.open("w", encoding="utf-8", newline="") as plain:
        while (block := list(islice(records, BLOCK))) and len(found) < NAMED:
            text = as_plain(block)
            found += _take_note(table, block, text)
            plain.write(text)
            on_progress(table.rows)
    if found:
        raise Unreadable(_resident_numbers(found))
    if not any(table.sample):
        raise Unreadable(
            _("There is nothing in this file, or it begins below row %(row)s.") % {"row": SAMPLE}
        )
    return table


def _take_note(table: Table, block: list[list[str]], text: str) -> list[str]:
    """Count these rows and keep the first; gives back the cells with resident registration numbers."""
    before = table.rows
    table.rows += len(block)
    if table.rows > MAX_ROWS or len(max(block, key=len)) > MAX_COLUMNS:
        for number, cells in enumerate(as_rows(text), start=before + 1):
            _refuse_oversize(number, cells)
    if before < SAMPLE:
        table.sample += list(as_rows(text))[: SAMPLE - before]
    if not may_hold_thirteen_digits(text):
        return []
    rows = enumerate(as_rows(text), start=before + 1)
    return [place for number, cells in rows for place in _places(number, cells)]


def rows_of(table: Path, *, after: int = 0) -> Iterator[tuple[int, list[str]]]:
    """The rows that `flatten()` wrote, with their numbers in the file, from the one after `after` on."""
    number, rest = 0, ""
    with table.open(encoding="utf-8", newline="") as source:
        while piece := source.read(PIECE):
            whole, border, rest = (rest + piece).rpartition(ROW)
            lines = (whole + border).split(ROW)[:-1]
            skipped = min(max(after - number, 0), len(lines))
            for line in lines[skipped:]:
                skipped += 1
                yield number + skipped, line.split(CELL) if line else []
            number += len(lines)


def column_letter(index: int) -> str:
    """A, B … Z, AA … as spreadsheets call their columns."""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def _refuse_oversize(rows: int, cells: list[str]) -> None:
    if rows > MAX_ROWS:
        raise Unreadable(
            _("The file has more than %(rows)s rows. Split it and bring the parts one by one.")
            % {"rows": f"{MAX_ROWS:,}"}
        )
    if len(cells) > MAX_COLUMNS:
        raise Unreadable(
            _("Row %(row)s has more than %(columns)s columns. Delete the columns that do not belong here.")
            % {"row": rows, "columns": MAX_COLUMNS}
        )


def _places(row: int, cells: list[str]) -> list[str]:
    return [
        f"{column_letter(index)}{row}" for index, cell in enumerate(cells) if contains_resident_number(cell)
    ]


def _resident_numbers(places: list[str]) -> str:
    return _(
        "The file holds numbers of 13 digits as resident registration numbers have them, in these cells:"
        " %(cells)s. The portal keeps no such numbers, and the file has been destroyed. Delete the column"
        " and upload the file again."
    ) % {"cells": ", ".join(places[:NAMED])}


__all__ = ("Table", "Unreadable", "column_letter", "flatten", "rows_of", "uncollected")
