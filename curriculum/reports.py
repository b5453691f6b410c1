"""Reports of this app; each room registers its own."""

from curriculum.roster import reports as roster

__all__ = ("roster",)
