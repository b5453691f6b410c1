"""Who changed what about a partner, in words: read from the history that the database writes itself."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from itertools import pairwise

from django.apps import apps
from django.db.models import Field
from django.utils.formats import localize
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from consortium.accounts.models import User
from partners.models import Apart, AssociationMembership, Contact, Member, Merger, Participation, Partner
from partners.registry.services.partners import FACTS

SHOWN = 100  # events of each kind
WORDS = {
    Partner: (_("Entered"), _("Corrected")),
    Participation: (_("Takes part"), _("Participation changed")),
    Contact: (_("Contact entered"), _("Contact changed")),
    Apart: (_("Told apart from an entry that looks alike"), _("No longer told apart from another entry")),
    AssociationMembership: (
        _("Joined an association"),
        _("Membership in an association changed"),
    ),
}


@dataclass
class Change:
    """One thing that somebody did to a partner."""

    at: datetime
    what: str | Promise
    by: str = ""
    detail: str = ""
    differences: list[tuple[str, str, str]] = field(default_factory=list)
    user_id: int | None = None


def changes_of(partner: Partner, *, by: Member) -> list[Change]:
    """Everything that was changed about a partner in this consortium, newest first; contacts by name only."""
    found = [
        *_of_facts(partner),
        *_of_rows(Participation, {"partner": partner.pk, "consortium": by.consortium_id}),
        *_of_rows(Contact, {"partner": partner.pk, "consortium": by.consortium_id}),
        *_of_rows(AssociationMembership, {"company": partner.pk, "consortium": by.consortium_id}),
        *_of_mergers(partner, by),
        *_of_aparts(partner, by),
    ]
    users = User.objects.filter(pk__in={change.user_id for change in found if change.user_id})
    names = {user.pk: str(user) for user in users}
    for change in found:
        change.by = names.get(change.user_id, "")
    return sorted(found, key=lambda change: change.at, reverse=True)


def _events(model: type, about: dict[str, int]) -> list[object]:
    events = apps.get_model("partners", f"{model.__name__}Event").objects.filter(**about)
    return list(events.order_by("-pgh_id")[:SHOWN])[::-1]


def _change(event: object, model: type, **more: object) -> Change:
    entered, changed = WORDS[model]
    what = entered if event.pgh_label == "insert" else changed
    return Change(event.pgh_created_at, what, user_id=(event.pgh_context or {}).get("user"), **more)


def _of_facts(partner: Partner) -> Iterator[Change]:
    events = _events(Partner, {"pgh_obj": partner.pk})
    if events and events[0].pgh_label == "insert":
        yield _change(events[0], Partner, detail=events[0].name)
    for before, after in pairwise(events):
        yield _change(after, Partner, differences=_differences(before, after))


def _differences(before: object, after: object) -> list[tuple[str, str, str]]:
    fields = [Partner._meta.get_field(name) for name in FACTS]
    return [
        (str(one.verbose_name), _words(one, before), _words(one, after))
        for one in fields
        if getattr(before, one.attname) != getattr(after, one.attname)
    ]


def _words(one: Field, event: object) -> str:
    value = getattr(event, one.attname)
    if value in (None, "", []):
        return "-"
    if one.is_relation:
        related = one.related_model._base_manager.filter(pk=value).first()
        return str(related or "-")
    if isinstance(value, list):
        return ", ".join(str(dict(one.base_field.choices).get(part, part)) for part in value)
    return str(dict(one.flatchoices).get(value, localize(value)))


def _of_rows(model: type, about: dict[str, int]) -> Iterator[Change]:
    for event in _events(model, about):
        yield _change(event, model, detail=str(getattr(event, "name", "")))


def _of_aparts(partner: Partner, by: Member) -> Iterator[Change]:
    """With which entries it was called not the same, and when that was taken back."""
    known = {"consortium": by.consortium_id}
    events = [*_events(Apart, known | {"first": partner.pk}), *_events(Apart, known | {"second": partner.pk})]
    others = Partner.objects.in_bulk({event.first_id + event.second_id - partner.pk for event in events})
    for event in events:
        other = others.get(event.first_id + event.second_id - partner.pk)
        yield _change(event, Apart, detail=str(other or ""))


def _of_mergers(partner: Partner, by: Member) -> Iterator[Change]:
    mergers = Merger.objects.visible_to(by).filter(survivor=partner)
    for merger in mergers.select_related("absorbed", "by"):
        yield Change(
            merger.at,
            _("Another entry was merged into this one"),
            detail=f"{merger.absorbed.name} · {merger.reason}",
            user_id=merger.by.user_id,
        )
