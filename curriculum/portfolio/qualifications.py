"""How far a student has come on the way to a course-based qualification."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from django.utils import timezone

from consortium.rules.checks import rule_on
from consortium.rules.models import Rule
from curriculum.models import (
    Attainment,
    Enrolment,
    QualificationStudent,
    QualificationUnit,
    Student,
    SubjectUnit,
)
from curriculum.states import EnrolmentState
from curriculum.terms import TIMES_A_CREDIT
from partners.models import Member


@dataclass(frozen=True)
class UnitProgress:
    """One unit of the qualification: hours it takes, hours that this student was taught, and the result."""

    unit: QualificationUnit
    hours: float
    attained: Attainment | None
    share: float = 1.0

    @property
    def is_done(self) -> bool:
        return self.attained is not None and self.hours >= self.unit.hours * self.share


@dataclass(frozen=True)
class Progress:
    """All units of one qualification for one student."""

    row: QualificationStudent
    units: tuple[UnitProgress, ...]
    rule: Rule
    cite: str

    @property
    def hours(self) -> float:
        return round(sum(one.hours for one in self.units), 1)

    @property
    def needed(self) -> int:
        """Hours that must be attended: the rule's share of the hours of education."""
        part, whole = self.rule.value("share")
        return -(-self.row.qualification.hours * part // whole)

    @property
    def units_missing(self) -> list[UnitProgress]:
        return [one for one in self.units if one.unit.is_required and not one.is_done]

    @property
    def is_complete(self) -> bool:
        return not self.units_missing and self.hours >= self.needed


def hours_attended(unit_hours: int, attended: int, course_hours: int) -> float:
    """Of a unit's hours in a course, the share that the student attended; never more than all of them."""
    if not course_hours:
        return 0.0
    return round(unit_hours * min(attended / course_hours, 1.0), 1)


def progress_of(student: Student, *, by: Member) -> list[Progress]:
    """The student's qualifications, in a constant number of queries."""
    rows = list(
        QualificationStudent.objects.visible_to(by).filter(student=student).select_related("qualification")
    )
    if not rows:
        return []
    today = timezone.localdate()
    rule = rule_on("course-qualification-attendance", today)
    part, whole = rule.value("share")
    units = defaultdict(list)
    asked = QualificationUnit.objects.visible_to(by).filter(
        qualification__in=[row.qualification_id for row in rows]
    )
    for one in asked.select_related("unit").prefetch_related("unit__elements").order_by("unit__code"):
        units[one.qualification_id].append(one)
    attained = {row.unit_id: row for row in Attainment.objects.visible_to(by).filter(student=student)}
    hours = _hours_by_unit(student, by)
    return [
        Progress(
            row,
            tuple(
                UnitProgress(
                    one,
                    min(hours[one.unit_id], float(one.hours)),
                    attained.get(one.unit_id),
                    part / whole,
                )
                for one in units[row.qualification_id]
            ),
            rule,
            rule.cite(today),
        )
        for row in rows
    ]


def _hours_by_unit(student: Student, by: Member) -> dict[int, float]:
    """Hours of each unit that the student was taught in the courses they took."""
    taken = (
        Enrolment.objects.visible_to(by)
        .filter(student=student)
        .exclude(state=EnrolmentState.WITHDRAWN)
        .with_hours()
        .values_list("offering__subject", "offering__credits", "attended")
    )
    courses = defaultdict(list)
    for subject, credits, attended in taken:
        courses[subject].append((credits * TIMES_A_CREDIT, attended))
    found: dict[int, float] = defaultdict(float)
    taught = SubjectUnit.objects.visible_to(by).filter(subject__in=list(courses), hours__isnull=False)
    for subject, unit, hours in taught.values_list("subject", "unit", "hours"):
        length = sum(whole for whole, _attended in courses[subject])
        there = sum(attended for _whole, attended in courses[subject])
        found[unit] += hours_attended(hours, there, length)
    return found
