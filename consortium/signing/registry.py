"""What can be signed: each app registers its kinds of document in `<app>/signing.py`.

    register(
        Kind(
            key="partners.agreement",
            label=_("Agreement"),
            may_manage=policies.manages_signing,   # (member, document) → Verdict
            may_see=policies.sees_signing,         # (member, document) → Verdict
            on_signed=services.party_signed,       # (party), in the same transaction
            on_complete=services.all_signed,       # (document), in the same transaction
            on_void=services.withdrawn,            # (document), in the same transaction
            url=lambda document, member: …,        # the page of the app that people come back to
            open_to_consortium=True,
        )
    )

The reactions run as the system, because whoever signed last (a company by its link) may not touch the
app's own rows. They must be harmless to repeat.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from consortium.rowlevel import Kind as ActorKind
from consortium.verdict import ALLOWED, Verdict, denied, only_if

if TYPE_CHECKING:
    from consortium.signing.models import Document, Party
    from consortium.signing.people import Member

NOT_YOURS = _("You sign for your own organisation only.")


def _does_nothing(subject: object) -> None:
    """The reaction of a kind that does not react."""


def belongs_to(member: Member, party: Party) -> Verdict:
    """The people of an organisation are its own; a student does not act for the school."""
    own = party.partner_id is not None and party.partner_id == member.partner_id
    return only_if(own and member.actor.kind is not ActorKind.STUDENT, NOT_YOURS)


def everybody(member: Member, party: Party) -> Verdict:
    """Whoever belongs to the organisation signs for it."""
    return ALLOWED


def whoever_prepared_it(document: Document) -> list[int]:
    """The log-in of the person who prepared the document."""
    return [document.prepared_by.user_id]


def nobody(party: Party) -> list[int]:
    """Nobody in the portal is told that an organisation is asked to sign; the mail tells its contact."""
    return []


def not_known(party: Party) -> tuple[str, str]:
    """Nobody was named beforehand."""
    return "", ""


@dataclass(frozen=True)
class Kind:
    """A kind of document with the answers that only its app knows.

    `open_to_consortium`: every member of the consortium may read it, in the database too; otherwise only
    the organisation that prepared it and its parties. `takes_late_parties`: somebody may still join
    after all have signed. `may_sign` says which of an organisation's own people sign for it on screen;
    others are reached by the mailed link. `watchers` are the log-ins told of each signature and
    refusal, `signers` those told that their organisation is asked. `expected_signer` is office and name
    of who is expected to sign, for the forms to begin with.
    """

    key: str
    label: str | Promise
    may_manage: Callable[[Member, Document], Verdict]
    may_see: Callable[[Member, Document], Verdict]
    on_signed: Callable[[Party], None] = _does_nothing
    on_complete: Callable[[Document], None] = _does_nothing
    on_declined: Callable[[Party], None] = _does_nothing
    on_void: Callable[[Document], None] = _does_nothing
    url: Callable[[Document, Member], str] | None = None
    may_sign: Callable[[Member, Party], Verdict] = everybody
    open_to_consortium: bool = False
    takes_late_parties: bool = False
    watchers: Callable[[Document], Iterable[int]] = whoever_prepared_it
    signers: Callable[[Party], Iterable[int]] = nobody
    expected_signer: Callable[[Party], tuple[str, str]] = not_known


def _refuses(member: Member, document: Document) -> Verdict:
    return denied(_("The part of the portal that this document belongs to is no longer there."))


_kinds: dict[str, Kind] = {}


def register(kind: Kind) -> None:
    """Let documents of this kind be signed."""
    _kinds[kind.key] = kind


def kind_of(key: str) -> Kind:
    """The kind of this name; one whose app is gone lets nobody do anything."""
    return _kinds.get(key) or Kind(key, key, may_manage=_refuses, may_see=_refuses)


def is_registered(key: str) -> bool:
    return key in _kinds
