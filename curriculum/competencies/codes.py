"""Codes of competency units, national and own; a leaf that models import."""

import re
from typing import NamedTuple

UNIT_CODE = r"^\d{10}_\d{2}v\d+$"  # 2001020231_23v5: ten digits, year, version
OWN_CODE = r"^[A-Z][A-Z0-9]*(-[A-Z0-9]+)+$"  # SK-AI-01: never taken for a national code
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


def is_national(code: str) -> bool:
    return re.match(UNIT_CODE, code) is not None


def is_own(code: str) -> bool:
    return re.match(OWN_CODE, code) is not None


def parts_of(code: str) -> Parts | None:
    """The parts of a national code; nothing for an own one."""
    found = _PARTS.match(code)
    return Parts(*found.groups()[:5], int(found[6]), int(found[7])) if found else None


def version_of(code: str) -> tuple[int, int]:
    """(version, year): versions of one unit follow one another so."""
    parts = parts_of(code)
    return (parts.version, parts.year) if parts else (0, 0)
