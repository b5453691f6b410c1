"""What may be imported into this app; each room registers its own."""

from curriculum.competencies import importing as competencies
from curriculum.roster import importing as roster

__all__ = ("competencies", "roster")
