"""Writes a document as a file: one module for each format."""

from __future__ import annotations

from pathlib import Path

from consortium.reports.document import Document
from consortium.reports.formats import comma_separated, pdf, spreadsheet
from consortium.reports.states import Format

WRITERS = {
    Format.PDF: pdf.write,
    Format.XLSX: spreadsheet.write,
    Format.CSV: comma_separated.write,
}
CONTENT_TYPES = {
    Format.PDF: "application/pdf",
    Format.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    Format.CSV: "text/csv; charset=utf-8",
}


def write(document: Document, format: str, path: Path) -> str:
    """Write the document to this path; gives back a remark for the reader, mostly none."""
    return WRITERS[Format(format)](document, path)
