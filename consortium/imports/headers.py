"""Where the column names stand in a file, and which column is which field."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from itertools import pairwise

from consortium.imports.parsers import squeezed
from consortium.imports.registry import Field

HIGHEST = 3  # rows that column names may take
DEEPEST = 30  # rows from the top in which they are looked for
EXACT, LAST_PART, CONTAINS = 5, 4, 1
IN_BRACKETS = re.compile(r"[(\[（].*?[)\]）]")
IS_NUMBER = re.compile(r"[\d.,\s\-]+")
TOTAL = re.compile(r"(합|소|총|누)?계|합산|total|subtotal|grandtotal|sum")
MAY_BE_TOTAL = re.compile("[계산lmｌｍ]", re.IGNORECASE)  # the last letters of these, for a quick answer


@dataclass(frozen=True)
class Header:
    """The column names: first row (counted from 1), how many rows, and the name of each column."""

    row: int
    height: int
    labels: tuple[str, ...]

    @property
    def last_row(self) -> int:
        return self.row + self.height - 1

    @property
    def fingerprint(self) -> str:
        """The same for every file with these column names, whatever stands above or below."""
        names = "\x1f".join(squeezed(label) for label in self.labels)
        return hashlib.sha256(names.encode()).hexdigest()


def header_at(rows: Sequence[Sequence[str]], row: int, height: int) -> Header:
    """The names as they result when they begin in this row and take so many rows.

    A name above several columns (연락처 over 전화 and 주소) stands before each of theirs.
    """
    lines = [list(line) for line in rows[row - 1 : row - 1 + height]]
    width = max((len(line) for line in lines), default=0)
    lines = [line + [""] * (width - len(line)) for line in lines]
    for upper, lower in pairwise(lines):
        for column in range(1, width):
            if not upper[column] and lower[column]:
                upper[column] = upper[column - 1]
    labels = (" ".join(dict.fromkeys(filter(None, parts))) for parts in zip(*lines, strict=True))
    return Header(row, height, tuple(" ".join(label.split())[:100] for label in labels))


def find_header(
    rows: Sequence[Sequence[str]], fields: Sequence[Field], known: Collection[str] = ()
) -> Header:
    """The likeliest column names: those known from an earlier file, else those that fit most fields."""
    places = [
        header_at(rows, row, height)
        for row in range(1, min(len(rows), DEEPEST) + 1)
        for height in range(1, HIGHEST + 1)
        if any(rows[row - 1]) and row + height - 1 <= len(rows)
    ]
    remembered = [place for place in places if place.fingerprint in known]
    return (remembered or sorted(places, key=lambda place: _score(place, rows, fields), reverse=True))[0]


def guess(header: Header, fields: Sequence[Field]) -> dict[str, int]:
    """Field → column, the surest pairs first; a column serves one field."""
    pairs = sorted(
        (
            (-_fit(label, field), order, column, field.name)
            for order, field in enumerate(fields)
            for column, label in enumerate(header.labels)
            if _fit(label, field)
        ),
    )
    found: dict[str, int] = {}
    for _fitness, _order, column, name in pairs:
        if name not in found and column not in found.values():
            found[name] = column
    return found


def is_total(first: str) -> bool:
    """Whether a row that begins with this cell sums up others (합계, 소계, 총계)."""
    return bool(MAY_BE_TOTAL.search(first)) and bool(TOTAL.fullmatch(squeezed(first)))


def _score(header: Header, rows: Sequence[Sequence[str]], fields: Sequence[Field]) -> tuple[int, int, int]:
    fits = {
        name: _fit(header.labels[column], field)
        for field in fields
        for name, column in guess(header, [field]).items()
    }
    names = {label for label in header.labels if label}
    figures = sum(bool(IS_NUMBER.fullmatch(label)) for label in names)
    return (sum(fits.values()), len(names) - 2 * figures, -header.height * 100 - header.row)


def _fit(label: str, field: Field) -> int:
    """How well a column's name fits a field, 0 when not at all."""
    if not label:
        return 0
    names = {squeezed(name) for name in (field.name, str(field.label), *field.synonyms)}
    bare = IN_BRACKETS.sub("", label)
    if {squeezed(label), squeezed(bare)} & names:
        return EXACT
    parts = bare.split()
    if len(parts) > 1 and squeezed(parts[-1]) in names:
        return LAST_PART
    whole = squeezed(bare)
    return CONTAINS if any(len(name) > 1 and name in whole for name in names) and len(whole) < 20 else 0
