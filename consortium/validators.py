"""What no text of the portal may contain, whatever it is about."""

import re
import unicodedata

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

# Six digits of a birth date, perhaps a separator, seven digits: resident and foreigner registration numbers.
PLAIN = re.compile(r"(?<!\d)\d{6}[\s\-_.·~/]{0,3}\d{7}(?!\d)")
# The same pulled apart. Amounts, telephone numbers and lists of dates look alike, so here the digits must
# also be able to be one: a day of birth first, then a digit for century and sex.
APART = r"[^\w]|_"
PULLED_APART = (
    # with anything between the halves
    re.compile(rf"(?<!\d)\d{{6}}(?:{APART}){{0,10}}\d{{7}}(?!\d)"),
    # with something between all digits: 0 9 0 5 0 1 - 3 1 2 3 4 5 6
    re.compile(
        rf"(?<!\d)\d(?:(?:{APART}){{1,3}}\d){{5}}(?:{APART}){{0,10}}\d(?:(?:{APART}){{1,3}}\d){{6}}(?!\d)"
    ),
    # with the date in its parts, or the digit for century and sex by itself
    re.compile(r"(?<!\d)\d\d[ .\-/]?\d\d[ .\-/]?\d\d\s?[\-~/*_]{1,3}\s?\d[ .\-/]?\d{6}(?!\d)"),
    re.compile(rf"(?<!\d)\d{{6}}(?:{APART}){{1,3}}\d(?:{APART}){{1,3}}\d{{6}}(?!\d)"),
)
DASHES = dict.fromkeys(map(ord, "‐‑‒–—―−－ー"), "-")
# Letters that nobody sees; marks and controls of the kinds Cf and Mn are left out as well.
UNSEEN = dict.fromkeys(map(ord, "\u115f\u1160\u3164\uffa0"))
INVISIBLE = {"Cf", "Mn", "Cc"}
CENTURIES = "12345678"
USUAL = re.compile(r"[\x00-\x7f가-힣]*")  # where digits are 0 to 9 and nothing hides
DIGITS = 13


def contains_resident_number(text: str) -> bool:
    """Whether a text holds a 13-digit pattern, however it is pulled apart or its digits are written."""
    if USUAL.fullmatch(text) and (len(text) < DIGITS or sum(map(text.count, "0123456789")) < DIGITS):
        return False  # nearly every text; what follows is slow
    text = _plain(text)
    if PLAIN.search(text):
        return True
    return any(_can_be_one(match.group()) for pattern in PULLED_APART for match in pattern.finditer(text))


def _plain(text: str) -> str:
    """Ordinary digits and dashes, without what no reader sees."""
    seen = (
        letter
        for letter in unicodedata.normalize("NFKC", text).translate(DASHES | UNSEEN)
        if letter.isspace() or unicodedata.category(letter) not in INVISIBLE
    )
    return "".join(seen)


def _can_be_one(found: str) -> bool:
    digits = "".join(str(int(letter)) for letter in found if letter.isdecimal())
    month, day = int(digits[2:4]), int(digits[4:6])
    return 1 <= month <= 12 and 1 <= day <= 31 and digits[6] in CENTURIES


def refuse_resident_number(value: str) -> None:
    """The portal keeps no resident registration numbers (개인정보 보호법 24-2); text fields refuse them."""
    if contains_resident_number(value):
        raise ValidationError(
            _("Do not enter a resident registration number. Delete the 13 digits."), code="resident_number"
        )
