"""What a member may know of offerings, enrolments and judgements."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import F, Q, Sum
from django.db.models.functions import Coalesce

from curriculum.querysets.student import OfStudentQuerySet
from curriculum.states import TOOK_PART, EnrolmentState, Outcome
from partners.states import SCHOOL_STAFF, Role

if TYPE_CHECKING:
    from partners.models import Member

TEACHERS_FROM_OUTSIDE = (Role.LECTURER, Role.TRAINER)


def _taught_by(member: Member) -> models.QuerySet:
    """The offerings that this member teaches."""
    from curriculum.models import Instructor  # noqa: PLC0415 - models import this module

    return Instructor.objects.filter(member=member.pk).order_by().values("offering")


def _taken_by(member: Member) -> models.QuerySet:
    """The offerings in which the student behind this membership takes part."""
    from curriculum.models import Enrolment  # noqa: PLC0415 - models import this module

    mine = Enrolment.objects.filter(student__user=member.user_id, student__consortium=member.consortium_id)
    return mine.order_by().values("offering")


def _known_offerings(member: Member, prefix: str = "") -> Q:
    """Offerings (or rows about one, by `prefix`) that this member may know."""
    if member.role in SCHOOL_STAFF:
        return Q(**{f"{prefix}school": member.partner_id, f"{prefix}consortium": member.consortium_id})
    key = f"{prefix}in" if prefix else "pk__in"
    if member.role in TEACHERS_FROM_OUTSIDE:
        return Q(**{key: _taught_by(member)})
    if member.role == Role.STUDENT:
        return Q(**{key: _taken_by(member)})
    return Q(pk__in=[])


class OfferingQuerySet(models.QuerySet):
    def visible_to(self, member: Member) -> Self:
        """The school's staff know all, an instructor from outside their own, a student those they take."""
        return self.filter(_known_offerings(member))

    def taught_by(self, member: Member) -> Self:
        """Offerings among whose instructors this member is."""
        return self.filter(pk__in=_taught_by(member))


class InstructorQuerySet(models.QuerySet):
    def visible_to(self, member: Member) -> Self:
        """Known to those who know the offering; who teaches from outside sees their own line."""
        if member.role in TEACHERS_FROM_OUTSIDE:
            return self.filter(member=member.pk)
        return self.filter(_known_offerings(member, "offering__"))


class OfOfferingQuerySet(models.QuerySet):
    """Sessions, known to those who know the offering."""

    def visible_to(self, member: Member) -> Self:
        return self.filter(_known_offerings(member, "offering__"))


class EnrolmentQuerySet(OfStudentQuerySet):
    def visible_to(self, member: Member) -> Self:
        """As the student is known; who teaches from outside knows the roster of their own offerings."""
        if member.role in TEACHERS_FROM_OUTSIDE:
            return self.filter(offering__in=_taught_by(member)).exclude(state=EnrolmentState.WITHDRAWN)
        return super().visible_to(member)

    def with_hours(self) -> Self:
        """Adds `held` and `attended`: as settled, else of the sessions entered and of those taken part in."""
        hours = Sum("attendances__session__hours")
        part = Sum("attendances__session__hours", filter=Q(attendances__presence__in=TOOK_PART))
        return self.annotate(
            held=Coalesce(F("held_hours"), hours, 0), attended=Coalesce(F("attended_hours"), part, 0)
        )


class AttendanceQuerySet(OfStudentQuerySet):
    def visible_to(self, member: Member) -> Self:
        if member.role in TEACHERS_FROM_OUTSIDE:
            return self.filter(enrolment__offering__in=_taught_by(member))
        return super().visible_to(member)


class JudgementQuerySet(OfStudentQuerySet):
    def visible_to(self, member: Member) -> Self:
        """As the student is known; who teaches from outside knows what was judged in their own offerings."""
        if member.role in TEACHERS_FROM_OUTSIDE:
            return self.filter(offering__in=_taught_by(member))
        return super().visible_to(member)

    def standing(self) -> Self:
        """Judgements that no correction stands in place of, and that say something."""
        return self.filter(corrected_by=None).exclude(outcome=Outcome.TAKEN_BACK)


class QualificationQuerySet(models.QuerySet):
    """Course-based qualifications, which everybody in the consortium may know."""

    def visible_to(self, member: Member) -> Self:
        return self.filter(consortium=member.consortium_id) if member.consortium_id else self.none()


class OfQualificationQuerySet(models.QuerySet):
    """Units of a qualification, known to those who know the qualification."""

    def visible_to(self, member: Member) -> Self:
        return (
            self.filter(qualification__consortium=member.consortium_id)
            if member.consortium_id
            else self.none()
        )
