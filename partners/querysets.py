"""What a member may know of partners; every page and endpoint starts at `visible_to()`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Avg, Count, ExpressionWrapper, F, OuterRef, Q, Subquery, Sum
from django.db.models.functions import Coalesce, Least
from django.utils import timezone

from consortium import hangul
from partners.states import SCHOOL_STAFF, PledgeKind, Role

if TYPE_CHECKING:
    from partners.models import Member


@dataclass(frozen=True)
class LedgerLine:
    """What all pledges of one kind, counted in one unit, promised and brought."""

    kind: str
    unit: str
    pledges: int
    promised: Decimal
    arrived: Decimal

    @property
    def label(self) -> str:
        return str(PledgeKind(self.kind).label)

    @property
    def share(self) -> Decimal:
        """Delivered divided by promised, 1 at most."""
        return min(self.arrived / self.promised, Decimal(1))


AMOUNT = models.DecimalField(max_digits=16, decimal_places=2)
SHARE = models.DecimalField(max_digits=16, decimal_places=6)


class OfConsortiumQuerySet(models.QuerySet):
    """Rows that every member of the same consortium may know."""

    def visible_to(self, member: Member) -> Self:
        return self.filter(consortium=member.consortium_id) if member.consortium_id else self.none()


class ConsortiumQuerySet(models.QuerySet):
    def visible_to(self, member: Member) -> Self:
        """A member knows their own consortium; the operator knows all of them."""
        if member.role == Role.OPERATOR:
            return self.all()
        return self.filter(pk=member.consortium_id)


class PartnerQuerySet(models.QuerySet):
    def visible_to(self, member: Member) -> Self:
        """The organisations that take part in the member's consortium."""
        if member.consortium_id is None:
            return self.none()
        return self.filter(participations__consortium=member.consortium_id)

    def named(self, text: str) -> Self:
        """Partners whose name holds the text; initial consonants (ㅅㄱㄱ) find 세경고 too."""
        return self.filter(Q(name__iregex=hangul.pattern_of(text)) | Q(name_en__icontains=text))

    def with_pledges(self, consortium_id: int) -> Self:
        """Adds `pledged` (how many pledges here) and `delivered_share` (their mean share, 0 to 1)."""
        from partners.models import Pledge  # noqa: PLC0415 - models import this module

        ours = (
            Pledge.objects.filter(consortium=consortium_id, partner=OuterRef("pk"))
            .with_delivered()
            .order_by()
            .values("partner")
        )
        return self.annotate(
            pledged=Coalesce(Subquery(ours.annotate(n=Count("pk")).values("n")), 0),
            delivered_share=Subquery(ours.annotate(mean=Avg("share")).values("mean")),
        )


class OfAgreementQuerySet(models.QuerySet):
    """Clauses and signatories, known to those who know the agreement."""

    def visible_to(self, member: Member) -> Self:
        if member.consortium_id is None:
            return self.none()
        return self.filter(agreement__consortium=member.consortium_id)


class OfPledgeQuerySet(models.QuerySet):
    """Deliveries, known to those who know the pledge."""

    def visible_to(self, member: Member) -> Self:
        if member.consortium_id is None:
            return self.none()
        return self.filter(pledge__consortium=member.consortium_id)


class PledgeQuerySet(OfConsortiumQuerySet):
    def with_delivered(self) -> Self:
        """Adds `delivered` (the sum of what happened) and `share` of the promise, 1 at most."""
        from partners.models import Delivery  # noqa: PLC0415 - models import this module

        happened = (
            Delivery.objects.filter(pledge=OuterRef("pk"))
            .order_by()
            .values("pledge")
            .annotate(n=Sum("amount"))
        )
        return self.annotate(
            delivered=Coalesce(Subquery(happened.values("n")), 0, output_field=AMOUNT),
            share=Least(ExpressionWrapper(F("delivered") / F("amount"), SHARE), 1, output_field=SHARE),
        )

    def running(self, today: date) -> Self:
        """Pledges whose period includes this day."""
        return self.filter(starts_on__lte=today, ends_on__gte=today)

    def unfinished(self) -> Self:
        """Pledges of which something is still to come; needs `with_delivered()`."""
        return self.filter(delivered__lt=F("amount"))

    def ledger(self) -> list[LedgerLine]:
        """One line per kind and unit, in the order of the kinds; needs `with_delivered()`."""
        lines = (
            self.order_by()
            .values("kind", "unit")
            .annotate(pledges=Count("pk"), promised=Sum("amount"), arrived=Sum("delivered"))
        )
        order = list(PledgeKind.values)
        return sorted(
            (LedgerLine(**line) for line in lines), key=lambda line: (order.index(line.kind), line.unit)
        )


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

    def active(self) -> Self:
        """Memberships that hold today and have not been ended."""
        today = timezone.localdate()
        return self.filter(ended_at=None, valid_from__lte=today).filter(
            Q(valid_until=None) | Q(valid_until__gte=today)
        )
