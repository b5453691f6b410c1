"""What no text of the portal may contain, whatever it is about."""

import re
import unicodedata
from datetime import UTC, date, datetime

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
# Ways of writing one that dates beside amounts and telephone numbers share. Here the person must also have
# been born on that day: in a year that people of the portal are born in, in the century that the digit says.
PLAUSIBLE = (
    # the whole year: 19900101-1234567
    re.compile(rf"(?<!\d)\d{{8}}(?:{APART}){{0,10}}\d{{7}}(?!\d)"),
    # a date as it is usually written, then a blank: 90/01/01 1234567
    re.compile(r"(?<!\d)(?:\d\d)?\d\d[ .\-/]{1,2}\d\d[ .\-/]{1,2}\d\d\.?\s{1,3}\d{7}(?!\d)"),
    # the second half in parts: 900101-123-4567, 900101-12345 67, 900101-1,234,567
    re.compile(
        rf"(?<!\d)(?:\d\d)?\d{{6}}(?:{APART}){{0,3}}-(?:{APART}){{0,3}}\d(?:[ .,\-]{{0,3}}\d){{6}}(?!\d)"
    ),
    # the date in two parts: 900-101-1234567
    re.compile(r"(?<!\d)\d{3}[ .\-/]\d{3}[ .\-/]{1,3}\d{7}(?!\d)"),
)
OLDEST, YOUNGEST = 1930, 8  # year of birth of the oldest, and age of the youngest, that texts could be about
FULL_YEAR = 15  # digits of one whose year is written out
DASHES = dict.fromkeys(map(ord, "‐‑‒–—―−－ーㅡ\u1173一"), "-")
# Letters that nobody sees; marks and controls of the kinds Cf and Mn are left out as well.
UNSEEN = dict.fromkeys(map(ord, "\u115f\u1160\u3164\uffa0"))
CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1b\x7f]")
INVISIBLE = {"Cf", "Mn", "Cc"}
NOT_IN_NAMES = {"Cc", "Cf", "Zl", "Zp"}
CENTURIES = "12345678"
USUAL = re.compile(r"[\x00-\x7f가-힣]*")  # where digits are 0 to 9 and nothing hides
DIGITS = 13
REST = 7  # digits after the day of birth


# As people write them: 031-940-4114, +82 2 123 4567, 1588-0000, 031-940-4114~6 (내선 12)
TELEPHONE = re.compile(r"[+(]?[\d() .\-~/+*#]{3,}(?:\s*\(?(?:내선|교환|ext\.?)\s*\d+\)?)?", re.IGNORECASE)
FEWEST_DIGITS = 3  # 114


def can_be_dialled(text: str) -> bool:
    """Whether a text reads as a telephone number; an empty one says nothing wrong."""
    return not text or (bool(TELEPHONE.fullmatch(text)) and sum(map(str.isdigit, text)) >= FEWEST_DIGITS)


def contains_resident_number(text: str) -> bool:
    """Whether a text holds a 13-digit pattern, however it is pulled apart or its digits are written."""
    if USUAL.fullmatch(text) and (len(text) < DIGITS or sum(map(text.count, "0123456789")) < DIGITS):
        return False  # nearly every text; what follows is slow
    text = _plain(text)
    if PLAIN.search(text):
        return True
    if any(_can_be_one(match.group()) for pattern in PULLED_APART for match in pattern.finditer(text)):
        return True
    return any(_is_plausible(match.group()) for pattern in PLAUSIBLE for match in pattern.finditer(text))


def halves_make_one(first: str, second: str) -> bool:
    """Whether two neighbouring cells of a table, each innocent alone, are a number together."""
    first, second = _plain(first).strip(" -./"), _plain(second).strip(" -./")
    born, rest = re.sub(r"[ .\-/]", "", first), re.sub(r"[ .,\-]", "", second)
    if not (born.isdecimal() and rest.isdecimal() and len(born) in (5, 6) and len(rest) == REST):
        return False
    return _is_plausible(born.zfill(6) + rest)  # a sheet keeps 090501 as the number 90501


def _plain(text: str) -> str:
    """Ordinary digits and dashes, without what no reader sees."""
    if USUAL.fullmatch(text):
        return CONTROLS.sub("", text)
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


def _is_plausible(found: str) -> bool:
    """Whether somebody can have been born on this day, and the next digit says the same century."""
    digits = "".join(str(int(letter)) for letter in found if letter.isdecimal())
    whole_year, digits = (digits[:2], digits[2:]) if len(digits) == FULL_YEAR else ("", digits)
    if digits[6] not in CENTURIES:
        return False
    century = "19" if digits[6] in "1256" else "20"
    year = int(century + digits[:2])
    if whole_year not in ("", century) or not OLDEST <= year <= datetime.now(tz=UTC).year - YOUNGEST:
        return False
    try:
        date(year, int(digits[2:4]), int(digits[4:6]))
    except ValueError:
        return False
    return True


def refuse_disguise(value: str) -> None:
    """A name stands in mails and on pages: one line, nothing unseen, and no address to click on."""
    if "://" in value or any(unicodedata.category(letter) in NOT_IN_NAMES for letter in value):
        raise ValidationError(
            _("Write a name on one line, without an internet address."), code="disguised_name"
        )


def refuse_resident_number(value: str) -> None:
    """The portal keeps no resident registration numbers (개인정보 보호법 24-2); text fields refuse them."""
    if contains_resident_number(value):
        raise ValidationError(
            _("Do not enter a resident registration number. Delete the 13 digits."), code="resident_number"
        )
