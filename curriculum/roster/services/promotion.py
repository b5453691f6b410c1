"""A whole school year moves up: two grades by one, the third graduates, all or nobody."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F, Max, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from consortium.rules.calendar import FIRST_MONTH, first_day_of
from consortium.workflow import StateConflict
from curriculum.models import Student
from curriculum.models.student import present_school_year
from curriculum.roster import policies
from curriculum.roster.services.students import changed_by
from curriculum.states import StudentState
from partners.models import Member

LAST_GRADE = 3


@dataclass
class Plan:
    """What would become of everybody who still sits in an earlier school year; `seal` says who they were."""

    school_year: int
    by_grade: dict[int, int] = field(default_factory=dict)
    on_leave: int = 0
    repeating: list[Student] = field(default_factory=list)
    taken: list[Student] = field(default_factory=list)
    seal: str = ""

    @property
    def moving(self) -> int:
        return sum(self.by_grade.values())


def year_to_move_into() -> int:
    """The present school year; in January and February the one that begins in March."""
    today = timezone.localdate()
    return present_school_year() + (1 if today.month < FIRST_MONTH else 0)


def plan_promotion(*, by: Member, repeating: Iterable[str] = ()) -> Plan:
    """What the step would do now; `repeating` are the numbers (30115) of those who stay in their grade."""
    policies.decides_on_the_register(by).require()
    return _plan(list(_waiting(by)), by, set(repeating))


@transaction.atomic
def promote_year(*, by: Member, repeating: Iterable[str], graduated_on: date, seal: str) -> Plan:
    """Carry out what the plan of this seal showed; a second time finds nobody and changes nothing."""
    policies.decides_on_the_register(by).require()
    students = list(_waiting(by).select_for_update(of=("self",)))
    plan = _plan(students, by, set(repeating))
    if not students:
        return plan
    if plan.seal != seal:
        raise StateConflict(students[0], _("The roster has changed since you looked. Check the plan again."))
    if plan.taken:
        raise ValidationError(_("Some seats of the new year are taken. Correct them first."))
    _refuse_other_days(plan, graduated_on)
    stays = {student.pk for student in plan.repeating}
    leaving = [one.pk for one in students if one.grade == LAST_GRADE and one.pk not in stays]
    rising = [one.pk for one in students if one.grade < LAST_GRADE and one.pk not in stays]
    ours, now = Student.objects.visible_to(by), timezone.now()
    year = _("School year %(year)s") % {"year": plan.school_year}
    with changed_by(by, step="student.graduated", reason=year):
        ours.filter(pk__in=leaving).update(
            state=StudentState.GRADUATED, state_since=graduated_on, updated_at=now
        )
    with changed_by(by, step="student.promoted", reason=year):
        ours.filter(pk__in=rising).update(grade=F("grade") + 1, school_year=plan.school_year, updated_at=now)
    with changed_by(by, step="student.repeats", reason=year):
        for student in plan.repeating:
            _stay(student, plan.school_year, by)
    return plan


def _waiting(by: Member) -> QuerySet:
    """Enrolled students whose seat is of an earlier year than the one to move into."""
    enrolled = Student.objects.visible_to(by).enrolled().filter(school_year__lt=year_to_move_into())
    return enrolled.order_by("grade", "class_no", "number", "pk")


def _plan(students: list[Student], by: Member, repeating: set[str]) -> Plan:
    plan = Plan(year_to_move_into())
    plan.on_leave = (
        Student.objects.visible_to(by)
        .filter(state=StudentState.ON_LEAVE, school_year__lt=plan.school_year)
        .count()
    )
    unknown = repeating - {student.student_number for student in students}
    if unknown:
        raise ValidationError(
            {
                "repeating": _("Nobody waits with this number: %(numbers)s.")
                % {"numbers": ", ".join(sorted(unknown))}
            }
        )
    seats = {}
    for student in students:
        if student.student_number in repeating:
            plan.repeating.append(student)
            continue
        plan.by_grade[student.grade] = plan.by_grade.get(student.grade, 0) + 1
        if student.grade < LAST_GRADE:
            seats[student.grade + 1, student.class_no, student.number] = student
    there = Student.objects.visible_to(by).enrolled().filter(school_year=plan.school_year)
    taken = set(there.values_list("grade", "class_no", "number"))
    plan.taken = [student for seat, student in seats.items() if seat in taken]
    plan.seal = _seal(students, plan.school_year)
    return plan


def _seal(students: list[Student], school_year: int) -> str:
    """Who was to move, as they were."""
    seen = "|".join(f"{one.pk} {one.updated_at.isoformat()}" for one in students)
    return hashlib.sha256(f"{school_year}|{seen}".encode()).hexdigest()


def _stay(student: Student, school_year: int, by: Member) -> None:
    """The same grade and class in the new year; the number is the next one that is free."""
    there = (
        Student.objects.visible_to(by)
        .enrolled()
        .filter(school_year=school_year, grade=student.grade, class_no=student.class_no)
    )
    if there.filter(number=student.number).exists():
        student.number = there.aggregate(last=Max("number"))["last"] + 1
    student.school_year = school_year
    student.save(update_fields=["school_year", "number", "updated_at"])


def _refuse_other_days(plan: Plan, graduated_on: date) -> None:
    """A graduation lies in the school year that ends."""
    first, last = first_day_of(plan.school_year - 1), first_day_of(plan.school_year)
    if plan.by_grade.get(LAST_GRADE) and not first <= graduated_on <= last:
        raise ValidationError({"graduated_on": _("A graduation lies in the school year that ends.")})
    if graduated_on > timezone.localdate():
        raise ValidationError({"graduated_on": _("This date lies in the future.")})
