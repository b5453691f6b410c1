"""The text of cells, the same wherever the file was written, treated by the thousand."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

THIRTEEN = 13  # digits of a resident registration number
CELL, ROW = "\x01", "\x02"  # behind each cell and each row of the plain rows; no cell holds them
RISKY = ("=", "+", "-", "@", "|", "%")
INVISIBLE = "\u200b\u200c\u200d\ufeff\u00ad\x00\x1c\x1d\x1e\x1f"
WITHOUT = dict.fromkeys(map(ord, INVISIBLE))
BLANK_AT_AN_END = re.compile(r"(?<=[\x01\x02])\s+|\s+(?=[\x01\x02])")
EMPTY_AT_THE_END = re.compile(r"\x01+(?=\x02)")
OUR_APOSTROPHE = re.compile(r"(?<=[\x01\x02])'(?=[=+\-@|%])")
BLANKS = [chr(code) for code in range(0x3001) if chr(code).isspace()]
BORDERS = (CELL, ROW)
USUAL = re.compile(r"[\x00-\x7f가-힣]*")


def as_plain(records: list[list[str]]) -> str:
    """These rows as one text: each cell tidied, empty ones at the end of a row cut off.

    Composed letters (macOS takes syllables apart), no blanks around, nothing invisible. An apostrophe
    ahead of a sign is ours: rows are given back with it so that no spreadsheet calculates.
    """
    text = f"{ROW}{ROW.join(map(CELL.join, records))}{ROW}"
    if text.count(ROW) != len(records) + 1 or text.count(CELL) != _borders(records):
        records = [[cell.replace(CELL, "").replace(ROW, "") for cell in cells] for cells in records]
        text = f"{ROW}{ROW.join(map(CELL.join, records))}{ROW}"
    if not text.isascii():
        text = unicodedata.normalize("NFC", text)
    if any(letter in text for letter in INVISIBLE):
        text = text.translate(WITHOUT)
    if _has_blank_at_an_end(text):
        text = BLANK_AT_AN_END.sub("", text)
    if CELL + ROW in text:
        text = EMPTY_AT_THE_END.sub("", text)
    if "'" in text:
        text = OUR_APOSTROPHE.sub("", text)
    return text[1:]


def _borders(records: list[list[str]]) -> int:
    """How many borders there are between the cells of these rows."""
    return sum(map(len, records)) - len(records) + records.count([])


def as_rows(text: str) -> Iterable[list[str]]:
    """The rows that a whole number of them in plain form holds."""
    return [line.split(CELL) if line else [] for line in text.split(ROW)[:-1]]


def may_hold_thirteen_digits(text: str) -> bool:
    """Whether any cell of plain rows is long or unusual enough to be looked at for a resident number."""
    longest = max(map(len, text.replace(ROW, CELL).split(CELL)))
    return longest >= THIRTEEN or USUAL.fullmatch(text) is None


def _has_blank_at_an_end(text: str) -> bool:
    """Looks for pairs of letters, which is far quicker than the expression that takes them away."""
    return any(
        blank + border in text or border + blank in text
        for blank in BLANKS
        if blank in text
        for border in BORDERS
    )
