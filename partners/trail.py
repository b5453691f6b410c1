"""What was changed about a row, and by whom, as a page tells it from the database's own history."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import Model
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from partners.models import Member


@dataclass(frozen=True)
class Difference:
    """One field before and after."""

    label: str
    before: str
    after: str


@dataclass
class Change:
    """One thing that somebody did, and why where a reason was asked."""

    at: datetime
    what: str | Promise
    by: str | Promise = ""
    detail: str = ""
    reason: str = ""
    differences: list[Difference] = field(default_factory=list)


def newest_first(found: Iterable[tuple[Model, Change]], most: int, *, by: Member) -> list[Change]:
    """The latest of these events' changes, with the names of those who made them."""
    latest = sorted(found, key=lambda pair: (pair[0].pgh_created_at, pair[0].pgh_id), reverse=True)[:most]
    names = names_of_authors((event for event, _change in latest), by=by)
    for event, change in latest:
        change.by = names.get(author_of(event), _("the system"))
    return [change for _event, change in latest]


def author_of(event: Model) -> int | None:
    """The id of the member who wrote this event; None for the system."""
    return (event.pgh_context or {}).get("member")


def names_of_authors(events: Iterable[Model], *, by: Member) -> dict[int, str]:
    """Names and roles of the members who wrote these events, also of those who have left since."""
    pks = {author for author in map(author_of, events) if author}
    members = Member.objects.visible_to(by).filter(pk__in=pks).select_related("user") if pks else ()
    return {member.pk: str(member) for member in members}
