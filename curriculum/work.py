"""What this app puts on everybody's home page; each room registers its own."""

from curriculum.roster import work as roster

__all__ = ("roster",)
