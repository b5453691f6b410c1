"""Reports of this app; each room registers its own."""

from partners.agreements import reports as agreements
from partners.people import reports as people
from partners.pledges import reports as pledges
from partners.programme import reports as programme

__all__ = ("agreements", "people", "pledges", "programme")
