"""Who is told of courses; letters name the course, never a student: mail leaves the house."""

from __future__ import annotations

from collections.abc import Iterable

from django.urls import reverse

from consortium.notifications.services import notify
from curriculum.models import Enrolment, Instructor, Offering, Student
from partners.models import Member


def tell_instructor(event: str, instructor: Instructor, *, by: Member) -> None:
    """Somebody was named to teach a course; whoever named themselves need not be told."""
    member = instructor.member
    if member is None or member.pk == by.pk:
        return
    offering = instructor.offering
    notify(
        f"curriculum/{event}",
        to=[member.user_id],
        context=_words(offering),
        url=offering.get_absolute_url(),
        consortium_id=offering.consortium_id,
        key=str(instructor.pk),
    )


def tell_of_results(offering: Offering, enrolments: Iterable[Enrolment]) -> None:
    """The results of a course stand: those who took part find them on their own page."""
    rows = list(enrolments)
    day = max((f"{row.decided_on:%Y%m%d}" for row in rows), default="")
    _tell("results_settled", offering, [row.student_id for row in rows], key=f"{offering.pk}-{day}")


def tell_student(event: str, enrolment: Enrolment, *, key: str) -> None:
    """Something about one student's course was agreed or decided."""
    _tell(event, enrolment.offering, [enrolment.student_id], key=key)


def _tell(event: str, offering: Offering, students: list[int], *, key: str) -> None:
    logins = Student.objects.filter(pk__in=students, user__isnull=False).order_by()
    notify(
        f"curriculum/{event}",
        to=logins.values_list("user", flat=True),
        context=_words(offering),
        url=reverse("curriculum:my_plan", args=[offering.consortium.slug]),
        consortium_id=offering.consortium_id,
        key=key,
    )


def _words(offering: Offering) -> dict[str, str | int]:
    return {
        "course": f"{offering.subject.name} {offering.section}".strip(),
        "semester": offering.semester,
        "year": offering.year,
    }
