"""Nouns of this app under `/api/v1/<consortium>/`; each room registers its own."""

from partners.agreements import api as agreements
from partners.people import api as people
from partners.pledges import api as pledges
from partners.programme import api as programme
from partners.registry import api as registry

__all__ = ("agreements", "people", "pledges", "programme", "registry")
