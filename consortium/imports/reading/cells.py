"""The text of a cell, the same wherever the file was written."""

from __future__ import annotations

import unicodedata

RISKY = ("=", "+", "-", "@", "|", "%")
INVISIBLE = dict.fromkeys(map(ord, "\u200b\u200c\u200d\ufeff\u00ad\x00"))


def tidy(cells: list[str]) -> list[str]:
    """Each cell tidied, empty ones at the end cut off."""
    texts = [tidied(cell) if cell else "" for cell in cells]
    while texts and not texts[-1]:
        texts.pop()
    return texts


def tidied(cell: str) -> str:
    """Composed letters (macOS takes syllables apart), no blanks around, nothing invisible.

    An apostrophe ahead of a sign is ours: rows are given back with it so that no spreadsheet calculates.
    """
    if not cell.isascii():
        cell = unicodedata.normalize("NFC", cell).translate(INVISIBLE)
    text = cell.strip()
    return text[1:] if text[:1] == "'" and text[1:].startswith(RISKY) else text
