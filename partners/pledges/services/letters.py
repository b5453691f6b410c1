"""Who is told of what: the school's verifiers, the coordinator, the people of the partner."""

from __future__ import annotations

from collections.abc import Iterable

from django.urls import reverse

from consortium.languages import InBoth
from consortium.notifications.services import notify
from consortium.rowlevel import SYSTEM, acting_as
from partners.models import Delivery, Member, Pledge
from partners.pledges.policies import KEEPERS, PROMISERS, VERIFIERS
from partners.states import Role


def tell_partner(event: str, pledge: Pledge, *, by: Member, key: str, **words: str | InBoth) -> None:
    """The people of the partner that promised; students of a school that promised are not among them."""
    logins = _logins(pledge.consortium_id, pledge.partner_id).exclude(role=Role.STUDENT)
    _tell(event, pledge, logins, by, key, words)


def tell_administrators(event: str, pledge: Pledge, *, by: Member, key: str, **words: str | InBoth) -> None:
    """Those who may promise for the partner."""
    logins = _logins(pledge.consortium_id, pledge.partner_id).filter(role__in=PROMISERS)
    _tell(event, pledge, logins, by, key, words)


def tell_keepers(event: str, pledge: Pledge, *, by: Member, key: str, **words: str | InBoth) -> None:
    """The coordinator of the school."""
    _tell(event, pledge, _school(pledge, KEEPERS), by, key, words)


def tell_verifiers(event: str, delivery: Delivery, *, by: Member, key: str, **words: str | InBoth) -> None:
    """Those of the school who may verify this delivery."""
    _tell(event, delivery.pledge, _school(delivery.pledge, VERIFIERS), by, key, words, delivery)


def tell_reporter(event: str, delivery: Delivery, *, by: Member, key: str, **words: str | InBoth) -> None:
    """Whoever reported a delivery, if they still belong here."""
    logins = Member.objects.active().filter(pk=delivery.reported_by_id)
    _tell(event, delivery.pledge, logins, by, key, words, delivery)


def _school(pledge: Pledge, roles: Iterable[Role]) -> object:
    return _logins(pledge.consortium_id, pledge.consortium.school_id).filter(role__in=roles)


def _logins(consortium_id: int, partner_id: int) -> object:
    return Member.objects.active().filter(consortium=consortium_id, partner=partner_id)


def _tell(
    event: str,
    pledge: Pledge,
    members: object,
    by: Member,
    key: str,
    words: dict[str, str | InBoth],
    delivery: Delivery | None = None,
) -> None:
    # One organisation does not read another's list of members; who is told is the system's business.
    with acting_as(SYSTEM):
        to = list(members.exclude(user=by.user_id).values_list("user", flat=True))
    slug = by.consortium.slug
    url = (
        reverse("partners:delivery", args=[slug, delivery.pk])
        if delivery
        else reverse("partners:pledge", args=[slug, pledge.pk])
    )
    notify(
        f"partners/{event}",
        to=to,
        context={"pledge": pledge.description, "partner": pledge.partner.in_both} | words,
        url=url,
        consortium_id=pledge.consortium_id,
        key=key,
    )
