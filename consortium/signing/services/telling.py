"""Tells those who watch a document, and those who are to sign it, in the portal."""

from __future__ import annotations

from collections.abc import Iterable

from django.urls import reverse

from consortium.notifications.services import notify
from consortium.signing.models import Document, Party
from consortium.signing.registry import kind_of


def party_signed(party: Party) -> None:
    """Somebody has signed."""
    _tell_watchers("signing/party_signed", party.document, str(party.pk), party=party.name)


def party_declined(party: Party) -> None:
    """Somebody does not want to sign; this cannot wait for the daily digest."""
    moment = party.declined_at.isoformat() if party.declined_at else ""
    _tell_watchers(
        "signing/party_declined",
        party.document,
        f"{party.pk} {moment}",
        urgent=True,
        party=party.name,
        reason=party.reason,
    )


def all_signed(document: Document) -> None:
    """Nobody's signature is missing any more."""
    _tell_watchers("signing/all_signed", document, str(document.pk))


def asked_to_sign(party: Party) -> None:
    """The people of the organisation that is asked, where its kind knows who they are."""
    signers = list(kind_of(party.document.kind).signers(party))
    if not signers:
        return
    address = reverse("signing:sign", args=[party.document.consortium.slug, party.pk])
    moment = party.invited_at.isoformat() if party.invited_at else ""
    _tell("signing/asked_to_sign", party.document, signers, address, f"{party.pk} {moment}")


def contact_moved(party: Party, name: str, email: str) -> None:
    """The organisation's own people learn where its link goes now; this cannot wait for the daily digest."""
    document = party.document
    moment = party.readdressed_at.isoformat() if party.readdressed_at else ""
    _tell(
        "signing/contact_moved",
        document,
        kind_of(document.kind).signers(party),
        document.get_absolute_url(),
        f"{party.pk} {moment}",
        urgent=True,
        party=party.name,
        name=name,
        email=masked(email),
    )


def masked(address: str) -> str:
    """Enough of an address to know one's own, and no more."""
    name, at, host = address.partition("@")
    return f"{name[:1]}•••{at}{host}" if at else ""


def _tell_watchers(event: str, document: Document, key: str, *, urgent: bool = False, **words: str) -> None:
    kind = kind_of(document.kind)
    home = kind.url(document, document.prepared_by) if kind.url else document.get_absolute_url()
    _tell(event, document, kind.watchers(document), home, key, urgent=urgent, **words)


def _tell(
    event: str,
    document: Document,
    to: Iterable[int],
    url: str,
    key: str,
    *,
    urgent: bool = False,
    **words: str,
) -> None:
    notify(
        event,
        to=to,
        context={"document": document.title} | words,
        url=url,
        consortium_id=document.consortium_id,
        key=key,
        urgent=urgent,
    )
