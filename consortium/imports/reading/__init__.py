"""From a file to plain rows of text, whatever spreadsheet or system it came from."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

from django.utils.translation import gettext as _

from consortium.imports.reading import comma_separated, workbook
from consortium.imports.reading.refusals import MAX_COLUMNS, MAX_ROWS, Unreadable
from consortium.validators import contains_resident_number

SAMPLE = 40  # first rows, kept for choosing the columns
BETWEEN = "|"  # joins cells so that no number reaches over two of them
NAMED = 10  # places of resident registration numbers that are named


@dataclass
class Table:
    """What was found in a file: its sheets, the one that was read, how many rows, the first ones."""

    sheets: list[str] = field(default_factory=list)
    sheet: str = ""
    rows: int = 0
    sample: list[list[str]] = field(default_factory=list)


def flatten(
    upload: Path, kind: str, sheet: str, target: Path, on_progress: Callable[[int], None] = lambda rows: None
) -> Table:
    """Write the rows of one sheet to `target`, one JSON list in each line, and say what is in it.

    Raises `Unreadable` with words for the person who brought the file.
    """
    table = Table()
    opened = comma_separated.rows(upload) if kind == "csv" else workbook.rows(upload, sheet, table)
    found: list[str] = []
    with target.open("w", encoding="utf-8") as lines:
        for cells in opened:
            table.rows += 1
            _refuse_oversize(table.rows, cells)
            if contains_resident_number(BETWEEN.join(cells)):
                found += _places(table.rows, cells)
                if len(found) >= NAMED:
                    break
            if table.rows <= SAMPLE:
                table.sample.append(cells)
            lines.write(json.dumps(cells, ensure_ascii=False) + "\n")
            if table.rows % 5_000 == 0:
                on_progress(table.rows)
    if found:
        raise Unreadable(_resident_numbers(found))
    if not any(any(row) for row in table.sample):
        raise Unreadable(
            _("There is nothing in this file, or it begins below row %(row)s.") % {"row": SAMPLE}
        )
    return table


def rows_of(table: Path, *, after: int = 0) -> Iterator[tuple[int, list[str]]]:
    """The rows that `flatten()` wrote, with their numbers in the file, from the one after `after` on."""
    with table.open(encoding="utf-8") as lines:
        for number, line in enumerate(islice(lines, after, None), start=after + 1):
            yield number, json.loads(line)


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


__all__ = ("Table", "Unreadable", "column_letter", "flatten", "rows_of")
