"""Codes of competency units, national and own; a leaf that models import."""

import re
from typing import NamedTuple

UNIT_CODE = r"^\d{10}_\d{2}v\d+$"  # 2001020231_23v5: ten digits, year, version
# SK-AI-01, and SK-AI-01_v2 for its second version: never taken for a national code.
OWN_CODE = r"^[A-Z][A-Z0-9]*(-[A-Z0-9]+)+(_v([2-9]|[1-9]\d+))?$"
LONGEST_OWN = 16  # letters; the portal puts the number of a version behind them
ELEMENT_CODE = r"^\d{10}_\d{2}v\d+\.\d+$"
_PARTS = re.compile(r"^(\d{2})(\d{2})(\d{2})(\d{2})(\d{2})_(\d{2})v(\d+)$")


class Parts(NamedTuple):
    """What the ten digits, the year and the version of a national code say."""

    major: str
    middle: str
    minor: str
    detail: str
    unit: str
    year: int
    version: int


def normalised(text: str) -> str:
    """A code as the portal keeps it: without blanks and a leading LM, with a small v."""
    return re.sub(r"^LM", "", "".join(text.split()), flags=re.IGNORECASE).lower()


def typed(text: str) -> str:
    """A code of either kind, however somebody wrote it, as the portal keeps it."""
    national = normalised(text)
    own = "".join(text.split()).upper()
    return national if is_national(national) else re.sub(r"_V(?=\d+$)", "_v", own)


def is_national(code: str) -> bool:
    return re.match(UNIT_CODE, code) is not None


def is_own(code: str) -> bool:
    return re.match(OWN_CODE, code) is not None


def parts_of(code: str) -> Parts | None:
    """The parts of a national code; nothing for an own one."""
    found = _PARTS.match(code)
    return Parts(*found.groups()[:5], int(found[6]), int(found[7])) if found else None


def version_of(code: str) -> tuple[int, int]:
    """(version, year): versions of one unit follow one another so; own codes name no year."""
    parts = parts_of(code)
    if parts:
        return (parts.version, parts.year)
    number = code.partition("_v")[2]
    return (int(number), 0) if is_own(code) and number else (0, 0)


def next_version(code: str) -> str:
    """The code of the version of an own unit that follows this one."""
    number = version_of(code)[0]
    return f"{code.partition('_')[0]}_v{max(number, 1) + 1}"
