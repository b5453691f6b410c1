"""What must be there before a consortium can work; each room registers its own."""

from curriculum.programme import readiness as programme
from curriculum.roster import readiness as roster

__all__ = ("programme", "roster")
