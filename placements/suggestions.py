"""Whom the school might ask for consent, because a vacancy needs what they can do."""

from django.db.models import Count, Q
from django.utils import timezone

from consortium.rules.checks import grades_put_forward
from curriculum.models import Student
from curriculum.states import StudentState
from partners.models import Member
from placements.models import Consent, Vacancy

SHOWN = 8


def suggested_students(vacancy: Vacancy, *, by: Member) -> list[Student]:
    """Enrolled students of a grade that goes forward, with most of the units and no consent yet."""
    asked = Consent.objects.not_ended().filter(recipient=vacancy.company_id).values("student")
    students = Student.objects.visible_to(by).filter(
        state=StudentState.ENROLLED, grade__in=grades_put_forward(timezone.localdate())
    )
    students = students.exclude(pk__in=asked)
    fitting = Count("attainments", filter=Q(attainments__unit__demands__vacancy=vacancy.pk), distinct=True)
    rows = students.annotate(fitting=fitting).filter(fitting__gt=0).select_related("department")
    return list(rows.order_by("-fitting", "grade", "class_no", "number", "pk")[:SHOWN])
