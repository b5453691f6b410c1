"""My work today: a registry of what waits, what is late and what changed, filled by each app's `work.py`."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TYPE_CHECKING, Literal

from django.utils.functional import Promise

from consortium.shell import navigation

if TYPE_CHECKING:
    from collections.abc import Callable

    from consortium.shell.people import Member

Kind = Literal["waits", "late", "changed"]
MOST = 100  # items that a source gives at most; a column of so many says "100 or more"
SHOWN = 6  # items of a column before one asks for all of them
FIGURES = 4


@dataclass(frozen=True)
class WorkItem:
    """One thing for one person, with the one button that leads to it.

    `due` orders what waits and what is late; `at` orders what changed; `detail` says by whom or why.
    """

    title: str | Promise
    url: str
    action: str | Promise
    due: date | None = None
    at: datetime | None = None
    detail: str | Promise = ""


@dataclass(frozen=True)
class Source:
    """Finds a member's items of one kind, all there are up to `MOST`, the most pressing first.

    Columns count what sources give: a source that gives less than there is makes the count false. Where
    each item names a student, reading them only to count them would fill the access record. Such a source
    has a `count(member, since)`, and its `find(member, most)` reads no more than is shown.
    """

    kind: Kind
    find: Callable[..., list[WorkItem]]
    count: Callable[[Member, datetime], int] | None = None


@dataclass(frozen=True)
class Figure:
    """One number of a role with its definition, and the values before it for a small trend line."""

    label: str | Promise
    value: str
    definition: str | Promise
    url: str | None = None
    points: list[float] = field(default_factory=list)


@dataclass(frozen=True)
class Suggestion:
    """A likely next thing, offered to someone who has nothing waiting."""

    title: str | Promise
    text: str | Promise
    url_name: str
    roles: frozenset[str] | None
    order: int = 0


_sources: list[Source] = []
_figures: list[Callable[[Member], list[Figure]]] = []
_suggestions: list[Suggestion] = []


def register(source: Source) -> None:
    """Add a source of work items to everybody's home page."""
    if source not in _sources:
        _sources.append(source)


def register_figures(find: Callable[[Member], list[Figure]]) -> None:
    """Add figures; the first four that apps give for a member are shown."""
    if find not in _figures:
        _figures.append(find)


def register_suggestion(suggestion: Suggestion) -> None:
    """Offer a page as the likely next thing; the first two for a role are shown when nothing waits."""
    if suggestion not in _suggestions:
        _suggestions.append(suggestion)
        _suggestions.sort(key=lambda known: known.order)


@dataclass(frozen=True)
class Column:
    """One column of the home page: how many items there are, and those that are shown."""

    kind: Kind
    items: list[WorkItem]
    total: int
    whole: bool

    @property
    def shown(self) -> list[WorkItem]:
        return self.items if self.whole else self.items[:SHOWN]

    @property
    def has_more(self) -> bool:
        return self.total > len(self.shown) and not self.whole

    @property
    def can_fold(self) -> bool:
        return self.whole and len(self.items) > SHOWN

    @property
    def count(self) -> str:
        """The number of items, or that there are at least so many."""
        return str(self.total) if self.total < MOST else f"{MOST}+"


def column(kind: Kind, member: Member, since: datetime, *, whole: bool = False) -> Column:
    """What waits or is late, the oldest due date first; what changed after `since`, the newest first."""
    items, total = [], 0
    for source in _sources:
        if source.kind != kind:
            continue
        found = source.find(member, MOST if whole else SHOWN) if source.count else source.find(member)
        if kind == "changed":
            found = [item for item in found if item.at and item.at > since]
        items += found
        total += source.count(member, since) if source.count else len(found)
    if kind == "changed":
        return Column(kind, sorted(items, key=lambda item: item.at, reverse=True), total, whole)
    return Column(kind, _by_due_date(items), total, whole)


def figures(member: Member) -> list[Figure]:
    """The four figures of this member's role."""
    return [figure for find in _figures for figure in find(member)][:FIGURES]


def suggestions(member: Member) -> list[navigation.Link]:
    """The two likeliest next things for this role: what apps suggest, else the first pages of the menu."""
    suggested = [
        navigation.Link(one.title, navigation.address(one.url_name, member), about=one.text)
        for one in _suggestions
        if one.roles is None or member.role in one.roles
    ]
    home = navigation.address("home", member)
    known = {home} | {link.url for link in suggested}
    suggested += [link for link in navigation.links(member, home) if link.url not in known]
    return suggested[:2]


def _by_due_date(items: list[WorkItem]) -> list[WorkItem]:
    return sorted(items, key=lambda item: (item.due is None, item.due or date.max))
