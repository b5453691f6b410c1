"""XLSX: a cover sheet and one sheet for each table, numbers as numbers, ready to print on A4."""

from __future__ import annotations

import re
from pathlib import Path
from tempfile import gettempdir

import xlsxwriter
from django.utils import timezone
from django.utils.translation import gettext as _
from xlsxwriter.format import Format as CellFormat
from xlsxwriter.worksheet import Worksheet

from consortium.reports.document import (
    Chart,
    Column,
    Document,
    Item,
    Section,
    Table,
    Value,
    numbered,
    tables_of,
)
from consortium.reports.formats.cells import neutral
from consortium.reports.numbering import official_date, official_moment

FONT = "맑은 고딕"
LINE = {"font_name": FONT, "font_size": 10, "valign": "vcenter"}
STYLES = {
    "title": LINE | {"font_size": 16, "bold": True},
    "section": LINE | {"font_size": 12, "bold": True},
    "caption": LINE | {"font_size": 11, "bold": True},
    "unit": LINE | {"align": "right"},
    "plain": LINE | {"text_wrap": True, "valign": "top"},
    "head": LINE | {"bold": True, "align": "center", "bg_color": "#E8EDF5", "border": 1, "text_wrap": True},
    "words": LINE | {"border": 1, "text_wrap": True},
    "merged": LINE | {"border": 1, "align": "center", "text_wrap": True},
    "masked": LINE | {"border": 1, "align": "right"},
    "total": LINE | {"border": 1, "bold": True, "bg_color": "#F4F6FA"},
}
COVER_WIDTHS = (16, 84)
A4 = 9


