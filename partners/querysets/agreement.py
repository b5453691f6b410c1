"""What a member may know of agreements."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.db import models

if TYPE_CHECKING:
    from partners.models import Member


class OfAgreementQuerySet(models.QuerySet):
    """Clauses and signatories, known to those who know the agreement."""

    def visible_to(self, member: Member) -> Self:
        if member.consortium_id is None:
            return self.none()
        return self.filter(agreement__consortium=member.consortium_id)
