"""What a member may know of other members."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Q
from django.utils import timezone

from partners.states import SCHOOL_STAFF, Role

if TYPE_CHECKING:
    from datetime import date

    from partners.models import Member


class MemberQuerySet(models.QuerySet):
    def visible_to(self, member: Member) -> Self:
        """School staff know all members, the operator all but students, others their own organisation's."""
        if member.role == Role.OPERATOR:
            return self.exclude(role=Role.STUDENT)
        mine = self.filter(consortium=member.consortium_id)
        if member.role in SCHOOL_STAFF:
            return mine
        if member.role == Role.STUDENT:
            return mine.filter(user=member.user_id)
        return mine.filter(partner=member.partner_id).exclude(role=Role.STUDENT)

    def held_on(self, day: date) -> Self:
        """Memberships that held on this day, or for a part of it."""
        begun = self.filter(valid_from__lte=day).filter(Q(valid_until=None) | Q(valid_until__gte=day))
        return begun.filter(Q(ended_at=None) | Q(ended_at__date__gte=day))

    def active(self) -> Self:
        """Memberships that hold today and have not been ended."""
        today = timezone.localdate()
        return self.filter(ended_at=None, valid_from__lte=today).filter(
            Q(valid_until=None) | Q(valid_until__gte=today)
        )
