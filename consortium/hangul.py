"""Initial consonants (초성), as people type them to find a name quickly."""

import re
import unicodedata

CONSONANTS = "ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎ"
FIRST_SYLLABLE, LAST_SYLLABLE = "가", "힣"
SYLLABLES_PER_CONSONANT = 588
# A keyboard joins two consonants typed in a row: ㄱ and ㅅ arrive as ㄳ.
JOINED = str.maketrans(
    {"ㄳ": "ㄱㅅ", "ㄵ": "ㄴㅈ", "ㄶ": "ㄴㅎ", "ㄺ": "ㄹㄱ", "ㄻ": "ㄹㅁ", "ㄼ": "ㄹㅂ"}
    | {"ㄽ": "ㄹㅅ", "ㄾ": "ㄹㅌ", "ㄿ": "ㄹㅍ", "ㅀ": "ㄹㅎ", "ㅄ": "ㅂㅅ"}
    | {chr(0x1100 + place): consonant for place, consonant in enumerate(CONSONANTS)}
)
LONGEST_SEARCH = 50  # letters
MOST_WORDS = 5
# Migrations make it; a Hangul syllable stands for its initial consonant, all else for itself.
INITIALS_FUNCTION = f"""
CREATE OR REPLACE FUNCTION korean_initials(name text) RETURNS text
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN (
    SELECT coalesce(string_agg(
        CASE WHEN ascii(letter) BETWEEN {ord(FIRST_SYLLABLE)} AND {ord(LAST_SYLLABLE)}
             THEN substr('{CONSONANTS}',
                         (ascii(letter) - {ord(FIRST_SYLLABLE)}) / {SYLLABLES_PER_CONSONANT} + 1, 1)
             ELSE letter END,
        '' ORDER BY position), '')
    FROM string_to_table(name, NULL) WITH ORDINALITY AS letters (letter, position)
)
"""  # noqa: S608 - numbers and letters of this file


def composed(text: str) -> str:
    """Text as the roster keeps it: syllables composed (macOS sends them in parts), single spaces."""
    return " ".join(unicodedata.normalize("NFC", text).split())


def searched(text: str) -> str:
    """What somebody looks for: its first letters and words, which find all that more would find.

    A search costs with each word, so nobody can occupy the database with a long one; PostgreSQL's
    text knows no NUL.
    """
    text = composed(text[: 4 * LONGEST_SEARCH].replace("\0", " "))[:LONGEST_SEARCH]
    return " ".join(text.split()[:MOST_WORDS])


def typed(text: str) -> str:
    """A search as typed, with joined and conjoining consonants as single letters."""
    return composed(text).translate(JOINED)


def initials(text: str) -> str:
    """The initial consonants of a name; what is no Hangul syllable stands for itself.

    PostgreSQL's `korean_initials()` computes the same for the stored column.
    """
    return "".join(_initial(letter) for letter in text)


def leading_syllables(text: str) -> str:
    """The part of a search before its first lone consonant: 김 in 김ㄱㄹ."""
    return re.split(f"[{CONSONANTS}]", text, maxsplit=1)[0]


def pattern_of(text: str) -> str:
    """A regular expression in which each lone consonant stands for all its syllables: ㅅㄱ finds 세경."""
    return "".join(map(_letter_pattern, text))


def _letter_pattern(letter: str) -> str:
    if letter not in CONSONANTS:
        return re.escape(letter)
    first = ord(FIRST_SYLLABLE) + CONSONANTS.index(letter) * SYLLABLES_PER_CONSONANT
    return f"[{letter}{chr(first)}-{chr(first + SYLLABLES_PER_CONSONANT - 1)}]"


def _initial(letter: str) -> str:
    if not FIRST_SYLLABLE <= letter <= LAST_SYLLABLE:
        return letter
    return CONSONANTS[(ord(letter) - ord(FIRST_SYLLABLE)) // SYLLABLES_PER_CONSONANT]
