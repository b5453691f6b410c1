"""Lists of this app as files; each room registers its own."""

from curriculum.codevelopment import exports as codevelopment
from curriculum.competencies import exports as competencies
from curriculum.demand import exports as demand
from curriculum.external import exports as external
from curriculum.subjects import exports as subjects
from curriculum.teaching import exports as teaching

__all__ = (
    "codevelopment",
    "competencies",
    "demand",
    "external",
    "subjects",
    "teaching",
)
