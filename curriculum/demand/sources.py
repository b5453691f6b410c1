"""Where demand comes from: each app brings what its own nouns ask for, so that this app imports none.

    register(Source("vacancies", _("Vacancies"), find, order=20))

in the `uses.py` of the app, which is found at start.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from django.utils.functional import Promise

if TYPE_CHECKING:
    from partners.models import Member


@dataclass(frozen=True)
class Asking:
    """One job that needs one unit: how many such jobs, and how much the unit weighs in them.

    Where the reader may not know who asks, `who`, `title`, `url` and `company` are empty: the figure counts.
    """

    unit: int
    jobs: int
    weight: Decimal
    who: str = ""
    title: str = ""
    url: str = ""
    company: int | None = None
    department: int | None = None  # none: every department trains for it

    @property
    def demand(self) -> Decimal:
        """Jobs × weight."""
        return self.jobs * self.weight


@dataclass(frozen=True)
class Source:
    """One kind of demand."""

    key: str
    label: str | Promise
    find: Callable[[Member], list[Asking]]
    order: int = 100


_sources: dict[str, Source] = {}


def register(source: Source) -> None:
    _sources[source.key] = source


def sources() -> list[Source]:
    return sorted(_sources.values(), key=lambda one: one.order)
