"""Who may read published figures: the bodies that steer the consortium."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.db import models

from partners.states import OFFICIALS, SCHOOL_STAFF, Role

if TYPE_CHECKING:
    from partners.models import Member

READERS = OFFICIALS | SCHOOL_STAFF | {Role.ASSOCIATION_SECRETARY}


class IndicatorQuerySet(models.QuerySet):
    def visible_to(self, member: Member) -> Self:
        """Definitions hold nothing of anybody; everyone may read how things are counted."""
        return self.all()


class SnapshotQuerySet(models.QuerySet):
    def visible_to(self, member: Member) -> Self:
        if member.role not in READERS or member.consortium_id is None:
            return self.none()
        return self.filter(consortium=member.consortium_id)


class FigureQuerySet(models.QuerySet):
    def visible_to(self, member: Member) -> Self:
        if member.role not in READERS or member.consortium_id is None:
            return self.none()
        return self.filter(consortium=member.consortium_id)
