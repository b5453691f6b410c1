"""What no text of the portal may contain, whatever it is about."""

import re
import unicodedata

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

# Six digits of a birth date, perhaps a separator, seven digits: resident and foreigner registration numbers.
RESIDENT_NUMBER = re.compile(r"(?<!\d)\d{6}[\s\-_.·~/]{0,3}\d{7}(?!\d)")
DASHES = dict.fromkeys(map(ord, "‐‑‒–—―−－ー"), "-")


def contains_resident_number(text: str) -> bool:
    """Whether a text holds a 13-digit pattern, in full-width digits and with any dash as well."""
    return bool(RESIDENT_NUMBER.search(unicodedata.normalize("NFKC", text).translate(DASHES)))


def refuse_resident_number(value: str) -> None:
    """The portal keeps no resident registration numbers (개인정보 보호법 24-2); text fields refuse them."""
    if contains_resident_number(value):
        raise ValidationError(
            _("Do not enter a resident registration number. Delete the 13 digits."), code="resident_number"
        )
