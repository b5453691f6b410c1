"""What this app puts on everybody's home page; each room registers its own."""

from partners.pledges import work as pledges

__all__ = ("pledges",)
