"""Open work of somebody who leaves: a registry that each app fills in its own `handover.py`.

A source finds what a person holds and hands it to a successor; one without `transfer` names work that
belongs to the organisation and stays with its roles, so that an administrator sees that it stays.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.functional import Promise

if TYPE_CHECKING:
    from partners.models import Member

Transfer = Callable[[Sequence[Any], "Member | None", "Member"], None]


@dataclass(frozen=True)
class Source:
    """One kind of open work: `find(member)` gives it, `transfer(items, to, by)` hands it on.

    `find` and `transfer` run in the ending's own transaction. `to` is None where the work is left to the
    role; a source that cannot be left to a role says `needs_person`.
    """

    key: str
    label: str | Promise
    find: Callable[[Member], Sequence[Any]]
    transfer: Transfer | None = None
    needs_person: bool = False


@dataclass(frozen=True)
class Holding:
    """What one person holds of one kind."""

    source: Source
    items: list[Any]

    @property
    def key(self) -> str:
        return self.source.key

    @property
    def label(self) -> str | Promise:
        return self.source.label

    @property
    def moves(self) -> bool:
        return self.source.transfer is not None


_sources: list[Source] = []


def register(source: Source) -> None:
    """Look at this kind of work whenever somebody leaves."""
    if source not in _sources:
        _sources.append(source)


def holdings_of(member: Member) -> list[Holding]:
    """Every kind of open work that this person holds, as whoever asks may see it."""
    found = (Holding(source, list(source.find(member))) for source in _sources)
    return [holding for holding in found if holding.items]
