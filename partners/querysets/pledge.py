"""What a member may know of pledges, deliveries, evidence and prices."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Self

from django.contrib.postgres.expressions import ArraySubquery
from django.db import models
from django.db.models import Count, Exists, ExpressionWrapper, F, OuterRef, Prefetch, Q, Subquery, Sum, Value
from django.db.models.functions import Cast, Coalesce, Greatest, Least

from partners.querysets.consortium import OfConsortiumQuerySet
from partners.states import BINDING, SCHOOL_STAFF, DeliveryState, PledgeState, Role

if TYPE_CHECKING:
    from partners.models import Member


AMOUNT = models.DecimalField(max_digits=16, decimal_places=2)
SHARE = models.DecimalField(max_digits=16, decimal_places=6)
WON = models.DecimalField(max_digits=20, decimal_places=0)
NOTHING = Value(Decimal(0), output_field=AMOUNT)


class PledgeQuerySet(OfConsortiumQuerySet):
    def visible_to(self, member: Member) -> Self:
        """Everybody knows what was promised; what is asked or proposed, the two it is between."""
        known = super().visible_to(member)
        if member.role in SCHOOL_STAFF:
            return known
        between = Q() if member.role == Role.STUDENT else Q(partner=member.partner_id)
        return known.filter(Q(state__in=BINDING) | between) if between else known.binding()

    def binding(self) -> Self:
        """Promises that were made, whatever became of them; only these are counted."""
        return self.filter(state__in=BINDING)

    def with_delivered(self, until: date | None = None) -> Self:
        """Adds `delivered` (verified, up to a day), `reported` (not verified yet) and `share`, 1 at most."""
        verified = _parts_of_pledge(DeliveryState.VERIFIED)
        if until is not None:
            verified = verified.filter(delivery__on__lte=until)
        return self.annotate(
            delivered=_sum(verified),
            reported=_sum(_parts_of_pledge(DeliveryState.REPORTED)),
            share=Least(ExpressionWrapper(F("delivered") / F("amount"), SHARE), 1, output_field=SHARE),
            counted=Least(F("delivered"), F("amount"), output_field=AMOUNT),
        )

    def for_pages(self, until: date | None = None) -> Self:
        """With what a page says of each: how much arrived, whose pledge it is and under which agreement."""
        return self.with_delivered(until).select_related("partner", "agreement", "consortium")

    def with_verified_parts(self) -> Self:
        """With each verified part and its day, for lines over time."""
        from partners.models import DeliveryPart  # noqa: PLC0415 - models import this module

        return self.prefetch_related(
            Prefetch(
                "parts",
                DeliveryPart.objects.verified().select_related("delivery"),
                to_attr="verified_parts",
            )
        )

    def running(self, today: date) -> Self:
        """Agreed pledges whose period includes this day."""
        return self.filter(
            state__in=(PledgeState.AGREED, PledgeState.FULFILLED), starts_on__lte=today, ends_on__gte=today
        )

    def in_period(self, first: date, last: date) -> Self:
        """Pledges that run on at least one day of a period."""
        return self.filter(starts_on__lte=last, ends_on__gte=first)

    def unfinished(self) -> Self:
        """Pledges of which something is still to come; needs `with_delivered()`."""
        return self.filter(delivered__lt=F("amount"))

    def overdue(self, today: date) -> Self:
        """The period is over and something is missing; needs `with_delivered()`."""
        return self.filter(
            state__in=(PledgeState.AGREED, PledgeState.EXPIRED), ends_on__lt=today
        ).unfinished()

    def with_time_share(self, today: date) -> Self:
        """Adds `time_share`: how much of the pledge's period has passed at the end of this day, 0 to 1."""
        day = Value(today, output_field=models.DateField())
        passed = ExpressionWrapper(day - F("starts_on"), models.DurationField())
        whole = ExpressionWrapper(F("ends_on") - F("starts_on"), models.DurationField())
        days = Cast(_days(passed), SHARE) + 1
        share = ExpressionWrapper(days / (Cast(_days(whole), SHARE) + 1), SHARE)
        return self.annotate(time_share=Greatest(Least(share, 1, output_field=SHARE), 0, output_field=SHARE))

    def at_risk(self, today: date, *, behind: Decimal) -> Self:
        """Under way, and at least `behind` less delivered than time passed; needs both shares."""
        return self.filter(state=PledgeState.AGREED, starts_on__lte=today, ends_on__gte=today).filter(
            time_share__gte=F("share") + behind
        )


