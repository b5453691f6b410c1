"""What a member may know of imports: the ones they started themselves."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import F, Q, Sum
from django.utils import timezone

from consortium.imports.states import AT_WORK, TO_BE_APPLIED, Outcome

if TYPE_CHECKING:
    from consortium.shell.people import Member


class ImportQuerySet(models.QuerySet):
    def visible_to(self, member: Member) -> Self:
        """An import belongs to the membership that started it, and ends with it."""
        return self.filter(member=member.pk)

    def unfinished(self) -> Self:
        return self.filter(state__in=AT_WORK)

    def claimable(self) -> Self:
        """There is work to do and nobody is at it, or whoever was has been silent for too long."""
        free = Q(lease_until=None) | Q(lease_until__lt=timezone.now())
        return self.filter(free, state__in=AT_WORK)

    def of_valid_members(self) -> Self:
        """Started by people whose log-in and membership still hold today."""
        today = timezone.localdate()
        return self.filter(
            Q(member__valid_until=None) | Q(member__valid_until__gte=today),
            member__valid_from__lte=today,
            member__ended_at=None,
            member__user__is_active=True,
        )

    def to_be_destroyed(self) -> Self:
        """Kept long enough; what is still being taken over is finished first."""
        return self.filter(destroyed_at=None, expires_at__lte=timezone.now()).exclude(state="APPLYING")


class RowQuerySet(models.QuerySet):
    def visible_to(self, member: Member) -> Self:
        """The rows of the member's own imports."""
        return self.filter(imported__member=member.pk)

    def counted(self, column: str) -> dict[str, int]:
        """How many rows of the file by outcome or by result."""
        rows = Sum(F("until") - F("number") + 1)
        found = self.exclude(**{column: ""}).order_by().values_list(column).annotate(rows=rows)
        return dict(found)

    def to_be_applied(self) -> Self:
        """Confirmed, and not yet decided."""
        return self.filter(outcome__in=TO_BE_APPLIED, result="")

    def given_back(self) -> Self:
        """Rows that the person should correct."""
        return self.filter(Q(outcome=Outcome.ERROR) | Q(result__in=["MOVED_ON", "FAULTY"]))


class LayoutQuerySet(models.QuerySet):
    def visible_to(self, member: Member) -> Self:
        """What a consortium has learnt about its files is known to all its members."""
        return self.filter(consortium=member.consortium_id)
