"""Who changed what about an agreement, in words: read from the history that the database writes itself."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from django.db.models import Model
from django.utils.formats import localize
from django.utils.translation import gettext_lazy as _

from partners.models import Agreement, Amendment, Clause, Member, Signatory
from partners.trail import Change, Difference, newest_first

SHOWN = 60
OF_AGREEMENT = (
    "title",
    "purpose",
    "starts_on",
    "valid_until",
    "place",
    "amount",
    "state",
    "signed_on",
    "terminated_on",
)
OF_AMENDMENT = ("title", "effective_from", "state", "takes_effect_on")
LABELS = {"purpose": _("Purpose"), "valid_until": _("Valid until"), "amount": _("Amount of money")}
STEPS = {
    (Agreement, "insert"): _("Agreement drafted"),
    (Agreement, "update"): _("Agreement changed"),
    (Clause, "insert"): _("Clause written"),
    (Clause, "update"): _("Clause changed"),
    (Clause, "delete"): _("Clause taken out"),
    (Signatory, "insert"): _("Party named"),
    (Signatory, "update"): _("Party changed"),
    (Signatory, "delete"): _("Party taken out"),
    (Amendment, "insert"): _("Amendment drafted"),
    (Amendment, "update"): _("Amendment changed"),
}


def changes_of(agreement: Agreement, *, by: Member) -> list[Change]:
    """The latest changes of an agreement, its clauses, parties and amendments, newest first."""
    found = [
        *_compared(Agreement, {"pgh_obj": agreement.pk}, OF_AGREEMENT, lambda event: ""),
        *_listed(Clause, agreement, lambda event: f"{event.number}. {event.text}"),
        *_listed(Signatory, agreement, lambda event: event.partner.name, "partner"),
        *_compared(
            Amendment,
            {"agreement": agreement.pk},
            OF_AMENDMENT,
            lambda event: f"{event.number}. {event.title}",
        ),
    ]
    return newest_first(found, SHOWN, by=by)


def _compared(
    model: type[Model], where: dict[str, int], fields: tuple[str, ...], describe: object
) -> Iterator[tuple[Model, Change]]:
    """Each event against the one before it, where something that counts became different."""
    events = list(model.pgh_event_model.objects.filter(**where).order_by("-pgh_id")[: SHOWN + 1])[::-1]
    rows: dict[int, list[Model]] = {}
    for event in events:
        rows.setdefault(event.pgh_obj_id, []).append(event)
    for row in rows.values():
        if row[0].pgh_label == "insert":
            yield row[0], _change(model, row[0], describe)
        for before, after in pairwise(row):
            change = _change(model, after, describe)
            change.differences = _differences(before, after, fields)
            if change.differences:
                yield after, change


def _listed(
    model: type[Model], agreement: Agreement, describe: object, *related: str
) -> Iterator[tuple[Model, Change]]:
    events = model.pgh_event_model.objects.filter(agreement=agreement.pk).select_related(*related)
    for event in events.order_by("-pgh_id")[:SHOWN]:
        yield event, _change(model, event, describe)


def _change(model: type[Model], event: Model, describe: object) -> Change:
    return Change(at=event.pgh_created_at, what=STEPS[model, event.pgh_label], detail=describe(event))


def _differences(before: Model, after: Model, fields: tuple[str, ...]) -> list[Difference]:
    return [
        Difference(
            str(LABELS.get(name) or after._meta.get_field(name).verbose_name),
            _in_words(before, name),
            _in_words(after, name),
        )
        for name in fields
        if getattr(before, name) != getattr(after, name)
    ]


def _in_words(event: Model, name: str) -> str:
    value = event.get_state_display() if name == "state" else getattr(event, name)
    if value in (None, ""):
        return "-"
    return value if isinstance(value, str) else str(localize(value))
