"""What a member may know of a consortium and its own rows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.db import models

from partners.states import Role

if TYPE_CHECKING:
    from partners.models import Member


class ConsortiumQuerySet(models.QuerySet):
    def visible_to(self, member: Member) -> Self:
        """A member knows their own consortium; the operator knows all of them."""
        if member.role == Role.OPERATOR:
            return self.all()
        return self.filter(pk=member.consortium_id)


class OfConsortiumQuerySet(models.QuerySet):
    """Rows that every member of the same consortium may know."""

    def visible_to(self, member: Member) -> Self:
        return self.filter(consortium=member.consortium_id) if member.consortium_id else self.none()
