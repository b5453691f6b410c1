"""Reports of this app; each room registers its own."""

from curriculum.codevelopment import reports as codevelopment
from curriculum.demand import reports as demand
from curriculum.portfolio import reports as portfolio
from curriculum.programme import reports as programme
from curriculum.roster import reports as roster

__all__ = (
    "codevelopment",
    "demand",
    "portfolio",
    "programme",
    "roster",
)
