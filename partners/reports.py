"""Reports of this app; each room registers its own."""

from partners.programme import reports as programme

__all__ = ("programme",)
