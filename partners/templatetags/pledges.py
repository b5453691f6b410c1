"""How pledges are written on pages.

{% load pledges %}
{{ pledge.amount|in_unit:pledge.unit }}   96 hours, KRW 240,000,000, - for nothing
{{ share|percent }}                       a share between 0 and 1 as 66.7%, - for nothing
{% kind_labels partner.could_contribute %} the kinds of contribution in words
"""

from collections.abc import Iterable
from decimal import Decimal

from django import template

from partners.amounts import in_words, share_in_words
from partners.states import PledgeKind

register = template.Library()


@register.filter
def in_unit(amount: Decimal, unit: str) -> str:
    """An amount with its unit."""
    return in_words(amount, unit)


@register.filter
def percent(share: Decimal | None) -> str:
    """A share of 1 in per cent with one decimal."""
    return share_in_words(share)


@register.simple_tag
def kind_labels(kinds: Iterable[str]) -> list[str]:
    """Kinds of contribution in the reader's language."""
    return [str(PledgeKind(kind).label) for kind in kinds]
