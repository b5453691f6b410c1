"""Rows taken for change, always in the same order: the document, its party, the party's link."""

from __future__ import annotations

from typing import TYPE_CHECKING

from consortium.rowlevel import SYSTEM, acting_as
from consortium.signing import policies
from consortium.signing.models import Document, Link, Party
from consortium.workflow import Policy, StateConflict

if TYPE_CHECKING:
    from consortium.signing.people import Member


def lock_document(pk: int) -> Document:
    """The document, held until the transaction ends.

    As the system: whoever signs by a link may read the document but has no right to change it, and
    PostgreSQL locks only what one may change.
    """
    with acting_as(SYSTEM):
        return Document.objects.select_for_update(of=("self",)).select_related("consortium").get(pk=pk)


def lock_party(party: Party, *, by: Member | None = None, policy: Policy | None = None) -> Party:
    """The document first, then the party, with the document at hand.

    The policy is asked in between: PostgreSQL lets nobody lock a party that they may not change.
    """
    document = lock_document(party.document_id)
    if policy is not None:
        party.document = document
        policy(by, party).require()
    locked = Party.objects.select_for_update(of=("self",)).get(pk=party.pk)
    locked.document = document
    return locked


def lock_link(link: Link) -> Link:
    """The link, after its party."""
    return Link.objects.select_for_update(of=("self",)).get(pk=link.pk)


def require_signable(document: Document) -> None:
    """409 when the document has been withdrawn, or is not out yet."""
    verdict = policies.takes_signatures(document)
    if not verdict:
        raise StateConflict(document, verdict.reason)
