"""What a member may know of external programmes and of those who take part in them."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Count, IntegerField, OuterRef, Q, Subquery, Sum
from django.db.models.functions import Coalesce

from curriculum.querysets.student import OfStudentQuerySet
from curriculum.states import HOLDING, KNOWN_STAGES, ProgrammeStage, SeatState
from partners.states import SCHOOL_STAFF, STUDENT_STAFF, Role

if TYPE_CHECKING:
    from partners.models import Member

UNDER_WAY, ENDED = "UNDER_WAY", "ENDED"  # of programmes whose participants are selected
HOURS = models.DecimalField(max_digits=6, decimal_places=1)


def _known(member: Member, prefix: str = "") -> Q:
    """The school and the provider know drafts too, everybody else what students can apply to."""
    ours = Q(**{f"{prefix}consortium": member.consortium_id})
    if member.role in SCHOOL_STAFF:
        return ours & Q(**{f"{prefix}school": member.partner_id})
    known = Q(**{f"{prefix}state__in": KNOWN_STAGES})
    if member.role == Role.LECTURER:
        known |= Q(**{f"{prefix}provider": member.partner_id})
    return ours & known


class ExternalProgrammeQuerySet(models.QuerySet):
    def visible_to(self, member: Member) -> Self:
        return self.filter(_known(member)) if member.consortium_id else self.none()

    def with_hours(self) -> Self:
        """Adds `hours` of all sessions."""
        from curriculum.models import ProgrammeSession  # noqa: PLC0415 - models import this module

        sessions = ProgrammeSession.objects.filter(programme=OuterRef("pk")).order_by().values("programme")
        total = Subquery(sessions.annotate(all=Sum("hours")).values("all"), output_field=HOURS)
        return self.annotate(hours=Coalesce(total, 0, output_field=HOURS))

    def with_applications(self) -> Self:
        """Adds `applied` and `taken`, for those who may know every application."""
        from curriculum.models import ProgrammeApplication  # noqa: PLC0415 - models import this module

        rows = ProgrammeApplication.objects.filter(programme=OuterRef("pk")).exclude(
            state=SeatState.WITHDRAWN
        )
        return self.annotate(applied=_count(rows), taken=_count(rows.filter(state__in=HOLDING)))

    def for_pages(self) -> Self:
        return self.with_hours().select_related("provider", "school", "consortium", "approval")

    def standing(self, word: str, today: date) -> Self:
        """Those of which `ExternalProgramme.state_words` says this today."""
        selected = self.filter(state=ProgrammeStage.SELECTED)
        if word == UNDER_WAY:
            return selected.filter(starts_on__lte=today, ends_on__gte=today)
        if word == ENDED:
            return selected.filter(ends_on__lt=today)
        found = self.filter(state=word)
        return found.filter(starts_on__gt=today) if word == ProgrammeStage.SELECTED else found

    def open_now(self) -> Self:
        return self.filter(state=ProgrammeStage.OPEN)


def _count(rows: models.QuerySet) -> Coalesce:
    counted = rows.order_by().values("programme").annotate(all=Count("pk")).values("all")
    return Coalesce(Subquery(counted, output_field=IntegerField()), 0)


class OfProgrammeQuerySet(models.QuerySet):
    """Rows of a programme without names, known to those who know the programme."""

    def visible_to(self, member: Member) -> Self:
        return self.filter(_known(member, "programme__")) if member.consortium_id else self.none()


class AnswerQuerySet(models.QuerySet):
    """What somebody answered is read by nobody; the system counts it."""

    def visible_to(self, member: Member) -> Self:
        return self.none()


class ApplicationQuerySet(OfStudentQuerySet):
    """The school knows who applied, a student their own; the provider meets participants."""

    def with_certificate(self) -> Self:
        """Adds `certificate_id` where one was issued and stands."""
        from curriculum.models import ProgrammeCertificate  # noqa: PLC0415 - models import this module

        issued = ProgrammeCertificate.objects.filter(
            participant__application=OuterRef("pk"), withdrawn_at=None
        )
        return self.annotate(certificate_id=Subquery(issued.values("pk")[:1]))

    def in_order(self) -> Self:
        return self.order_by("place", "created_at", "pk")

    def waiting(self) -> Self:
        return self.filter(state=SeatState.WAITING).order_by("place", "pk")

    def holding(self) -> Self:
        return self.filter(state__in=HOLDING)


class ParticipantQuerySet(models.QuerySet):
    def visible_to(self, member: Member) -> Self:
        """The school's own, the provider those of its programmes, a student their own.

        Whether somebody has answered the survey is read by that student alone, and which student of
        the roster holds a seat not by the provider.
        """
        if member.role == Role.LECTURER:
            mine = self.filter(provider=member.partner_id, consortium=member.consortium_id)
            return mine.defer("student", "application", "has_answered")
        if member.role in STUDENT_STAFF:
            ours = self.filter(school=member.partner_id, consortium=member.consortium_id)
            return ours.defer("has_answered")
        if member.role == Role.STUDENT:
            return self.filter(student__user=member.user_id, consortium=member.consortium_id)
        return self.none()

    def active(self) -> Self:
        return self.filter(is_active=True)


class OfParticipantQuerySet(models.QuerySet):
    """Attendance, known to school and provider and to the student it is about."""

    def visible_to(self, member: Member) -> Self:
        if member.role == Role.LECTURER:
            mine = self.filter(
                provider=member.partner_id, session__programme__consortium=member.consortium_id
            )
            return mine.defer("student")
        if member.role in STUDENT_STAFF:
            return self.filter(school=member.partner_id, session__programme__consortium=member.consortium_id)
        if member.role == Role.STUDENT:
            return self.filter(student__user=member.user_id, student__consortium=member.consortium_id)
        return self.none()
