"""From the text of a cell to a value, with the habits of Korean spreadsheets in mind.

Each function here gives a parser: text in, a JSON value out, or ValidationError with what to do. A parser
may have a sister `many` that reads a whole column of ordinary cells at once, or gives back None.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from consortium.validators import refuse_resident_number

Parser = Callable[[str], Any]
YES = frozenset({"예", "네", "y", "yes", "true", "1", "o", "○", "◯", "v", "✓", "√", "해당", "있음", "포함"})
NO = frozenset(
    {"아니오", "아니요", "n", "no", "false", "0", "x", "×", "✗", "-", "해당없음", "없음", "미포함"}
)
SEPARATORS = re.compile(r"[,;|/·\n]+")
IN_DATE = re.compile(r"\s*[.\-/년월]\s*")
FIRST_DAY_OF_EXCEL = date(1899, 12, 30)
SHORT = 12  # letters in which no resident registration number finds room
ORDINARY = re.compile(r"[\x00-\x7f가-힣]*")
ONLY_DIGITS = re.compile("[0-9]+").fullmatch
SERIAL_NUMBERS = range(18_264, 73_051)  # 1950 to 2099, as Excel counts days


def squeezed(words: str) -> str:
    """Words as they are compared: without blanks, signs and case."""
    return re.sub(r"[\W_]+", "", unicodedata.normalize("NFKC", words)).casefold()


def text(longest: int = 200) -> Parser:
    """A text of at most this length; formulas and resident registration numbers are refused."""

    def parse(cell: str) -> str:
        if cell.startswith("="):
            raise ValidationError(_("This is a formula. Enter its result as plain text."))
        if len(cell) > longest:
            raise ValidationError(
                _("This is too long: at most %(longest)s letters, here are %(length)s.")
                % {"longest": longest, "length": len(cell)}
            )
        refuse_resident_number(cell)
        return cell

    def many(cells: Sequence[str]) -> Sequence[str] | None:
        """Short ordinary words, none a formula, are what they are."""
        short = len(max(cells, key=len)) <= min(longest, SHORT)
        words = "\n".join(cells)
        ordinary = ORDINARY.fullmatch(words) is not None and "\n=" not in f"\n{words}"
        return cells if short and ordinary else None

    parse.many = many
    return parse


def choice(choices: Iterable[tuple[str, Any]], synonyms: Mapping[str, str] | None = None) -> Parser:
    """One of these, by its code, its label in any language of the portal, or another name for it."""
    known = list(choices)

    def parse(cell: str) -> str:
        value = _names(known, synonyms).get(squeezed(cell))
        if value is None:
            allowed = ", ".join(str(label) for _value, label in known)
            raise ValidationError(
                _("“%(cell)s” is not known here. Use one of: %(allowed)s.")
                % {"cell": cell[:40], "allowed": allowed}
            )
        return value

    return parse


def choices(known: Iterable[tuple[str, Any]], synonyms: Mapping[str, str] | None = None) -> Parser:
    """Several of these, separated by comma, semicolon, slash, bar or a new line."""
    one = choice(known, synonyms)

    def parse(cell: str) -> list[str]:
        parts = [part.strip() for part in SEPARATORS.split(cell) if part.strip()]
        return sorted({one(part) for part in parts})

    return parse


def _names(known: list[tuple[str, Any]], synonyms: Mapping[str, str] | None) -> dict[str, str]:
    names = {squeezed(name): value for name, value in (synonyms or {}).items()}
    for value, label in known:
        names[squeezed(value)] = value
        names[squeezed(str(label))] = value
    return names


def day() -> Parser:
    """A date as people write it (2025. 3. 19., 2025년 3월 19일, 20250319) or as Excel counts it; ISO out."""

    def parse(cell: str) -> str:
        found = _day_of(cell)
        if found is None:
            raise ValidationError(
                _("“%(cell)s” is not a date. Write it like 2025-03-19.") % {"cell": cell[:40]}
            )
        return found.isoformat()

    return parse


def _day_of(cell: str) -> date | None:
    bare = unicodedata.normalize("NFKC", cell).strip().rstrip("일.").strip()
    if re.fullmatch(r"[0-9]{5}", bare) and int(bare) in SERIAL_NUMBERS:
        return FIRST_DAY_OF_EXCEL + timedelta(days=int(bare))
    if re.fullmatch(r"[0-9]{8}", bare):
        parts = [bare[:4], bare[4:6], bare[6:]]
    else:
        parts = [part for part in IN_DATE.split(bare.split("T")[0].split(" 00:00")[0]) if part]
    if len(parts) != 3 or not all(part.isascii() and part.isdigit() for part in parts) or len(parts[0]) != 4:
        return None
    try:
        return date(*map(int, parts))
    except ValueError:
        return None


def digits(length: int) -> Parser:
    """A number of fixed length as text; zeros that a spreadsheet cut off at the front come back."""

    def parse(cell: str) -> str:
        bare = re.sub(r"[\s\-]", "", unicodedata.normalize("NFKC", cell))
        if not (bare.isascii() and bare.isdigit()) or len(bare) > length:
            raise ValidationError(
                _("“%(cell)s” is not a number of %(length)s digits.") % {"cell": cell[:40], "length": length}
            )
        return bare.zfill(length)

    def many(cells: Sequence[str]) -> Sequence[str] | None:
        """Plain digits need no more than their zeros."""
        short = len(max(cells, key=len)) <= length
        return [cell.zfill(length) for cell in cells] if short and ONLY_DIGITS("".join(cells)) else None

    parse.many = many
    return parse


def whole_number(least: int = 0, most: int = 10**9) -> Parser:
    """A whole number; thousands may be separated by commas."""

    def parse(cell: str) -> int:
        bare = unicodedata.normalize("NFKC", cell).replace(",", "").strip()
        if not re.fullmatch(r"[+-]?[0-9]{1,18}", bare) or not least <= int(bare) <= most:
            raise ValidationError(
                _("“%(cell)s” is not a whole number from %(least)s to %(most)s.")
                % {"cell": cell[:40], "least": least, "most": most}
            )
        return int(bare)

    return parse


def yes_or_no() -> Parser:
    """예, O, Y and the like, or their opposites."""

    def parse(cell: str) -> bool:
        word = unicodedata.normalize("NFKC", cell).strip().casefold()
        if word not in YES | NO:
            raise ValidationError(_("“%(cell)s” is neither yes nor no. Write O or X.") % {"cell": cell[:40]})
        return word in YES

    return parse


def shown(value: Any) -> str:
    """A value in words, where a field says nothing else."""
    if value is None or value == "" or value == []:
        return "-"
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)


def in_words(known: Iterable[tuple[str, Any]]) -> Callable[[Any], str]:
    """Shows codes by their labels."""
    labels = list(known)

    def show(value: Any) -> str:
        words = {code: str(label) for code, label in labels}
        if isinstance(value, list):
            return ", ".join(words.get(one, one) for one in value) or "-"
        return words.get(value, shown(value))

    return show
