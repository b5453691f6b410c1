"""Choices of the governance app; a leaf that anyone may import."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Standing(TextChoices):
    """Whether a figure is the consortium's own count or one that an office has confirmed."""

    PROVISIONAL = "PROVISIONAL", _("Provisional")
    OFFICIAL = "OFFICIAL", _("Official")


class Mark(TextChoices):
    """What stands in a cell instead of, or beside, its number."""

    NONE = "", _("published")
    HELD = "HELD", _("kept from an earlier date")
    SMALL = "SMALL", _("1 to 4 people")
    HIDDEN = "HIDDEN", _("withheld to protect another cell")


class Measure(TextChoices):
    """How the value of a figure is to be read."""

    PERSONS = "PERSONS", _("persons")
    CASES = "CASES", _("cases")
    PLACES = "PLACES", _("positions")
    PARTNERS = "PARTNERS", _("organisations")
    UNITS = "UNITS", _("units")
    AMOUNT = "AMOUNT", _("amount")
    PERCENT = "PERCENT", "%"
