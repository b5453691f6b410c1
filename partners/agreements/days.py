"""Days as addresses name them."""

from datetime import date

from django.utils.dateparse import parse_date


def day_asked(text: str | None) -> date | None:
    """The day that an address asks for, or None when it is none."""
    try:
        return parse_date(text or "")
    except ValueError:
        return None
