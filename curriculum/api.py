"""Nouns of this app under `/api/v1/<consortium>/`; each room registers its own."""

from curriculum.codevelopment import api as codevelopment
from curriculum.competencies import api as competencies
from curriculum.demand import api as demand
from curriculum.external import api as external
from curriculum.programme import api as programme
from curriculum.roster import api as roster
from curriculum.subjects import api as subjects
from curriculum.teaching import api as teaching

__all__ = (
    "codevelopment",
    "competencies",
    "demand",
    "external",
    "programme",
    "roster",
    "subjects",
    "teaching",
)
