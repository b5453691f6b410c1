"""What this app puts on everybody's home page; each room registers its own."""

from partners.agreements import work as agreements
from partners.people import work as people
from partners.pledges import work as pledges
from partners.programme import work as programme
from partners.registry import work as registry

__all__ = ("agreements", "people", "pledges", "programme", "registry")
