"""Demand against teaching: units × semesters for those who enter one department in one year.

Taught: the hours of a subject's units, spread over the semesters as the subject's credits are (one credit
is 16 lessons). Demanded: jobs × weight, from every source; a company that answers “0” demands nothing, which
is another thing than nobody having been asked. Versions of one national unit are one line.
Everything is worked out from a fixed number of queries, whatever the size of table and demand.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from curriculum.demand.sources import Asking, sources
from curriculum.models import SEMESTERS, CompetencyUnit, ProgrammeRow, ProgrammeTable, SubjectUnit

if TYPE_CHECKING:
    from partners.models import Member

LESSONS_PER_CREDIT = 16
DARKEST, STRONGEST = 4, 4  # steps of the cells' colour and of the rings
SHADES = (16, 32, 64)  # hours in one semester from which a cell is darker
LABELS = {one: f"{(one + 1) // 2}-{2 - one % 2}" for one in SEMESTERS}  # grade and semester: 2-1
GAPS, BOTH, TAUGHT_ONLY = "gaps", "both", "taught"


@dataclass(frozen=True)
class Lesson:
    """What one subject gives to one unit in one semester; `assumed` where no hours are set."""

    subject: str
    hours: Decimal
    assumed: bool
    is_choice: bool
    url: str = ""


@dataclass(frozen=True)
class Cell:
    """One unit in one semester."""

    semester: int
    lessons: tuple[Lesson, ...]
    hours: int  # whole ones, which add up to the hours of the line

    @property
    def shade(self) -> int:
        """0 (not taught) to 4, as the cell is coloured."""
        return 1 + sum(self.hours >= step for step in SHADES) if self.lessons else 0

    @property
    def is_assumed(self) -> bool:
        return any(one.assumed for one in self.lessons)

    @property
    def is_choice(self) -> bool:
        """Only those who choose the subject meet the unit."""
        return bool(self.lessons) and all(one.is_choice for one in self.lessons)

    @property
    def in_words(self) -> str:
        return ", ".join(one.subject for one in self.lessons)

    @property
    def url(self) -> str:
        """The page of the subject behind it; of several, the unit's own page names them all."""
        return self.lessons[0].url if len(self.lessons) == 1 else ""


@dataclass
class Line:
    """One unit, all its versions together: who asks for it, and where it is taught."""

    unit: CompetencyUnit
    asked: list[Asking] = field(default_factory=list)
    taught: dict[int, list[Lesson]] = field(default_factory=lambda: defaultdict(list))
    asked_codes: set[str] = field(default_factory=set)
    taught_codes: set[str] = field(default_factory=set)
    ring: int = 0

    @property
    def demand(self) -> Decimal:
        return sum((one.demand for one in self.asked), Decimal())

    @property
    def jobs(self) -> int:
        return sum(one.jobs for one in self.asked)

    @property
    def jobs_in_words(self) -> str:
        """`0` where those who were asked need nobody, `-` where nobody was asked."""
        return str(self.jobs) if self.asked else "-"

    @property
    def known(self) -> list[Asking]:
        """Those who ask and may be named to the reader, the strongest first."""
        return sorted((one for one in self.asked if one.who), key=lambda one: (-one.demand, one.title))

    @property
    def unnamed_jobs(self) -> int:
        return sum(one.jobs for one in self.asked if not one.who)

    @cached_property
    def cells(self) -> list[Cell]:
        exact = [_hours_of(self.taught.get(semester, ())) for semester in SEMESTERS]
        return [
            Cell(semester, tuple(self.taught.get(semester, ())), hours)
            for semester, hours in zip(SEMESTERS, whole_hours(exact), strict=True)
        ]

    @property
    def hours(self) -> int:
        return sum(cell.hours for cell in self.cells)

    @property
    def missing_in(self) -> list[int]:
        """Semesters in which the unit is not taught."""
        return [cell.semester for cell in self.cells if not cell.lessons]

    @property
    def missing_words(self) -> str:
        if len(self.missing_in) == len(SEMESTERS):
            return _("in all six semesters")
        return ", ".join(LABELS[one] for one in self.missing_in) or "-"

    @property
    def standing(self) -> str:
        if not self.demand:
            return TAUGHT_ONLY
        return BOTH if self.taught else GAPS

    @property
    def is_choice(self) -> bool:
        """Taught, but only to those who choose it."""
        taught = [cell for cell in self.cells if cell.lessons]
        return bool(taught) and all(cell.is_choice for cell in taught)

    @property
    def other_version(self) -> str:
        """The versions that are taught, where none of them is the one that is asked for."""
        if not self.asked_codes or not self.taught_codes or self.asked_codes & self.taught_codes:
            return ""
        return ", ".join(sorted(self.taught_codes))

    @property
    def group(self) -> str:
        if self.unit.is_own:
            return _("The consortium's own")
        return self.unit.sub_field_in_words or _("Sub-field not known")


