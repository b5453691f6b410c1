"""The versions that went out for signing, with how each party stands."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from consortium.signing.models import Document, Party
from consortium.signing.states import SIGNABLE, PartyState

if TYPE_CHECKING:
    from partners.models import Member


@dataclass(frozen=True)
class Version:
    """One frozen text: which version, and how many have signed it."""

    number: int
    document: Document
    parties: tuple[Party, ...]

    @property
    def signed(self) -> int:
        return sum(party.state == PartyState.SIGNED for party in self.parties)

    @property
    def missing(self) -> tuple[Party, ...]:
        """Those whose signature is still to come."""
        done = (PartyState.SIGNED, PartyState.LEFT_OUT)
        return tuple(party for party in self.parties if party.state not in done)

    @property
    def awaits_signatures(self) -> bool:
        """Out for signing, or complete and waiting for somebody who joins late."""
        return self.document.state in SIGNABLE and bool(self.missing)


def documents_of(kind: str, subjects: Iterable[int], member: Member) -> list[Version]:
    """The versions of these subjects, the newest first, in two queries."""
    found = list(
        Document.objects.visible_to(member)
        .filter(consortium=member.consortium_id, kind=kind, subject_id__in=list(subjects))
        .select_related("consortium")
        .order_by("pk")
    )
    parties: dict[int, list[Party]] = {document.pk: [] for document in found}
    known = Party.objects.visible_to(member).filter(document__in=list(parties)).select_related("signature")
    for party in known.order_by("position", "pk"):
        parties[party.document_id].append(party)
    versions = [Version(number, one, tuple(parties[one.pk])) for number, one in enumerate(found, start=1)]
    return versions[::-1]
