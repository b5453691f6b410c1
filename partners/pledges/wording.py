"""What the portal itself writes as the evidence of a delivery: kept in Korean, read in the reader's language.

The parts of the portal that bring deliveries register their words here.
"""

import re
from functools import cache

from django.utils.functional import Promise
from django.utils.translation import override

from consortium.languages import InBoth, in_both

LONGEST = 200
PLACE = re.compile(r"%\((\w+)\)s")

_words: list[Promise] = []


def portal_words(words: Promise) -> Promise:
    """Words with named places that deliveries are recorded with."""
    _words.append(words)
    return words


def written(words: Promise, **facts: object) -> str:
    """The evidence as it is kept: in Korean, whoever was at the keyboard."""
    with override("ko"):
        return (str(words) % {name: str(fact) for name, fact in facts.items()})[:LONGEST]


def as_read(evidence: str) -> str:
    """The portal's own words in the reader's language; what people wrote as they wrote it."""
    for place, words in enumerate(_words):
        for language in ("ko", "en"):
            if found := _pattern(place, language).fullmatch(evidence):
                return str(words) % found.groupdict()
    return evidence


def told(evidence: str) -> InBoth:
    """The evidence for a letter, whose reader is not yet known."""
    return in_both(lambda: as_read(evidence))


@cache
def _pattern(place: int, language: str) -> re.Pattern[str]:
    with override(language):
        parts = PLACE.split(str(_words[place]))
    return re.compile(
        "".join(f"(?P<{part}>.+)" if number % 2 else re.escape(part) for number, part in enumerate(parts))
    )
