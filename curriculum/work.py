"""What this app puts on everybody's home page; each room registers its own."""

from curriculum.codevelopment import work as codevelopment
from curriculum.demand import work as demand
from curriculum.external import work as external
from curriculum.programme import work as programme
from curriculum.roster import work as roster
from curriculum.teaching import work as teaching

__all__ = (
    "codevelopment",
    "demand",
    "external",
    "programme",
    "roster",
    "teaching",
)
