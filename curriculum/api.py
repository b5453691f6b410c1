"""Nouns of this app under `/api/v1/<consortium>/`; each room registers its own."""

from curriculum.roster import api as roster

__all__ = ("roster",)
