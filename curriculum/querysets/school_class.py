"""What a member may know of classes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Count, OuterRef, Subquery
from django.db.models.functions import Coalesce

from curriculum.states import StudentState
from partners.states import SCHOOL_STAFF

if TYPE_CHECKING:
    from partners.models import Member


class SchoolClassQuerySet(models.QuerySet):
    """Classes and their homeroom teachers, known to the staff of the school."""

    def visible_to(self, member: Member) -> Self:
        if member.role in SCHOOL_STAFF:
            return self.filter(school=member.partner_id, consortium=member.consortium_id)
        return self.none()

    def led_by(self, member: Member) -> Self:
        """Classes of which this member is the homeroom teacher."""
        return self.filter(homeroom=member.pk)

    def with_students(self) -> Self:
        """Adds `students_enrolled`, counted only for the rows that are shown."""
        from curriculum.models import Student  # noqa: PLC0415 - models import this module

        here = Student.objects.filter(
            school=OuterRef("school"),
            school_year=OuterRef("school_year"),
            grade=OuterRef("grade"),
            class_no=OuterRef("class_no"),
            state=StudentState.ENROLLED,
        ).order_by()
        counted = here.values("school").annotate(count=Count("pk")).values("count")
        return self.annotate(students_enrolled=Coalesce(Subquery(counted), 0))
