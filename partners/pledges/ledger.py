"""The ledger: promised → reported → verified, by partner, kind and period, with what it is worth.

Promised: the whole amount of every pledge that binds and runs in the period. Reported and verified: what
happened in the period. Share: what had been verified by its end, of each pledge no more than was promised.
Money and the value of contributions in kind stand side by side and are never added up.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from django.db.models import Count, QuerySet, Sum
from django.utils.functional import cached_property

from consortium.languages import in_readers_language
from partners.models import DeliveryPart, Partner, Pledge
from partners.states import PledgeKind, Unit

if TYPE_CHECKING:
    from partners.models import Member
    from partners.pledges.periods import Period

NOTHING = Decimal(0)
PARTNER = ("partner", "partner__name", "partner__name_en")
KEY = (*PARTNER, "kind", "unit")
KINDS, UNITS = list(PledgeKind.values), list(Unit.values)


@dataclass
class Line:
    """What the pledges of one kind and unit promised and brought; of one partner, or of all."""

    kind: str
    unit: str
    partner: int | None = None
    partner_name: str = ""
    pledges: int = 0
    promised: Decimal = NOTHING
    reported: Decimal = NOTHING
    verified: Decimal = NOTHING
    counted: Decimal = NOTHING  # verified by the end of the period, of each pledge at most what was promised
    worth: Decimal = NOTHING  # of what was verified in the period and has a price, in won
    unvalued: int = 0  # verified parts without a price on their day

    @property
    def label(self) -> str:
        return str(PledgeKind(self.kind).label)

    @property
    def unit_label(self) -> str:
        return str(Unit(self.unit).label)

    @property
    def is_cash(self) -> bool:
        return self.kind == PledgeKind.CASH

    @property
    def share(self) -> Decimal | None:
        """Delivered divided by promised; None where nothing was promised for the period."""
        return self.counted / self.promised if self.promised else None

    def add(self, other: Line) -> None:
        for name in ("pledges", "promised", "reported", "verified", "counted", "worth", "unvalued"):
            setattr(self, name, getattr(self, name) + getattr(other, name))


@dataclass
class Money:
    """Cash and the value of contributions in kind, side by side."""

    partner: int | None = None
    partner_name: str = ""
    cash_promised: Decimal = NOTHING
    cash: Decimal = NOTHING
    worth: Decimal = NOTHING
    unvalued: int = 0

    def add(self, line: Line) -> None:
        if line.is_cash:
            self.cash_promised += line.promised
            self.cash += line.verified
        else:
            self.worth += line.worth
            self.unvalued += line.unvalued


@dataclass
class Ledger:
    """The ledger as one member may read it; three queries, however many pledges there are."""

    member: Member
    period: Period
    partner: Partner | None = None
    kind: str = ""

    @cached_property
    def lines(self) -> list[Line]:
        """One line per partner, kind and unit, in the order of names and kinds."""
        found: dict[tuple, Line] = {}
        for key, values in self._promised():
            line = found.setdefault(key, _line(key))
            line.pledges, line.promised, line.counted = values
        for key, (amount, worth, unvalued) in self._happened("verified").items():
            line = found.setdefault(key, _line(key))
            line.verified, line.worth = amount, worth
            line.unvalued = 0 if line.is_cash else unvalued
        for key, (amount, _worth, _unvalued) in self._happened("reported").items():
            found.setdefault(key, _line(key)).reported = amount
        return sorted(found.values(), key=lambda line: (line.partner_name, *_order(line)))

    @cached_property
    def by_kind(self) -> list[Line]:
        """The same, added up over partners."""
        found: dict[tuple[str, str], Line] = {}
        for line in self.lines:
            found.setdefault((line.kind, line.unit), Line(line.kind, line.unit)).add(line)
        return sorted(found.values(), key=_order)

    @cached_property
    def money(self) -> list[Money]:
        """Cash and value by partner, for partners that promised or brought something."""
        found: dict[int, Money] = {}
        for line in self.lines:
            found.setdefault(line.partner, Money(line.partner, line.partner_name)).add(line)
        return list(found.values())

    @cached_property
    def total(self) -> Money:
        total = Money()
        for line in self.lines:
            total.add(line)
        return total

    def _pledges(self) -> QuerySet:
        chosen = Pledge.objects.visible_to(self.member).binding()
        if self.partner is not None:
            chosen = chosen.filter(partner=self.partner)
        return chosen.filter(kind=self.kind) if self.kind else chosen

    def _promised(self) -> Iterator[tuple[tuple, tuple[int, Decimal, Decimal]]]:
        rows = (
            self._pledges()
            .in_period(self.period.first, self.period.last)
            .with_delivered(until=self.period.last)
            .order_by()
            .values(*KEY)
            .annotate(n=Count("pk"), total=Sum("amount"), done=Sum("counted"))
        )
        for row in rows:
            yield tuple(row[name] for name in KEY), (row["n"], row["total"], row["done"])

    def _happened(self, adjective: str) -> dict[tuple, tuple[Decimal, Decimal, int]]:
        parts = DeliveryPart.objects.visible_to(self.member).between(self.period.first, self.period.last)
        if self.partner is not None:
            parts = parts.filter(pledge__partner=self.partner)
        if self.kind:
            parts = parts.filter(pledge__kind=self.kind)
        return getattr(parts, adjective)().with_value().totals(*(f"pledge__{name}" for name in KEY))


def _line(key: tuple) -> Line:
    partner, name, name_en, kind, unit = key
    return Line(kind, unit, partner, in_readers_language(name, name_en))


def _order(line: Line) -> tuple[int, int]:
    return KINDS.index(line.kind), UNITS.index(line.unit)
