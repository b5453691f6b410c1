"""How agreements are written on pages.

{% load agreements %}
{{ line.signing.state|party_tone }}       the tone of a badge for how a party stands
{{ contacts|of_partner:party.partner }}   what belongs to this partner, or nothing
"""

from collections.abc import Mapping

from django import template

from consortium.signing.states import PartyState

register = template.Library()

TONES = {
    PartyState.SIGNED: "success",
    PartyState.DECLINED: "danger",
    PartyState.WAITING: "gray",
    PartyState.LEFT_OUT: "gray",
}


@register.filter
def party_tone(state: str) -> str:
    """Signed is good, declined is bad, asked and read wait for somebody."""
    return TONES.get(PartyState(state), "warning")


@register.filter
def of_partner(found: Mapping[int, object] | None, partner: int) -> object:
    """What stands under this partner's id."""
    return (found or {}).get(partner)
