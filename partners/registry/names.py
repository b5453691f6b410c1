"""Names as searches compare them: without legal form, brackets, blanks and case.

PostgreSQL's `partner_search_name()` (migration 0006) computes the same for stored names.
"""

import re

from consortium import hangul
from partners.registry.numbers import digits_of

MOST_WORDS = 5
LONGEST = 40  # letters; as long as a stored search key
BRACKETS = re.compile(r"\([^()]*\)|（[^（）]*）")
LEGAL_FORM = re.compile(
    r"\((?:주|유|사|재)\)|㈜|주식회사|유한책임회사|유한회사|사단법인|재단법인|사회복지법인|학교법인"
)
ENGLISH_FORM = re.compile(r"\b(?:co|ltd|inc|corp|llc)\b")
LEFT_OUT = re.compile(r"[\s!-/:-@\[-`{-~·ㆍ・‧（）]")


def compared(text: str) -> str:
    """A name as it is compared: (주) 엘지 유플러스 and 엘지(LG)유플러스 are the same."""
    plain = hangul.typed(text).lower()
    return _squeezed(BRACKETS.sub("", plain)) or _squeezed(plain)


def search_words(text: str) -> list[str]:
    """The words of a search, each to be found somewhere in a name; a typed number is one word."""
    digits = digits_of(text)
    if digits.isdigit():
        return [digits[:LONGEST]]
    squeezed = (_squeezed(word)[:LONGEST] for word in hangul.typed(text).lower().split())
    return [word for word in squeezed if word][:MOST_WORDS]


def _squeezed(text: str) -> str:
    without_form = ENGLISH_FORM.sub("", LEGAL_FORM.sub("", text))
    return LEFT_OUT.sub("", without_form.replace("+", "plus"))
