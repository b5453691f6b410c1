"""Evidence for a call's criteria, found in live records: a registry that higher apps fill as well."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.functional import Promise

if TYPE_CHECKING:
    from partners.models import Member

SHOWN = 3  # lines per source; the page behind has the rest


@dataclass(frozen=True)
class Line:
    """One record that shows something, and the page where it stands."""

    text: str
    url: str = ""


@dataclass(frozen=True)
class Found:
    """What the records show: how many there are, the first of them, and what is still missing."""

    count: int
    lines: tuple[Line, ...] = ()
    missing: str | Promise = ""

    @property
    def is_enough(self) -> bool:
        return self.count > 0 and not self.missing


@dataclass(frozen=True)
class Source:
    """A kind of record that can be evidence; `find` reads it with the member's own rights."""

    key: str
    label: str | Promise
    find: Callable[[Member], Found]


_sources: dict[str, Source] = {}


def register(source: Source) -> None:
    """Offer a kind of record as evidence."""
    _sources[source.key] = source


def sources() -> list[Source]:
    """Every kind of record that can be evidence, by name."""
    return sorted(_sources.values(), key=lambda source: str(source.label))


def find_evidence(keys: set[str], member: Member) -> dict[str, Found]:
    """What the records show now for these kinds, each asked once; a kind nobody offers is left out."""
    return {key: _sources[key].find(member) for key in sorted(keys & set(_sources))}


def label_of(key: str) -> str:
    return str(_sources[key].label) if key in _sources else ""
