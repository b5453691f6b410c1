"""What a member may know of the programme's life; nothing in it is about a person."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.db import models

from partners.querysets.consortium import OfConsortiumQuerySet
from partners.states import OFFICIALS, SCHOOL_STAFF

if TYPE_CHECKING:
    from partners.models import Member


BID_READERS = SCHOOL_STAFF | OFFICIALS


class BidQuerySet(models.QuerySet):
    def visible_to(self, member: Member) -> Self:
        """A bid is the school's and the offices' business until it is decided."""
        if member.role not in BID_READERS:
            return self.none()
        return self.filter(consortium=member.consortium_id)


class OfBidQuerySet(models.QuerySet):
    """Criteria and pledges of a bid, known to those who know the bid."""

    def visible_to(self, member: Member) -> Self:
        if member.role not in BID_READERS:
            return self.none()
        return self.filter(bid__consortium=member.consortium_id)


class OfCriterionQuerySet(models.QuerySet):
    """Requirements, known to those who know the bid."""

    def visible_to(self, member: Member) -> Self:
        if member.role not in BID_READERS:
            return self.none()
        return self.filter(criterion__bid__consortium=member.consortium_id)


class StatusQuerySet(OfConsortiumQuerySet):
    def in_order(self) -> Self:
        """As they happened; of one day, as they were entered."""
        return self.order_by("on", "pk")
