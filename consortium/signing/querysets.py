"""What a member may know of documents and of who signed them."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Q
from django.utils import timezone

from consortium.rowlevel import Kind
from consortium.signing.states import ASKED, SIGNABLE

if TYPE_CHECKING:
    from consortium.signing.people import Member


def _seen_by(member: Member, prefix: str = "") -> Q:
    """Documents open to the consortium, one's own organisation's, and those it is a party of."""
    seen = Q(**{f"{prefix}open_to_consortium": True})
    if member.actor.kind is not Kind.STUDENT and member.partner_id is not None:
        seen |= Q(**{f"{prefix}keeper": member.partner_id})
        seen |= Q(**{f"{prefix}partner_ids__contains": [member.partner_id]})
    return Q(**{f"{prefix}consortium": member.consortium_id}) & seen


class DocumentQuerySet(models.QuerySet):
    def visible_to(self, member: Member) -> Self:
        if member.consortium_id is None:
            return self.none()
        return self.filter(_seen_by(member))


class PartyQuerySet(models.QuerySet):
    """Parties, known to those who know the document."""

    def visible_to(self, member: Member) -> Self:
        if member.consortium_id is None:
            return self.none()
        return self.filter(_seen_by(member, "document__"))

    def for_pages(self) -> Self:
        """With what a page says of each: whose document, and how it was signed."""
        return self.select_related("document__consortium", "signature")

    def to_be_reminded(self, pause: timedelta) -> Self:
        """Asked, not answered, neither asked nor reminded within this time, and the document waits for it."""
        before = timezone.now() - pause
        return (
            self.filter(state__in=ASKED, document__state__in=SIGNABLE, invited_at__lte=before)
            .filter(Q(reminded_at=None) | Q(reminded_at__lte=before))
            .exclude(contact=None)
        )


class OfPartyQuerySet(models.QuerySet):
    """Signatures, known to those who know the document."""

    def visible_to(self, member: Member) -> Self:
        if member.consortium_id is None:
            return self.none()
        return self.filter(_seen_by(member, "party__document__"))


class KeptQuerySet(models.QuerySet):
    """Personal details of signers, for the organisation that prepared the document only."""

    party = "party__"

    def visible_to(self, member: Member) -> Self:
        if member.consortium_id is None or member.actor.kind is Kind.STUDENT:
            return self.none()
        return self.filter(
            **{
                f"{self.party}document__consortium": member.consortium_id,
                f"{self.party}document__keeper": member.partner_id,
            }
        )


class TraceQuerySet(KeptQuerySet):
    party = "signature__party__"


class LinkQuerySet(KeptQuerySet):
    def standing(self) -> Self:
        """Neither replaced nor expired; a used one still leads to its receipt."""
        return self.filter(revoked_at=None, expires_at__gt=timezone.now())


class LetterQuerySet(KeptQuerySet):
    def waiting(self) -> Self:
        """Due and in nobody's hands."""
        now = timezone.now()
        return self.filter(sent_at=None, given_up_at=None, due_at__lte=now).filter(
            Q(lease_until=None) | Q(lease_until__lt=now)
        )
