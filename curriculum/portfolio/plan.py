"""The plan of one student: the approved programme table, filled with the courses they took."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from consortium.rules.calendar import school_year
from curriculum.models import SEMESTERS, Enrolment, Participant, ProgrammeRow, ProgrammeTable, Student
from curriculum.portfolio.credits import Balance, Course, Standing, balance
from curriculum.programme.rulebook import Rulebook, rulebook_of
from curriculum.states import (
    AREA_OF,
    EARNED,
    EnrolmentState,
    ProgrammeStage,
    StudentState,
    SubjectKind,
    TableState,
)
from partners.models import Member

SECOND_HALF = 8  # August: the second semester's courses begin after the summer


@dataclass(frozen=True)
class Term:
    """One of the six semesters with its courses."""

    number: int
    is_now: bool
    courses: tuple[Course, ...]

    @property
    def grade(self) -> int:
        return (self.number + 1) // 2

    @property
    def half(self) -> int:
        return 2 - self.number % 2

    @property
    def earned(self) -> int:
        return sum(one.credits for one in self.courses if one.standing == Standing.EARNED)


@dataclass(frozen=True)
class StudentPlan:
    """Everything that the page about plan and credits shows."""

    student: Student
    table: ProgrammeTable | None
    terms: tuple[Term, ...]
    balance: Balance
    book: Rulebook

    @property
    def goes_on(self) -> bool:
        """Whether the student is at the school, so that what is planned will come."""
        return self.student.state == StudentState.ENROLLED

    @property
    def courses(self) -> list[Course]:
        return [course for term in self.terms for course in term.courses]


def semester_now(entry_year: int, today: date) -> int:
    """Which of the six semesters it is for those who entered in this year."""
    half = 2 if today.month >= SECOND_HALF or today.month < 3 else 1
    return 2 * (school_year(today) - entry_year) + half


def approved_table(student: Student, by: Member) -> ProgrammeTable | None:
    """The table that holds for the student's department and entry year."""
    return (
        ProgrammeTable.objects.visible_to(by)
        .filter(department=student.department_id, entry_year=student.entry_year, state=TableState.APPROVED)
        .order_by("-version")
        .first()
    )


def plan_of(student: Student, *, by: Member, today: date | None = None) -> StudentPlan:
    """The student's plan and credits, in a constant number of queries."""
    now = semester_now(student.entry_year, today or timezone.localdate())
    table = approved_table(student, by)
    courses = _courses(student, table, by, now) + _outside_the_school(student, by)
    book = rulebook_of(student.entry_year)
    terms = tuple(
        Term(number, number == now, tuple(one for one in courses if one.semester == number))
        for number in SEMESTERS
    )
    return StudentPlan(student, table, terms, balance(courses, book), book)


def _courses(student: Student, table: ProgrammeTable | None, by: Member, now: int) -> list[Course]:
    taken = {
        (_semester_of(one, student), one.offering.subject_id): one
        for one in Enrolment.objects.visible_to(by)
        .filter(student=student)
        .exclude(state=EnrolmentState.WITHDRAWN)
        .select_related("offering__subject")
        .prefetch_related("recoveries")
        .order_by("pk")
    }
    rows = ProgrammeRow.objects.visible_to(by).filter(table=table).select_related("subject") if table else ()
    courses = []
    for row in rows:
        for semester, credits in zip(SEMESTERS, row.by_semester, strict=True):
            if not credits:
                continue
            one = taken.pop((semester, row.subject_id), None)
            courses.append(
                Course(
                    semester,
                    str(row.subject),
                    AREA_OF[SubjectKind(row.subject.kind)],
                    one.offering.credits if one else credits,
                    _standing(one, semester, now),
                    row.is_required,
                    row.choice_group,
                    one,
                    official=row.subject.name,
                )
            )
    courses = _without_what_was_not_chosen(courses)
    return courses + [_outside_the_table(one, semester) for (semester, _), one in taken.items()]


def _without_what_was_not_chosen(courses: list[Course]) -> list[Course]:
    """Of a choice group that the student has chosen in, only what was chosen."""
    chosen = {(one.semester, one.choice) for one in courses if one.choice and one.enrolment}
    return [
        one for one in courses if one.enrolment or not one.choice or (one.semester, one.choice) not in chosen
    ]


def _outside_the_table(enrolment: Enrolment, semester: int) -> Course:
    """A course that the student took and the table does not have."""
    subject = enrolment.offering.subject
    return Course(
        semester,
        str(subject),
        AREA_OF[SubjectKind(subject.kind)],
        enrolment.offering.credits,
        _standing(enrolment, semester, semester),
        enrolment=enrolment,
        official=subject.name,
    )


def _outside_the_school(student: Student, by: Member) -> list[Course]:
    """Programmes with credit, which an earlier approval gave them; a withdrawn certificate brings none."""
    seats = (
        Participant.objects.visible_to(by)
        .filter(student=student, is_active=True, programme__credits__gt=0)
        .filter(programme__state__in=(ProgrammeStage.SELECTED, ProgrammeStage.FINISHED))
        .exclude(has_completed=False)
        .exclude(certificate__withdrawn_at__isnull=False)
        .select_related("programme__consortium")
        .order_by("programme__starts_on", "pk")
    )
    return [
        Course(
            semester_now(student.entry_year, one.programme.ends_on),
            str(one.programme),
            None,
            one.programme.credits,
            Standing.EARNED if one.has_completed else Standing.UNDER_WAY,
            url=one.programme.get_absolute_url(),
        )
        for one in seats
    ]


def _semester_of(enrolment: Enrolment, student: Student) -> int:
    offering = enrolment.offering
    return 2 * (offering.year - student.entry_year) + offering.semester


def _standing(enrolment: Enrolment | None, semester: int, now: int) -> Standing:
    if enrolment is None:
        return Standing.PLANNED if semester >= now else Standing.MISSED
    if enrolment.state in EARNED:
        return Standing.EARNED
    return Standing.LOST if enrolment.state == EnrolmentState.NOT_COMPLETED else Standing.UNDER_WAY
