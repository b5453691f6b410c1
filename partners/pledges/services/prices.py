"""The price table: what one unit of a contribution in kind is worth, from day to day."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from partners.models import Member, PriceItem
from partners.pledges import policies
from partners.states import PledgeKind, Unit

OVERLAP = _("Another price of the same name holds on some of these days. End that one first.")


@transaction.atomic
def enter_price(*, by: Member, **terms: Any) -> PriceItem:
    """A new price; the one before it is ended first, never overwritten."""
    policies.keeps_prices(by).require()
    price = PriceItem(consortium_id=by.consortium_id, **terms)
    refuse_mixed_terms(price)
    price.full_clean(exclude=["consortium"])
    _save(price)
    return price


@transaction.atomic
def end_price(price: PriceItem, *, by: Member, valid_until: date) -> PriceItem:
    """The last day on which a price holds; deliveries after it are valued by the next one, or not at all."""
    price = PriceItem.objects.visible_to(by).select_for_update(of=("self",)).get(pk=price.pk)
    policies.keeps_prices(by, price).require()
    if valid_until < price.valid_from:
        raise ValidationError({"valid_until": _("This is before the price begins.")})
    price.valid_until = valid_until
    _save(price)
    return price


def refuse_mixed_terms(price: PriceItem) -> None:
    """What no price can say: what money is worth, or an end before the beginning."""
    if price.kind == PledgeKind.CASH or price.unit == Unit.WON:
        raise ValidationError({"kind": _("Money has no price.")})
    if price.valid_from and price.valid_until and price.valid_until < price.valid_from:
        raise ValidationError({"valid_until": _("This is before the price begins.")})


def _save(price: PriceItem) -> None:
    try:
        with transaction.atomic():
            price.save()
    except IntegrityError as error:
        raise ValidationError({"valid_from": OVERLAP}) from error
