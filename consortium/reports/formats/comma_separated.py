"""CSV: the tables of a report one below the other, in UTF-8 with a byte order mark, as Excel reads it."""

from __future__ import annotations

import csv
from pathlib import Path

from consortium.reports.document import Column, Document, Table, Value, tables_of
from consortium.reports.formats.cells import neutral


def write(document: Document, path: Path) -> str:
    with path.open("w", encoding="utf-8-sig", newline="") as target:
        writer = csv.writer(target)
        for printed in tables_of(document):
            _write_table(writer, printed.label, printed.block)
    return ""


def _write_table(writer: csv.writer, label: str, table: Table) -> None:
    writer.writerow([neutral(f"{label} {table.caption}"), neutral(table.unit)])
    writer.writerow([neutral(column.label) for column in table.columns])
    for row in table.rows:
        writer.writerow([_plain(value, column) for value, column in zip(row, table.columns, strict=True)])
    writer.writerow([])


def _plain(value: Value, column: Column) -> object:
    """As the official layout writes it: zero is `-`; other numbers without separators, to be counted on."""
    if isinstance(value, str):
        return neutral(value)
    return "-" if value == 0 and column.decimals is not None else value
