"""What a member may know of reports: the ones they asked for themselves."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Q
from django.utils import timezone

from consortium.reports.states import UNFINISHED, JobState

if TYPE_CHECKING:
    from consortium.shell.people import Member


class JobQuerySet(models.QuerySet):
    def visible_to(self, member: Member) -> Self:
        """A report belongs to the membership that asked for it, and ends with it."""
        return self.filter(member=member.pk)

    def with_files(self) -> Self:
        return self.prefetch_related("files")

    def unfinished(self) -> Self:
        return self.filter(state__in=UNFINISHED)

    def claimable(self) -> Self:
        """Waiting, or left behind by a worker whose lease ran out."""
        abandoned = Q(state=JobState.RUNNING, lease_until__lt=timezone.now())
        return self.filter(Q(state=JobState.QUEUED) | abandoned)

    def of_valid_members(self) -> Self:
        """Asked for by people whose log-in and membership still hold today."""
        today = timezone.localdate()
        return self.filter(
            Q(member__valid_until=None) | Q(member__valid_until__gte=today),
            member__valid_from__lte=today,
            member__ended_at=None,
            member__user__is_active=True,
        )


class OfJobQuerySet(models.QuerySet):
    """Files, known to whoever asked for the report."""

    def visible_to(self, member: Member) -> Self:
        return self.filter(job__member=member.pk)

    def to_be_destroyed(self) -> Self:
        return self.filter(destroyed_at=None, expires_at__lte=timezone.now())


class LinkQuerySet(models.QuerySet):
    def visible_to(self, member: Member) -> Self:
        """A link is for the person who made it, in the membership that owns the file."""
        return self.filter(user=member.user_id, file__job__member=member.pk)

    def usable(self) -> Self:
        return self.filter(used_at=None, expires_at__gt=timezone.now())


class NobodysQuerySet(models.QuerySet):
    """Rows that only the system reads."""

    def visible_to(self, member: Member) -> Self:
        return self.none()
