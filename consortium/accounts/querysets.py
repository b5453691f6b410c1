"""What a member may know of invitations and API tokens."""

from typing import Self

from django.db import models
from django.utils import timezone


class InvitationQuerySet(models.QuerySet):
    def visible_to(self, member: object) -> Self:
        """The invitations to a member's own organisation; `of_consortium` gives the coordinator all."""
        return self.of_consortium(member).filter(partner=member.partner_id)

    def of_consortium(self, member: object) -> Self:
        return self.filter(consortium=member.consortium_id) if member.consortium_id else self.none()

    def by_operators(self) -> Self:
        """Those sent from outside every consortium, to its first administrators."""
        return self.filter(invited_by__consortium=None)

    def unanswered(self) -> Self:
        """Neither accepted nor withdrawn; also those whose time is over."""
        return self.filter(accepted_at=None, withdrawn_at=None)

    def open(self) -> Self:
        """Neither accepted nor withdrawn nor expired."""
        return self.filter(accepted_at=None, withdrawn_at=None, expires_at__gt=timezone.now())

    def waiting(self) -> Self:
        """Open and not yet mailed."""
        return self.open().filter(sent_at=None)


class ApiTokenQuerySet(models.QuerySet):
    def visible_to(self, member: object) -> Self:
        """Only whose membership it acts for."""
        return self.filter(member=member.pk)

    def live(self) -> Self:
        return self.filter(revoked_at=None, expires_at__gt=timezone.now())
