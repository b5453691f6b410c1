"""How pledges are written on pages.

{% load pledges %}
{{ pledge.amount|in_unit:pledge.unit }}   96 hours, KRW 240,000,000, - for nothing
{{ share|percent }}                       a share between 0 and 1 as 66.7%, - for nothing
{{ value|won }}                           an amount of money without its unit: 1,250,000
{% kind_labels partner.could_contribute %} the kinds of contribution in words
{% could_give partner %}                  the same, each with the way to ask for it
"""

from collections.abc import Iterable
from decimal import Decimal
from urllib.parse import urlencode

from django import template
from django.urls import reverse
from django.utils.formats import number_format

from partners.amounts import in_words, share_in_words
from partners.models import Partner
from partners.pledges import policies
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


@register.filter
def won(amount: Decimal) -> str:
    """Whole won with thousands separators, - for nothing."""
    return number_format(amount, decimal_pos=0, force_grouping=True) if amount else "-"


@register.inclusion_tag("partners/_could_give.html", takes_context=True)
def could_give(context: template.Context, partner: Partner) -> dict[str, object]:
    """What a partner could give, apart from what it promised; whoever may ask is shown how."""
    member = context["member"]
    asks = policies.keeps_pledges(member)
    kinds = []
    for kind in partner.could_contribute:
        query = urlencode({"partner": partner.pk, "kind": kind})
        url = f"{reverse('partners:pledge_ask', args=[member.consortium.slug])}?{query}" if asks else ""
        kinds.append((kind, PledgeKind(kind).label, url))
    return {"kinds": kinds}