@dataclass
class Picture:
    """Everything that page, file and API show."""

    table: ProgrammeTable | None
    lines: list[Line]

    def of(self, standing: str) -> list[Line]:
        return [line for line in self.lines if line.standing == standing]

    @property
    def gaps(self) -> list[Line]:
        """Demanded and not taught, the strongest demand first."""
        return self.of(GAPS)

    @property
    def groups(self) -> list[tuple[str, list[Line]]]:
        """The lines as the matrix shows them: by sub-field, in each the strongest demand first."""
        found: dict[str, list[Line]] = defaultdict(list)
        for line in self.lines:
            found[line.group].append(line)
        return sorted(found.items())

    @property
    def covered(self) -> Decimal | None:
        """Share of the demand that is met by teaching, 0 to 1."""
        whole = sum((line.demand for line in self.lines), Decimal())
        met = sum((line.demand for line in self.of(BOTH)), Decimal())
        return met / whole if whole else None

    @property
    def percent(self) -> str:
        return "" if self.covered is None else f"{round(self.covered * 100)}%"


def picture_of(
    member: Member,
    table: ProgrammeTable | None,
    *,
    only: str = "",
    company: int | None = None,
    standing: str = "",
) -> Picture:
    """Demand against this table; `only` names a source, `company` a company, `standing` a kind of line."""
    department = table.department_id if table else None
    asked = [
        one
        for source in sources()
        if only in ("", source.key)
        for one in source.find(member)
        if one.department in (None, department) and company in (None, one.company)
    ]
    taught = _lessons(member, table)
    lines = [line for line in _lines(member, asked, taught) if line.demand or line.taught]
    strongest = max((line.demand for line in lines), default=Decimal())
    for line in lines:
        line.ring = _ring(line.demand, strongest)
    lines.sort(key=lambda line: (-line.demand, -line.hours, line.unit.code))
    return Picture(table, [line for line in lines if standing in ("", line.standing)])


def _hours_of(lessons: Iterable[Lesson]) -> Decimal:
    return sum((one.hours for one in lessons), Decimal())


def whole_hours(exact: list[Decimal]) -> list[int]:
    """Whole hours that add up to the rounded sum: what rounding leaves goes to the largest remainders."""
    whole = [int(hours) for hours in exact]
    left = round(sum(exact, Decimal())) - sum(whole)
    by_remainder = sorted(range(len(exact)), key=lambda place: (whole[place] - exact[place], place))
    for place in by_remainder[:left]:
        whole[place] += 1
    return whole


def _lessons(member: Member, table: ProgrammeTable | None) -> dict[int, list[tuple[int, Lesson]]]:
    """What the table teaches: unit → (semester, lesson)."""
    if table is None:
        return {}
    rows = list(ProgrammeRow.objects.visible_to(member).filter(table=table).select_related("subject"))
    named = SubjectUnit.objects.visible_to(member).filter(subject__in=[row.subject_id for row in rows])
    by_subject: dict[int, list[SubjectUnit]] = defaultdict(list)
    for one in named:
        by_subject[one.subject_id].append(one)
    found: dict[int, list[tuple[int, Lesson]]] = defaultdict(list)
    for row in rows:
        units = by_subject[row.subject_id]
        url = reverse("curriculum:subject", args=[member.consortium.slug, row.subject_id])
        for one in units:
            found[one.unit_id] += _spread(row, one, len(units), url)
    return found


def _spread(row: ProgrammeRow, one: SubjectUnit, units: int, url: str) -> Iterable[tuple[int, Lesson]]:
    """The hours of a unit over the semesters, as the subject's credits stand in them."""
    whole = sum(row.by_semester)
    if not whole:
        return
    assumed = one.hours is None
    hours = Decimal(one.hours) if one.hours is not None else Decimal(whole * LESSONS_PER_CREDIT) / units
    is_choice = bool(row.choice_group) or not row.is_required
    for semester, credits in zip(SEMESTERS, row.by_semester, strict=True):
        if credits:
            yield semester, Lesson(str(row.subject), hours * credits / whole, assumed, is_choice, url)


def _lines(member: Member, asked: list[Asking], taught: dict[int, list[tuple[int, Lesson]]]) -> list[Line]:
    """One line for each unit that is asked for or taught; the newest version names it."""
    ids = {one.unit for one in asked} | taught.keys()
    units = {
        unit.pk: unit
        for unit in CompetencyUnit.objects.visible_to(member).filter(pk__in=ids).prefetch_related("elements")
    }
    lines: dict[tuple[int | None, str], Line] = {}
    for unit in units.values():
        key = (unit.consortium_id, unit.family)
        line = lines.setdefault(key, Line(unit))
        if unit.version > line.unit.version:
            line.unit = unit
    for one in asked:
        unit = units[one.unit]
        line = lines[unit.consortium_id, unit.family]
        line.asked.append(one)
        line.asked_codes.add(unit.code)
    for pk, lessons in taught.items():
        unit = units[pk]
        line = lines[unit.consortium_id, unit.family]
        line.taught_codes.add(unit.code)
        for semester, lesson in lessons:
            line.taught[semester].append(lesson)
    return list(lines.values())


def _ring(demand: Decimal, strongest: Decimal) -> int:
    """0 (nobody asks) to 4, in quarters of the strongest demand."""
    if not demand or not strongest:
        return 0
    return min(STRONGEST, int(demand * STRONGEST / strongest) + 1)
