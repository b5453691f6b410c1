"""Business registration numbers (사업자등록번호): ten digits, the last one a check digit."""

import re

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

WEIGHTS = (1, 3, 7, 1, 3, 7, 1, 3, 5)
TYPED_BETWEEN = re.compile(r"[\s\-‐‑‒–—―−－.·]")


def digits_of(typed: str) -> str:
    """The digits of a number as people type it: with hyphens, dots, blanks or full-width digits."""
    return TYPED_BETWEEN.sub("", typed).translate({ord("０") + n: str(n) for n in range(10)})


def is_valid(digits: str) -> bool:
    """Whether the tenth digit is the check digit that the National Tax Service gives to the first nine."""
    if not re.fullmatch(r"[0-9]{10}", digits):
        return False
    values = [int(digit) for digit in digits]
    total = sum(value * weight for value, weight in zip(values, WEIGHTS, strict=False))
    total += values[8] * 5 // 10
    return (10 - total % 10) % 10 == values[9]


def in_groups(digits: str) -> str:
    """As it stands on the certificate: 123-45-67890."""
    return f"{digits[:3]}-{digits[3:5]}-{digits[5:]}" if len(digits) == 10 else digits


def check_number(digits: str) -> None:
    """Refuse what the tax office cannot have given: a slip of the finger breaks the check digit."""
    if not is_valid(digits):
        raise ValidationError(
            _("This is no business registration number: ten digits whose last one checks the others."),
            code="registration_number",
        )
