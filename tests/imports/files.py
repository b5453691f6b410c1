"""Files as people bring them, made in memory, and the way of one of them through the portal."""

from __future__ import annotations

import csv
from io import BytesIO, StringIO

import xlsxwriter

from consortium.imports import registry, runner, services
from consortium.imports.lines import opened
from consortium.imports.models import Import, Row
from consortium.rowlevel import acting_as
from tests.authorization import as_owner

HEAD = ["기관명", "구분", "비고"]


def workbook(rows: list[list], *, merges: tuple = (), sheets: tuple = ("명단",)) -> BytesIO:
    """`merges`: (first row, first column, last row, last column, text), counted from 0."""
    output = BytesIO()
    book = xlsxwriter.Workbook(output, {"in_memory": True, "strings_to_formulas": False})
    made = [book.add_worksheet(name) for name in sheets]
    for line, cells in enumerate(rows):
        for column, cell in enumerate(cells):
            if cell not in ("", None):
                made[-1].write(line, column, cell)
    for *place, text in merges:
        made[-1].merge_range(*place, text)
    book.close()
    output.seek(0)
    return output


def comma_separated(rows: list[list], encoding: str = "utf-8-sig", delimiter: str = ",") -> BytesIO:
    text = StringIO()
    csv.writer(text, delimiter=delimiter).writerows(rows)
    return BytesIO(text.getvalue().encode(encoding))


def bring(member: object, content: BytesIO, name: str = "협약기관.csv", key: str = "partners") -> Import:
    """Upload and read."""
    target = registry.find(key)
    with acting_as(member.actor):
        imported = services.upload_file(
            target, by=member, name=name, content=content, size=len(content.getvalue()), language="ko"
        )
    runner.run(imported.pk)
    return fresh(imported)


def check(member: object, imported: Import, mapping: dict[str, int] | None = None) -> Import:
    """Choose the columns as the portal suggests them (or these), and check."""
    with acting_as(member.actor):
        services.choose_columns(imported, by=member, mapping=imported.mapping if mapping is None else mapping)
    runner.run(imported.pk)
    return fresh(imported)


def confirm(member: object, imported: Import) -> Import:
    with acting_as(member.actor):
        services.confirm_import(imported, by=member, version=imported.version)
    runner.run(imported.pk)
    return fresh(imported)


def fresh(imported: Import) -> Import:
    with as_owner():
        return Import.objects.select_related("consortium", "member").get(pk=imported.pk)


def rows_of(imported: Import) -> list[Row]:
    """One entry for each row of the file, with its cells."""
    with as_owner():
        return opened(imported, Row.objects.filter(imported=imported).order_by("number"))
