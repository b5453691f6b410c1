"""Amounts of pledges as people write them: 96 hours, 240,000,000 won, and `-` for nothing."""

from decimal import Decimal

from django.core.exceptions import ValidationError
from django.utils.formats import number_format
from django.utils.translation import gettext_lazy as _

from partners.states import WHOLE, Unit

IN_UNIT = {
    Unit.PERSONS: _("%(amount)s persons"),
    Unit.HOURS: _("%(amount)s hours"),
    Unit.COURSES: _("%(amount)s courses"),
    Unit.WON: _("KRW %(amount)s"),
    Unit.TIMES: _("%(amount)s times"),
    Unit.ITEMS: _("%(amount)s items"),
}


def in_words(amount: Decimal, unit: str) -> str:
    """The amount with thousands separators and its unit; as many decimals as it needs, and none for money."""
    if not amount:
        return "-"
    needed = next((few for few in (0, 1) if round(amount, few) == amount), 2)
    places = 0 if unit == Unit.WON else needed
    written = number_format(round(amount, places), decimal_pos=places, use_l10n=True, force_grouping=True)
    return str(IN_UNIT[Unit(unit)]) % {"amount": written}


def refuse_fractions(amount: Decimal | None, unit: str, field: str = "amount") -> None:
    """Half an hour can be given; half a person, half a meeting or half a won cannot."""
    if amount is not None and unit in WHOLE and amount != amount.to_integral_value():
        words = _("In this unit only whole numbers count: %(unit)s.")
        raise ValidationError({field: ValidationError(words, params={"unit": Unit(unit).label})})


def share_in_words(share: Decimal | None) -> str:
    """A share of 1 in per cent with one decimal: 66.7%; only all of it is 100%, and nothing is `-`."""
    if not share:
        return "-"
    per_cent = Decimal(100) * share
    if per_cent == 100:
        return "100%"
    rounded = min(per_cent.quantize(Decimal("0.1")), Decimal("99.9"))
    return f"{number_format(rounded, decimal_pos=1)}%"
