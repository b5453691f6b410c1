"""What may be imported into this app; each room registers its own."""

from partners.registry import importing as registry

__all__ = ("registry",)
