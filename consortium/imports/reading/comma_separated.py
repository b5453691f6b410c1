"""CSV as Korean programs write it: UTF-8 with or without mark, CP949, UTF-16; comma, semicolon or tab."""

from __future__ import annotations

import codecs
import csv
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from django.utils.translation import gettext as _

from consortium.imports.reading.refusals import Unreadable

DELIMITERS = (",", "\t", ";")
LOOKED_AT = 64 * 1024  # characters, to find the delimiter
PIECE = 1024 * 1024


def rows(path: Path) -> Iterator[list[str]]:
    """Every record; blank ones are empty lists, so that numbers stay those of a spreadsheet."""
    encoding = encoding_of(path)
    with path.open(encoding=encoding, newline="") as source:
        delimiter = delimiter_of(source.read(LOOKED_AT))
    with path.open(encoding=encoding, newline="") as source:
        reader = csv.reader(source, delimiter=delimiter)
        try:
            yield from reader
        except csv.Error as error:
            raise Unreadable(
                _("The file cannot be read from line %(line)s on. Save it as CSV or XLSX again.")
                % {"line": reader.line_num}
            ) from error


def encoding_of(path: Path) -> str:
    """By its mark, else UTF-8 if all of it is, else CP949 (what Excel in Korea writes)."""
    with path.open("rb") as source:
        if source.read(2) in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE):
            return "utf-16"
    for encoding in ("utf-8-sig", "cp949"):
        if _decodes(path, encoding):
            return encoding
    raise Unreadable(_("The letters of this file cannot be read. Save it as “CSV UTF-8” or as .xlsx."))


def _decodes(path: Path, encoding: str) -> bool:
    decoder = codecs.getincrementaldecoder(encoding)()
    try:
        with path.open("rb") as source:
            while piece := source.read(PIECE):
                if "\0" in decoder.decode(piece):
                    return False
            decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def delimiter_of(begin: str) -> str:
    """The one that cuts most of the first records into the same number of columns, more than one."""
    scores = {delimiter: _regularity(begin, delimiter) for delimiter in DELIMITERS}
    best = max(DELIMITERS, key=lambda delimiter: scores[delimiter])
    return best if scores[best] > (0, 0) else ","


def _regularity(begin: str, delimiter: str) -> tuple[int, int]:
    try:
        widths = Counter(len(record) for record in csv.reader(begin.splitlines(), delimiter=delimiter))
    except csv.Error:
        return (0, 0)
    regular = [(count, width) for width, count in widths.items() if width > 1]
    return max(regular, default=(0, 0))
