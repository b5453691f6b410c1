"""Where competency units are used: each app says for its own nouns, so that this app imports none of them.

    register(Use("vacancies", _("Vacancies"), find_vacancies, order=40))

in the `uses.py` of the app, which is found at start. `find(member, units)` gives what the member may know.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

if TYPE_CHECKING:
    from partners.models import Member

CHANGE = gettext_lazy("Change the units")


@dataclass(frozen=True)
class Place:
    """One thing that rests on a unit: its name, its page, and what it has to do with the unit.

    `change_url` is where the reader may have it name another unit; empty where it stands still or is not
    theirs to change.
    """

    unit: int
    title: str
    url: str = ""
    detail: str = ""
    change_url: str = ""
    change_label: str | Promise = CHANGE


@dataclass(frozen=True)
class Use:
    """One kind of thing that names competency units."""

    key: str
    label: str | Promise
    find: Callable[[Member, Collection[int]], list[Place]]
    order: int = 100


_uses: dict[str, Use] = {}


def register(use: Use) -> None:
    _uses[use.key] = use


def uses_of(member: Member, units: Collection[int]) -> list[tuple[Use, list[Place]]]:
    """What rests on these units, by kind; kinds without anything are left out."""
    found = [(use, use.find(member, units)) for use in sorted(_uses.values(), key=lambda one: one.order)]
    return [(use, places) for use, places in found if places]
