"""A table as it is read: its rows in the official columns, its totals, and what the rules say of it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from curriculum.models import SEMESTERS, ProgrammeRow, ProgrammeTable
from curriculum.programme.check import Finding, check
from curriculum.programme.rows import CREDITS, cells_of
from curriculum.programme.rulebook import Rulebook, rulebook_of
from curriculum.programme.totals import Totals, count, line_of
from curriculum.states import Area
from curriculum.terms import semester_in_words

if TYPE_CHECKING:
    from partners.models import Member


@dataclass(frozen=True)
class Cell:
    """One semester of one row."""

    name: str
    semester: int
    value: int
    anchor: str
    is_marked: bool

    @property
    def semester_words(self) -> str:
        return semester_in_words(self.semester)


@dataclass(frozen=True)
class SheetRow:
    """One row with what the columns before it repeat from the row above."""

    row: ProgrammeRow
    area: str
    cells: tuple[Cell, ...]
    repeats_area: bool
    repeats_group: bool
    is_marked: bool

    @property
    def anchor(self) -> str:
        return f"row-{self.row.pk}"

    @property
    def seen(self) -> str:
        """What its editor sees, to be sent back with what they write."""
        return json.dumps(cells_of(self.row), ensure_ascii=False)


@dataclass(frozen=True)
class Sum:
    """One line of totals: of an area or of everything."""

    label: str
    key: str
    by_semester: tuple[int, ...]
    total: int


class Sheet:
    """Everything a page shows of a table; it reads rows and rules once."""

    def __init__(self, table: ProgrammeTable, member: Member) -> None:
        self.table = table
        rows = ProgrammeRow.objects.visible_to(member).filter(table=table).select_related("subject")
        self.stored = list(rows)
        self.book: Rulebook = rulebook_of(table.entry_year)
        self.lines = [line_of(row) for row in self.stored]
        self.totals: Totals = count(self.lines)
        self.findings: tuple[Finding, ...] = check(self.lines, self.book)

    @cached_property
    def marks(self) -> frozenset[str]:
        """Anchors of the cells and rows that break a rule."""
        return frozenset(place.anchor for one in self.broken for place in one.places)

    @property
    def broken(self) -> list[Finding]:
        return [finding for finding in self.findings if finding.is_broken]

    @property
    def unknown(self) -> list[Finding]:
        return [finding for finding in self.findings if finding.holds is None]

    @property
    def unconfirmed(self) -> int:
        """How many of the rules nobody has checked against their source."""
        return sum(one.source is not None and not one.source.confirmed for one in self.findings)

    @cached_property
    def rows(self) -> list[SheetRow]:
        made: list[SheetRow] = []
        for row, line in zip(self.stored, self.lines, strict=True):
            above = made[-1] if made else None
            area = str(line.area.label)
            same = above is not None and above.area == area
            made.append(
                SheetRow(
                    row,
                    area,
                    tuple(self._cell(row, one) for one in SEMESTERS),
                    repeats_area=same,
                    repeats_group=same and above.row.subject.subject_group == row.subject.subject_group,
                    is_marked=f"row-{row.pk}" in self.marks,
                )
            )
        return made

    @cached_property
    def sums(self) -> list[Sum]:
        """A line for each area, and one for all."""
        areas = [
            Sum(str(area.label), area.value, self.totals.by_area[area], self.totals.of(area)) for area in Area
        ]
        return [*areas, Sum("", "ALL", self.totals.by_semester, self.totals.total)]

    def as_numbers(self) -> dict[str, Any]:
        """Totals and marks for the page that is open."""
        return {
            "sums": {one.key: [*one.by_semester, one.total] for one in self.sums},
            "marks": sorted(self.marks),
        }

    def _cell(self, row: ProgrammeRow, semester: int) -> Cell:
        anchor = f"cell-{row.pk}-{semester}"
        name = CREDITS[semester - 1]
        return Cell(name, semester, getattr(row, name), anchor, anchor in self.marks)