class DeliveryQuerySet(models.QuerySet):
    """Deliveries, known to those who know the pledge."""

    def visible_to(self, member: Member) -> Self:
        if member.consortium_id is None:
            return self.none()
        return self.filter(pledge__consortium=member.consortium_id)

    def verified(self) -> Self:
        """What counts."""
        return self.filter(state=DeliveryState.VERIFIED)

    def waiting(self) -> Self:
        """Reported, and not yet looked at by a second person."""
        return self.filter(state=DeliveryState.REPORTED)

    def not_reported_by(self, member: Member) -> Self:
        """What this person may still verify: what they did not report or change, in any role of theirs."""
        mine = type(member)._default_manager.filter(user=member.user_id).order_by().values("pk")
        return self.exclude(reported_by__in=mine).exclude(handled_by__overlap=ArraySubquery(mine))

    def for_pages(self) -> Self:
        return self.select_related("pledge__partner", "pledge__consortium")


class PartQuerySet(models.QuerySet):
    """Parts of deliveries, known to those who know the delivery."""

    def visible_to(self, member: Member) -> Self:
        if member.consortium_id is None:
            return self.none()
        return self.filter(pledge__consortium=member.consortium_id)

    def verified(self) -> Self:
        return self.filter(delivery__state=DeliveryState.VERIFIED)

    def reported(self) -> Self:
        return self.filter(delivery__state=DeliveryState.REPORTED)

    def between(self, first: date, last: date) -> Self:
        """Parts of what happened in a period."""
        return self.filter(delivery__on__gte=first, delivery__on__lte=last)

    def with_value(self) -> Self:
        """Adds `price` (won per unit on the day of delivery, None where none is known) and `value`."""
        from partners.models import PriceItem  # noqa: PLC0415 - models import this module

        held = PriceItem.objects.filter(
            Q(valid_until=None) | Q(valid_until__gte=OuterRef("delivery__on")),
            consortium=OuterRef("pledge__consortium"),
            kind=OuterRef("pledge__kind"),
            unit=OuterRef("pledge__unit"),
            name=OuterRef("pledge__valued_as"),
            valid_from__lte=OuterRef("delivery__on"),
        )
        return self.annotate(price=Subquery(held.values("value")[:1])).annotate(
            value=ExpressionWrapper(F("amount") * F("price"), WON)
        )

    def totals(self, *by: str) -> dict[tuple, tuple[Decimal, Decimal, int]]:
        """Amount, value and the number without a value, by these fields; needs `with_value()`."""
        rows = (
            self.order_by()
            .values(*by)
            .annotate(
                total=Sum("amount"),
                worth=Coalesce(Sum("value"), 0, output_field=WON),
                unvalued=Count("pk", filter=Q(value=None)),
            )
        )
        return {
            tuple(row[name] for name in by): (row["total"], row["worth"], row["unvalued"]) for row in rows
        }


class EvidenceFileQuerySet(OfConsortiumQuerySet):
    def visible_to(self, member: Member) -> Self:
        """Evidence may name people: the school's own staff, and the partner whose delivery it shows."""
        known = super().visible_to(member)
        if member.role in SCHOOL_STAFF:
            return known
        if member.role == Role.STUDENT:
            return self.none()
        return known.filter(partner=member.partner_id)


class PriceItemQuerySet(OfConsortiumQuerySet):
    def on(self, day: date) -> Self:
        """The prices that hold on a day."""
        return self.filter(Q(valid_until=None) | Q(valid_until__gte=day), valid_from__lte=day)

    def with_use(self) -> Self:
        """Adds `is_used`: whether a pledge names this price."""
        from partners.models import Pledge  # noqa: PLC0415 - models import this module

        named = Pledge.objects.filter(
            consortium=OuterRef("consortium"),
            kind=OuterRef("kind"),
            unit=OuterRef("unit"),
            valued_as=OuterRef("name"),
        )
        return self.annotate(is_used=Exists(named))


def _parts_of_pledge(state: DeliveryState) -> models.QuerySet:
    from partners.models import DeliveryPart  # noqa: PLC0415 - models import this module

    return DeliveryPart.objects.filter(pledge=OuterRef("pk"), delivery__state=state)


def _sum(parts: models.QuerySet) -> Coalesce:
    total = parts.order_by().values("pledge").annotate(n=Sum("amount")).values("n")
    return Coalesce(Subquery(total), NOTHING, output_field=AMOUNT)


def _days(duration: models.Expression) -> models.Func:
    """Whole days of an interval."""
    return models.Func(duration, function="DATE_PART", template="DATE_PART('day', %(expressions)s)")
