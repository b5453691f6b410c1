"""What a member may know of openings and access reviews."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.db import models

from partners.states import SCHOOL_STAFF, Belonging, ReviewState, Role

if TYPE_CHECKING:
    from datetime import date

    from partners.models import Member


class OfOperatorQuerySet(models.QuerySet):
    """Rows of the operator's own work; no consortium knows them."""

    def visible_to(self, member: Member) -> Self:
        return self.all() if member.role == Role.OPERATOR else self.none()


class OfReviewQuerySet(models.QuerySet):
    def visible_to(self, member: Member) -> Self:
        """School staff know every organisation's reviews, others their own organisation's; students none."""
        if member.consortium_id is None or member.role == Role.STUDENT:
            return self.none()
        ours = self.filter(consortium=member.consortium_id)
        return ours if member.role in SCHOOL_STAFF else ours.filter(partner=member.partner_id)


class AccessReviewQuerySet(OfReviewQuerySet):
    def open(self) -> Self:
        return self.filter(state=ReviewState.OPEN)

    def late(self, today: date) -> Self:
        """Open although its day has passed."""
        return self.open().filter(due_on__lt=today)


class AccessAnswerQuerySet(OfReviewQuerySet):
    def final(self) -> Self:
        """Answers that settle a person; “ask later” does not."""
        return self.exclude(answer=Belonging.LATER)
