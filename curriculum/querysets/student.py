"""What a member may know of students and the records about them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Count, OuterRef, Subquery
from django.db.models.functions import Coalesce

from consortium import hangul
from curriculum.states import AttendanceBand, StudentState
from partners.states import STUDENT_STAFF, Role

if TYPE_CHECKING:
    from partners.models import Member


class StudentQuerySet(models.QuerySet):
    def visible_to(self, member: Member) -> Self:
        """School staff know their school's students, a student knows their own row.

        Companies meet students as candidates (`placements`), never here.
        """
        if member.role in STUDENT_STAFF:
            return self.filter(school=member.partner_id, consortium=member.consortium_id)
        if member.role == Role.STUDENT:
            return self.filter(user=member.user_id, consortium=member.consortium_id)
        return self.none()

    def enrolled(self) -> Self:
        return self.filter(state=StudentState.ENROLLED)

    def matching(self, words: str) -> Self:
        """Students whose name, initial consonants or student number (301 = grade 3, class 01) begin so."""
        words = hangul.typed(hangul.searched(words))
        if words.isascii() and words.isdigit():
            return self._numbered(words)
        return self.filter(
            name__begins=hangul.leading_syllables(words), name_initials__begins=hangul.initials(words)
        )

    def _numbered(self, digits: str) -> Self:
        parts = {"grade": digits[:1], "class_no": digits[1:3], "number": digits[3:5]}
        if len(digits) > 5 or len(digits) in (2, 4):  # half a class or number means all that begin with it
            return self.none() if len(digits) > 5 else self._in_tens(digits)
        return self.filter(**{name: int(value) for name, value in parts.items() if value})

    def _in_tens(self, digits: str) -> Self:
        tens = int(digits[-1]) * 10
        field = "class_no" if len(digits) == 2 else "number"
        return self._numbered(digits[:-1]).filter(**{f"{field}__range": (tens, tens + 9)})

    def in_attendance_band(self, band: str) -> Self:
        """Students in a band of attendance, as `Student.attendance_band` names it."""
        match band:
            case AttendanceBand.HIGH:
                return self.filter(attendance_rate__gte=95)
            case AttendanceBand.MIDDLE:
                return self.filter(attendance_rate__gte=85, attendance_rate__lt=95)
            case AttendanceBand.LOW:
                return self.filter(attendance_rate__lt=85)
        return self.filter(attendance_rate=None)

    def with_units_attained(self) -> Self:
        """Adds `units_attained`, counted only for the rows that are shown."""
        from curriculum.models import Attainment  # noqa: PLC0415 - models import this module

        counted = (Attainment.objects.filter(student=OuterRef("pk")).order_by().values("student")).annotate(
            count=Count("pk")
        )
        return self.annotate(units_attained=Coalesce(Subquery(counted.values("count")), 0))

    def without_attainment(self) -> Self:
        """Students for whom no competency unit is recorded yet."""
        from curriculum.models import Attainment  # noqa: PLC0415 - models import this module

        return self.filter(~models.Exists(Attainment.objects.filter(student=OuterRef("pk"))))


class OfStudentQuerySet(models.QuerySet):
    """Rows about a student (contact, certificate, attainment), known to those who know the student."""

    def visible_to(self, member: Member) -> Self:
        if member.role in STUDENT_STAFF:
            return self.filter(school=member.partner_id)
        if member.role == Role.STUDENT:
            return self.filter(student__user=member.user_id, student__consortium=member.consortium_id)
        return self.none()
