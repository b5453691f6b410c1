"""What stands in both languages, as the reader reads it."""

from django.utils.translation import get_language


def in_readers_language(korean: str, english: str) -> str:
    """Korean is the binding text; English stands in for it where the reader wants it and there is one."""
    return (english or korean) if get_language() == "en" else korean
