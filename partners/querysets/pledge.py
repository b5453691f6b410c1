"""What a member may know of pledges and deliveries."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Count, ExpressionWrapper, F, OuterRef, Subquery, Sum
from django.db.models.functions import Coalesce, Least

from partners.querysets.consortium import OfConsortiumQuerySet
from partners.states import PledgeKind

if TYPE_CHECKING:
    from partners.models import Member


AMOUNT = models.DecimalField(max_digits=16, decimal_places=2)
SHARE = models.DecimalField(max_digits=16, decimal_places=6)


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

    def for_pages(self) -> Self:
        """With what a page says of each: how much arrived, whose pledge it is and under which agreement."""
        return self.with_delivered().select_related("partner", "agreement")

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
