"""What this app puts on everybody's home page; each room registers its own."""

from partners.pledges import work as pledges
from partners.programme import work as programme

__all__ = ("pledges", "programme")
