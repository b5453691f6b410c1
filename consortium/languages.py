"""What stands in both languages, as the reader reads it."""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.translation import get_language, override


def in_readers_language(korean: str, english: str) -> str:
    """Korean is the binding text; English stands in for it where the reader wants it and there is one."""
    return (english or korean) if get_language() == "en" else korean


@dataclass(frozen=True)
class InBoth:
    """A word that is kept in both languages, because who reads it is not yet known."""

    korean: str
    english: str

    def __str__(self) -> str:
        return in_readers_language(self.korean, self.english)


def in_both(say: Callable[[], object]) -> InBoth:
    """What is said in the reader's language, said in both."""
    with override("ko"):
        korean = str(say())
    with override("en"):
        return InBoth(korean, str(say()))
