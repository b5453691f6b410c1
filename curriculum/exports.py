"""Lists of this app as files; each room registers its own."""

from curriculum.codevelopment import exports as codevelopment
from curriculum.external import exports as external
from curriculum.subjects import exports as subjects

__all__ = (
    "codevelopment",
    "external",
    "subjects",
)
