"""A student's competencies against a job that they choose: table, share, and the picture."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from consortium.reports.charts import COLOURS, inline, svg
from curriculum.models import (
    SEMESTERS,
    Attainment,
    CompetencyUnit,
    ProgrammeRow,
    ProgrammeTable,
    Student,
    SubjectUnit,
)
from curriculum.portfolio.jobs import Job
from curriculum.terms import semester_in_words
from partners.models import Member

MOST_IN_PICTURE = 12
FULL = 5  # levels


@dataclass(frozen=True)
class Line:
    """One unit that the job asks for: how important it is, and what the student has shown of it."""

    unit: CompetencyUnit
    importance: int
    attained: Attainment | None
    semester: int | None

    @property
    def semester_words(self) -> str:
        """When the plan teaches it; empty where it does not."""
        return semester_in_words(self.semester) if self.semester else ""

    @property
    def level(self) -> int:
        """Achieved without a level counts as the level from which a unit is achieved."""
        if self.attained is None:
            return 0
        return self.attained.level or 3


@dataclass(frozen=True)
class Comparison:
    """The whole answer: which units of the job the student has, and which are missing."""

    job: Job
    lines: tuple[Line, ...]

    @property
    def attained(self) -> int:
        return sum(line.attained is not None for line in self.lines)

    @property
    def missing(self) -> list[Line]:
        return [line for line in self.lines if line.attained is None]


def taught_in(table: ProgrammeTable | None, by: Member) -> dict[int, int]:
    """In which semester of the table each unit is taught first: unit id → 1 to 6."""
    if table is None:
        return {}
    first: dict[int, int] = {}
    for row in ProgrammeRow.objects.visible_to(by).filter(table=table).select_related("subject"):
        for semester, credits in zip(SEMESTERS, row.by_semester, strict=True):
            if credits:
                first[row.subject_id] = min(semester, first.get(row.subject_id, semester))
    found: dict[int, int] = {}
    taught = SubjectUnit.objects.visible_to(by).filter(subject__in=first)
    for subject, unit in taught.values_list("subject", "unit"):
        found[unit] = min(first[subject], found.get(unit, first[subject]))
    return found


def compare(student: Student, job: Job, *, by: Member, table: ProgrammeTable | None = None) -> Comparison:
    """The job's units beside what the student has attained, the important ones first."""
    units = CompetencyUnit.objects.visible_to(by).filter(pk__in=job.units).prefetch_related("elements")
    rows = Attainment.objects.visible_to(by).filter(student=student, unit__in=job.units)
    attained = {row.unit_id: row for row in rows}
    when = taught_in(table, by)
    lines = [Line(unit, job.units[unit.pk], attained.get(unit.pk), when.get(unit.pk)) for unit in units]
    lines.sort(key=lambda line: (-line.importance, line.unit.code))
    return Comparison(job, tuple(lines))


def picture(comparison: Comparison) -> str:
    """Bars of the student's level in each unit of the job, as one accessible SVG."""
    shown = comparison.lines[:MOST_IN_PICTURE]
    rows = [
        {"unit": line.unit.in_words, "level": line.level, "order": place} for place, line in enumerate(shown)
    ]
    spec = {
        "width": 220,
        "height": {"step": 30},
        "data": {"values": rows},
        "encoding": {
            "y": {"field": "unit", "type": "nominal", "sort": {"field": "order"}, "title": None},
            "x": {
                "field": "level",
                "type": "quantitative",
                "title": _("Level shown (0 = not judged or not achieved yet)"),
                "scale": {"domain": [0, FULL]},
                "axis": {"values": list(range(FULL + 1)), "format": "d"},
            },
        },
        "mark": {"type": "bar", "color": COLOURS[0], "height": 16},
    }
    words = {"attained": comparison.attained, "count": len(comparison.lines), "job": comparison.job.label}
    return inline(svg(spec), _("%(attained)s of %(count)s units of “%(job)s” are achieved.") % words)
