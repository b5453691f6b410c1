"""Spreadsheets that people get from an import: the rows to correct, and an example to start from."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from tempfile import gettempdir
from typing import BinaryIO

import xlsxwriter
from django.utils.translation import gettext as _

from consortium.imports.headers import Header
from consortium.imports.models import Import, Row
from consortium.imports.registry import Target
from consortium.reports.formats.cells import neutral

FONT = {"font_name": "맑은 고딕", "font_size": 10, "valign": "top"}
HEAD = FONT | {"bold": True, "bg_color": "#E8EDF5", "border": 1, "text_wrap": True}
WRONG = FONT | {"bg_color": "#FDECEC", "text_wrap": True}
WIDTH, WIDE = 18, 60
OPTIONS = {
    "constant_memory": True,
    "strings_to_urls": False,
    "strings_to_formulas": False,
    "strings_to_numbers": False,
}


def write_faulty(imported: Import, header: Header, path: Path) -> str:
    """The rows that did not get in, in the columns of their file, with what is wrong behind each."""
    rows = Row.objects.filter(imported=imported).given_back().order_by("number")
    lines = (
        (row.number, row.cells, row.problems)
        for row in rows.only("number", "cells", "problems").iterator(2_000)
    )
    _write(path, header.labels, lines)
    return ""


def _write(path: Path, labels: tuple[str, ...], rows: Iterable[tuple[int, list, list]]) -> None:
    book = xlsxwriter.Workbook(str(path), OPTIONS | {"tmpdir": gettempdir()})
    sheet, plain, wrong, head = _sheet(book, _("To correct"), len(labels) + 2)
    sheet.set_column(len(labels), len(labels), WIDE)
    heads = [*labels, _("What is wrong"), _("Row in the file")]
    for column, label in enumerate(heads):
        sheet.write_string(0, column, neutral(label), head)
    for line, (number, cells, problems) in enumerate(rows, start=1):
        faulty = {column for column, _text in problems}
        for column, cell in enumerate(cells[: len(labels)]):
            if cell or column in faulty:
                sheet.write_string(line, column, neutral(cell), wrong if column in faulty else plain)
        sheet.write_string(line, len(labels), neutral(in_words(labels, problems)), wrong)
        sheet.write_number(line, len(labels) + 1, number, plain)
    book.close()


def in_words(labels: tuple[str, ...], problems: list) -> str:
    """The problems of a row in one text, each after the name of its column."""
    parts = [
        f"{labels[column]}: {text}"
        if column is not None and column < len(labels) and labels[column]
        else text
        for column, text in problems
    ]
    return "\n".join(parts)


def write_example(target: Target, output: BinaryIO) -> None:
    """An empty list with the right column names and two invented rows."""
    book = xlsxwriter.Workbook(
        output,
        {key: value for key, value in OPTIONS.items() if key != "constant_memory"} | {"in_memory": True},
    )
    sheet, plain, _wrong, head = _sheet(book, str(target.label), len(target.fields))
    for column, field in enumerate(target.fields):
        sheet.write_string(0, column, neutral(str(field.label)), head)
        for line, example in enumerate(field.examples, start=1):
            sheet.write_string(line, column, neutral(example), plain)
    book.close()


def _sheet(book: xlsxwriter.Workbook, name: str, columns: int) -> tuple:
    sheet = book.add_worksheet(name[:31])
    sheet.set_column(0, columns - 1, WIDTH)
    sheet.freeze_panes(1, 0)
    return sheet, book.add_format(FONT), book.add_format(WRONG), book.add_format(HEAD)
