"""What a member may know of courses, their versions and contributions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import IntegerField, OuterRef, Q, Subquery, Sum
from django.db.models.functions import Coalesce

from curriculum.states import (
    PUBLISHED_COURSES,
    UNDER_WAY_COURSES,
    ContributionState,
    CourseState,
)
from partners.states import OFFICIALS, SCHOOL_STAFF, Role

if TYPE_CHECKING:
    from partners.models import Member

READERS_ONLY = OFFICIALS | {Role.STUDENT}


def _known(member: Member, prefix: str = "") -> Q:
    """School staff know every version, a partner its own and those asked about, all what is approved."""
    ours = Q(**{f"{prefix}consortium": member.consortium_id})
    if member.role in SCHOOL_STAFF:
        return ours & Q(**{f"{prefix}school": member.partner_id})
    published = Q(**{f"{prefix}state__in": PUBLISHED_COURSES})
    if member.role in READERS_ONLY:
        return ours & published
    from curriculum.models import CoursePartner  # noqa: PLC0415 - models import this module

    asked = CoursePartner.objects.filter(partner=member.partner_id, consortium=member.consortium_id)
    return ours & (
        published
        | Q(**{f"{prefix}proposer": member.partner_id})
        | Q(**{f"{prefix}pk__in": asked.values("version")})
    )


class CourseQuerySet(models.QuerySet):
    def visible_to(self, member: Member) -> Self:
        """Whoever knows one of its versions, and the partner that proposed it."""
        if member.consortium_id is None:
            return self.none()
        from curriculum.models import CourseVersion  # noqa: PLC0415 - models import this module

        known = CourseVersion.objects.visible_to(member).values("course")
        proposed = Q() if member.role in SCHOOL_STAFF | READERS_ONLY else Q(proposer=member.partner_id)
        versions = Q(pk__in=known)
        return self.filter(consortium=member.consortium_id).filter(
            versions | proposed if proposed else versions
        )


class CourseVersionQuerySet(models.QuerySet):
    def visible_to(self, member: Member) -> Self:
        return self.filter(_known(member)) if member.consortium_id else self.none()

    def published(self) -> Self:
        return self.filter(state__in=PUBLISHED_COURSES)

    def under_way(self) -> Self:
        return self.filter(state__in=UNDER_WAY_COURSES)

    def newest(self) -> Self:
        """Of each course the version that a list shows: the highest that the reader may know."""
        later = self.filter(course=OuterRef("course")).order_by("-number").values("pk")[:1]
        return self.filter(pk=Subquery(later))

    def with_hours(self) -> Self:
        """Adds `hours` of teaching."""
        from curriculum.models import CourseSection  # noqa: PLC0415 - models import this module

        sections = CourseSection.objects.filter(version=OuterRef("pk")).order_by().values("version")
        total = Subquery(sections.annotate(all=Sum("hours")).values("all"), output_field=IntegerField())
        return self.annotate(hours=Coalesce(total, 0))

    def for_pages(self) -> Self:
        return self.with_hours().select_related("course__subject", "proposer", "consortium", "school")


class OfVersionQuerySet(models.QuerySet):
    """Rows of a version, known to those who know the version."""

    def visible_to(self, member: Member) -> Self:
        return self.filter(_known(member, "version__")) if member.consortium_id else self.none()


class CoursePartnerQuerySet(models.QuerySet):
    def visible_to(self, member: Member) -> Self:
        """The school knows whom it asked, a partner itself; of approved versions everybody all."""
        if member.consortium_id is None:
            return self.none()
        ours = self.filter(consortium=member.consortium_id)
        if member.role in SCHOOL_STAFF:
            return ours.filter(school=member.partner_id)
        own = Q() if member.role in READERS_ONLY else Q(partner=member.partner_id)
        return ours.filter(Q(is_published=True) | own if own else Q(is_published=True))

    def unanswered(self) -> Self:
        """Asked, and neither contributed nor said that there is nothing to add."""
        from curriculum.models import CourseContribution  # noqa: PLC0415 - models import this module

        given = CourseContribution.objects.filter(version=OuterRef("version"), partner=OuterRef("partner"))
        return self.filter(version__state=CourseState.OPEN, nothing_to_add_at=None).filter(
            ~models.Exists(given)
        )

    def contributing(self) -> Self:
        return self.filter(accepted_count__gt=0)


class ContributionQuerySet(models.QuerySet):
    def visible_to(self, member: Member) -> Self:
        """The school and the partner that contributed."""
        if member.consortium_id is None or member.role in READERS_ONLY:
            return self.none()
        ours = self.filter(consortium=member.consortium_id)
        if member.role in SCHOOL_STAFF:
            return ours.filter(school=member.partner_id)
        return ours.filter(partner=member.partner_id)

    def waiting(self) -> Self:
        return self.filter(state=ContributionState.OFFERED)
