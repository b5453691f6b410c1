"""What a member may know of departments."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Count, OuterRef, Subquery
from django.db.models.functions import Coalesce

from curriculum.states import StudentState

if TYPE_CHECKING:
    from partners.models import Member


class DepartmentQuerySet(models.QuerySet):
    """Departments, which every member of the consortium may know."""

    def visible_to(self, member: Member) -> Self:
        return self.filter(consortium=member.consortium_id) if member.consortium_id else self.none()

    def taking_students(self) -> Self:
        """Departments that are open to students who join."""
        return self.filter(closed_on=None)

    def with_students(self) -> Self:
        """Adds `students_enrolled`, counted only for the rows that are shown."""
        from curriculum.models import Student  # noqa: PLC0415 - models import this module

        here = Student.objects.filter(department=OuterRef("pk"), state=StudentState.ENROLLED).order_by()
        counted = here.values("department").annotate(count=Count("pk")).values("count")
        return self.annotate(students_enrolled=Coalesce(Subquery(counted), 0))
