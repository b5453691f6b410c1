"""The main menu: a registry that each app fills in its own `navigation.py`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from consortium.shell.people import Member

OPERATOR_NAMESPACE = "operator:"


@dataclass(frozen=True)
class Section:
    """A heading of the menu, under which apps put entries that are looked for together."""

    label: str | Promise


@dataclass(frozen=True)
class Entry:
    """One menu entry, for the roles that have work behind it; `roles=None` means every member."""

    label: str | Promise
    url_name: str
    roles: Iterable[str] | None
    order: int
    section: Section | None = None

    def is_for(self, member: Member) -> bool:
        """Members of a consortium see its entries; the operator sees the operator's area only."""
        if self.url_name.startswith(OPERATOR_NAMESPACE) != (member.consortium is None):
            return False
        return self.roles is None or member.role in self.roles


@dataclass(frozen=True)
class Link:
    """An entry as one member sees it on one page; `current` is the value of `aria-current`."""

    label: str | Promise
    url: str
    current: str = ""
    about: str | Promise = ""
    section: Section | None = None


@dataclass(frozen=True)
class Group:
    """The entries of one section, as one member sees them on one page."""

    label: str | Promise
    links: list[Link]

    @property
    def holds_here(self) -> bool:
        """Whether the present page belongs to one of the entries."""
        return any(link.current for link in self.links)


RESULTS = Section(_("Results and rules"))

_entries: list[Entry] = []
_counters: list[tuple[str, Callable[[int], int]]] = []


def register(entry: Entry) -> None:
    """Add an entry to the menu; entries stand in the order of `order`."""
    if entry not in _entries:
        _entries.append(entry)
        _entries.sort(key=lambda known: known.order)


def register_bell(url_name: str, unread: Callable[[int], int]) -> None:
    """The page behind the bell in the header, and a cheap count of what a user has not read."""
    _counters[:] = [(url_name, unread)]


def links(member: Member, path: str) -> list[Link]:
    """Every page in the menu of this member, with the entry of the present page marked."""
    made = [(entry, address(entry.url_name, member)) for entry in _entries if entry.is_for(member)]
    here = max((url for _, url in made if path.startswith(url)), key=len, default="")
    home = address("home", member) if member.consortium else ""
    return [
        Link(entry.label, url, _current(url, path, here, home), section=entry.section) for entry, url in made
    ]


def menu(member: Member, path: str) -> list[Link | Group]:
    """The menu under its headings; each stands where its first entry would, and not for a single one."""
    places: dict[object, list[Link]] = {}
    for link in links(member, path):
        places.setdefault(link.section or link.url, []).append(link)
    return [
        Group(place.label, found) if isinstance(place, Section) and len(found) > 1 else found[0]
        for place, found in places.items()
    ]


def _current(url: str, path: str, here: str, home: str) -> str:
    """`page` on the entry's own page, `true` on the pages below it; home marks only itself."""
    if url == path:
        return "page"
    return "true" if url == here and url != home else ""


def bell(member: Member) -> tuple[str, int] | None:
    """Address and count of the bell, or None where nobody registered one."""
    if not _counters or member.consortium is None:
        return None
    url_name, unread = _counters[0]
    return address(url_name, member), unread(member.user_id)


def address(url_name: str, member: Member) -> str:
    """A named page inside the member's consortium, or in the operator's area."""
    return reverse(url_name, args=[member.consortium.slug] if member.consortium else [])


register(Entry(_("My work"), "home", None, 0))
