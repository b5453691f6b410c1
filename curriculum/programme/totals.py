"""Credits of a table, counted without a database: a choice group counts once."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from curriculum.models import SEMESTERS, ProgrammeRow
from curriculum.states import AREA_OF, Area, SubjectKind

NONE = (0,) * len(SEMESTERS)
RANK = {area: place for place, area in enumerate(Area)}


@dataclass(frozen=True)
class Line:
    """One row of a table as the rules see it; `key` leads back to the row."""

    key: int
    name: str
    kind: SubjectKind
    credits: tuple[int, ...] = NONE
    choice: str = ""
    standard: int | None = None
    is_school_created: bool = False
    is_approved: bool = False

    @property
    def area(self) -> Area:
        return AREA_OF[self.kind]

    @property
    def total(self) -> int:
        return sum(self.credits)


@dataclass(frozen=True)
class Totals:
    """Credits by area and semester."""

    by_area: dict[Area, tuple[int, ...]]

    @property
    def by_semester(self) -> tuple[int, ...]:
        return tuple(map(sum, zip(*self.by_area.values(), strict=True)))

    @property
    def total(self) -> int:
        return sum(self.by_semester)

    def of(self, area: Area) -> int:
        return sum(self.by_area[area])


def line_of(row: ProgrammeRow) -> Line:
    """A stored row with its subject, as the rules see it."""
    subject = row.subject
    return Line(
        key=row.pk,
        name=subject.name,
        kind=SubjectKind(subject.kind),
        credits=row.by_semester,
        choice=row.choice_group,
        standard=subject.standard_credits,
        is_school_created=subject.is_school_created,
        is_approved=subject.approval_id is not None,
    )


def choices(lines: Iterable[Line]) -> dict[str, list[Line]]:
    """The lines of each choice group."""
    found: dict[str, list[Line]] = {}
    for line in lines:
        if line.choice:
            found.setdefault(line.choice, []).append(line)
    return found


def count(lines: Sequence[Line]) -> Totals:
    """A student takes one subject of a choice group, so each semester counts the largest of them.

    A group that mixes areas (a rule says so) counts in the first of them, whatever the order of rows.
    """
    sums = {area: list(NONE) for area in Area}
    singles = [(line.area, line.credits) for line in lines if not line.choice]
    groups = [
        (
            min((one.area for one in group), key=RANK.__getitem__),
            tuple(map(max, zip(*(one.credits for one in group), strict=True))),
        )
        for group in choices(lines).values()
    ]
    for area, credits in singles + groups:
        for place, value in enumerate(credits):
            sums[area][place] += value
    return Totals({area: tuple(values) for area, values in sums.items()})
