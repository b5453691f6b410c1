"""What this app puts on everybody's home page; each room registers its own."""

from curriculum.programme import work as programme
from curriculum.roster import work as roster

__all__ = ("programme", "roster")