class Book:
    """One workbook in the making; formats are made once, rows are written and forgotten."""

    def __init__(self, document: Document, path: Path) -> None:
        # Merged cells reach over rows that constant memory has written and forgotten; such forms are short.
        merges = any(one.block.merged for one in tables_of(document))
        options = {"constant_memory": not merges, "tmpdir": gettempdir(), "strings_to_urls": False}
        options |= {"strings_to_formulas": False, "strings_to_numbers": False}
        self.document = document
        self.book = xlsxwriter.Workbook(str(path), options)
        self.styles = {name: self.book.add_format(style) for name, style in STYLES.items()}
        self.numbers: dict[tuple[int, bool], CellFormat] = {}
        created = timezone.localtime(document.snapshot_at).replace(tzinfo=None)
        self.book.set_properties(
            {"title": document.title, "author": document.organisation, "company": "", "created": created}
        )

    def write(self) -> None:
        self._cover()
        for printed in numbered(self.document):
            if isinstance(printed.block, Table):
                self._table(printed.label, printed.block)
        self.book.close()

    def _sheet(self, name: str, widths: tuple[int, ...]) -> Worksheet:
        sheet = self.book.add_worksheet(name)
        if self.document.landscape:
            sheet.set_landscape()
        sheet.set_paper(A4)
        sheet.set_margins(left=0.6, right=0.6, top=0.7, bottom=0.7)
        sheet.fit_to_pages(1, 0)
        sheet.set_footer("&C&P / &N")
        for place, width in enumerate(widths):
            sheet.set_column(place, place, width)
        return sheet

    def _cover(self) -> None:
        """Title, what it was made from, and the numbered text; tables are named with their sheets."""
        sheet, document = self._sheet(_("Cover"), COVER_WIDTHS), self.document
        lines: list[tuple[str, str, str]] = [("", document.title, "title")]
        lines += [("", document.banner, "caption")] if document.banner else []
        lines += [(_("Issued by"), document.organisation, "plain")]
        lines += [(_("Reference date"), official_date(document.reference_date), "plain")]
        lines += [(_("Figures as of"), official_moment(document.snapshot_at), "plain")]
        lines += [(label, value, "plain") for label, value in document.basis] + [("", "", "plain")]
        for printed in numbered(document):
            lines.append(_cover_line(printed.label, printed.block))
        lines += [(_("Attachment"), text, "plain") for text in document.attachments]
        for row, (label, text, style) in enumerate(lines):
            sheet.write_string(row, 0, neutral(label), self.styles["plain"])
            sheet.write_string(row, 1, neutral(text), self.styles[style])

    def _table(self, label: str, table: Table) -> None:
        sheet = self._sheet(_sheet_name(label), tuple(column.width for column in table.columns))
        last = len(table.columns) - 1
        sheet.write_string(0, 0, neutral(f"{label} {table.caption}"), self.styles["caption"])
        reference = _("Reference date: %(day)s") % {"day": official_date(self.document.reference_date)}
        sheet.write_string(1, 0, reference, self.styles["caption" if last == 0 else "plain"])
        if last:
            sheet.write_string(1, last, neutral(table.unit), self.styles["unit"])
        first = self._heads(sheet, table)
        for number, row in enumerate(table.rows):
            is_total = number >= len(table.rows) - table.totals
            for place, (value, column) in enumerate(zip(row, table.columns, strict=True)):
                self._cell(sheet, number + first, place, value, column, is_total)
        for place, top, bottom in table.merged:
            sheet.merge_range(
                first + top,
                place,
                first + bottom,
                place,
                neutral(str(table.rows[top][place] or "")),
                self.styles["merged"],
            )
        if table.rows and not table.merged:
            sheet.autofilter(first - 1, 0, len(table.rows) + first - 1 - table.totals, last)
        for place, note in enumerate(table.notes):
            line = len(table.rows) + first + 1 + place
            sheet.write_string(line, 0, neutral(note), self.book.add_format(LINE))

    def _heads(self, sheet: Worksheet, table: Table) -> int:
        """The heads in one line or two; gives the first row below them."""
        below = 3 if table.groups else 2
        place = 0
        for label, span in table.groups:
            if label and span > 1:
                sheet.merge_range(2, place, 2, place + span - 1, neutral(label), self.styles["head"])
            else:
                for one in range(place, place + span):
                    head = "" if label else table.columns[one].label
                    sheet.write_string(2, one, neutral(label or head), self.styles["head"])
            place += span
        for place, column in enumerate(table.columns):
            sheet.write_string(below, place, neutral(column.label), self.styles["head"])
        sheet.freeze_panes(below + 1, 1)
        sheet.repeat_rows(2, below)
        return below + 1

    def _cell(
        self, sheet: Worksheet, row: int, place: int, value: Value, column: Column, is_total: bool
    ) -> None:
        if value is None:
            sheet.write_blank(row, place, None, self.styles["words"])
        elif isinstance(value, str) or column.decimals is None:
            masked = column.decimals is not None
            style = "masked" if masked else "total" if is_total else "words"
            sheet.write_string(row, place, neutral(str(value)), self.styles[style])
        else:
            sheet.write_number(row, place, value, self._number(column.decimals_of(value), is_total))

    def _number(self, decimals: int, is_total: bool) -> CellFormat:
        """Thousands separated, zero shown as a dash while the cell still holds 0."""
        if (decimals, is_total) not in self.numbers:
            digits = "#,##0" + ("." + "0" * decimals if decimals else "")
            style = STYLES["total" if is_total else "words"] | {"num_format": f'{digits};-{digits};"-"'}
            self.numbers[decimals, is_total] = self.book.add_format(style | {"align": "right"})
        return self.numbers[decimals, is_total]


def write(document: Document, path: Path) -> str:
    Book(document, path).write()
    return ""


def _cover_line(label: str, block: Section | Item | Table | Chart) -> tuple[str, str, str]:
    match block:
        case Section():
            return "", f"{label} {block.title}", "section"
        case Item():
            return "", f"{label} {block.text}", "plain"
        case Table():
            return "", f"{label} {block.caption} {block.unit}", "plain"
        case Chart():
            return "", f"{label} {block.caption} – {block.alt}", "plain"


def _sheet_name(label: str) -> str:
    """A sheet is called as its table, without the signs that Excel refuses."""
    return re.sub(r"[\[\]:*?/\\〈〉‹›<>']", "", label)[:31]
