"""What this app's records show for the criteria of a call; each room registers its own."""

from curriculum.codevelopment import evidence as codevelopment

__all__ = ("codevelopment",)
