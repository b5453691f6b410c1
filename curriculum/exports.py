"""Lists of this app as files; each room registers its own."""

from curriculum.subjects import exports as subjects

__all__ = ("subjects",)
