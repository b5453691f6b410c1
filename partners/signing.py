"""What this app lets be signed; each room registers its own."""

from partners.agreements import signing as agreements

__all__ = ("agreements",)
