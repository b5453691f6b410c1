"""What may be imported into this app; each room registers its own."""

from curriculum.competencies import importing as competencies

__all__ = ("competencies",)
