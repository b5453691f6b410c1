"""How the programme's life is written on pages and in mails: {{ state|programme_state }}."""

from django import template

from partners.states import ProgrammeState

register = template.Library()


@register.filter
def programme_state(state: str) -> str:
    """A state of the programme in the reader's language."""
    return str(ProgrammeState(state).label)
