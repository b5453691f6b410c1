"""What a member may know of job analyses and surveys."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Q
from django.utils import timezone

from curriculum.states import AnalysisState, SurveyState
from partners.states import COMPANY_STAFF, SCHOOL_STAFF

if TYPE_CHECKING:
    from partners.models import Member


def _known(member: Member, prefix: str = "") -> Q:
    """The school's and the company's own in every state; the consortium's when they are agreed."""
    ours = Q(**{f"{prefix}consortium": member.consortium_id})
    agreed = Q(**{f"{prefix}state__in": [AnalysisState.AGREED, AnalysisState.RETIRED]})
    if member.role in SCHOOL_STAFF:
        return ours & (agreed | Q(**{f"{prefix}school": member.partner_id}))
    if member.role in COMPANY_STAFF:
        return ours & (agreed | Q(**{f"{prefix}company": member.partner_id}))
    return ours & agreed


class OfAnalysisQuerySet(models.QuerySet):
    """Parts of a job analysis, known to those who know it."""

    analysis = "analysis__"

    def visible_to(self, member: Member) -> Self:
        if member.consortium_id is None:
            return self.none()
        return self.filter(_known(member, self.analysis))


class JobAnalysisQuerySet(OfAnalysisQuerySet):
    analysis = ""

    def agreed(self) -> Self:
        """Those that count: agreed with the company and not retired."""
        return self.filter(state=AnalysisState.AGREED)


class OfDutyQuerySet(OfAnalysisQuerySet):
    analysis = "duty__analysis__"


class OfTaskQuerySet(OfAnalysisQuerySet):
    analysis = "task__duty__analysis__"


def _asked(member: Member, prefix: str = "") -> Q:
    ours = Q(**{f"{prefix}consortium": member.consortium_id})
    if member.role in SCHOOL_STAFF:
        return ours & Q(**{f"{prefix}school": member.partner_id})
    if member.role in COMPANY_STAFF:
        return ours & Q(**{f"{prefix}company": member.partner_id})
    return Q(pk__in=[])


class OfSurveyQuerySet(models.QuerySet):
    """Answers, known to the school that asked and the company that answered."""

    survey = "survey__"

    def visible_to(self, member: Member) -> Self:
        if member.consortium_id is None:
            return self.none()
        return self.filter(_asked(member, self.survey))


class SurveyQuerySet(OfSurveyQuerySet):
    survey = ""

    def unanswered(self) -> Self:
        """Those that wait for an answer which may still be given."""
        return self.filter(state=SurveyState.OPEN, closes_on__gte=timezone.localdate())


class KeptBySchoolQuerySet(models.QuerySet):
    """Personal details and delivery, for the school that asks only."""

    def visible_to(self, member: Member) -> Self:
        if member.role not in SCHOOL_STAFF:
            return self.none()
        return self.filter(survey__consortium=member.consortium_id, survey__school=member.partner_id)


class SurveyLinkQuerySet(KeptBySchoolQuerySet):
    def standing(self) -> Self:
        """Neither replaced nor expired."""
        return self.filter(revoked_at=None, expires_at__gt=timezone.now())

    def waiting(self) -> Self:
        """Due to be mailed and in nobody's hands."""
        now = timezone.now()
        return self.filter(sent_at=None, given_up_at=None, revoked_at=None, due_at__lte=now).filter(
            Q(lease_until=None) | Q(lease_until__lt=now)
        )
