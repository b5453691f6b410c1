"""Preparing a document, sending it out, and everything about it as a whole."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from consortium.rowlevel import SYSTEM, acting_as
from consortium.signing import policies, text
from consortium.signing.models import Contact, Document, Party
from consortium.signing.people import people_at
from consortium.signing.registry import kind_of
from consortium.signing.services import telling
from consortium.signing.services.links import new_link, write_letter
from consortium.signing.services.locks import lock_document, lock_party
from consortium.signing.states import ASKED, UNSIGNED, DocumentState, PartyState, Purpose
from consortium.signing.workflow import COMPLETE, LEAVE_OUT, OPEN, VOID
from consortium.validators import refuse_disguise, refuse_resident_number
from consortium.workflow import StateConflict

if TYPE_CHECKING:
    from consortium.signing.people import Member


@dataclass(frozen=True)
class PartySpec:
    """One party to be: its name as it stands under the text, its organisation, whom to write to."""

    name: str
    partner: Any = None  # a partner, its id, or None for somebody outside
    contact_name: str = ""
    contact_email: str = ""

    @property
    def partner_id(self) -> int | None:
        return getattr(self.partner, "pk", self.partner)


@transaction.atomic
def prepare(
    kind: str,
    subject_id: int,
    title: str,
    body: Sequence[text.Section],
    parties: Iterable[PartySpec] = (),
    *,
    by: Member,
    due_on: date | None = None,
) -> Document:
    """Freeze a text for signing, with its parties in the order in which they stand on paper."""
    specs = list(parties)
    sections = text.written(body)
    document = Document(
        consortium=by.consortium,
        keeper_id=by.partner_id,
        prepared_by=by,
        kind=kind,
        subject_id=subject_id,
        title=title,
        body=sections,
        sha256=text.digest(title, sections),
        open_to_consortium=kind_of(kind).open_to_consortium,
        partner_ids=_organisations(specs),
        due_on=due_on,
    )
    policies.manages(by, document).require()
    document.save(force_insert=True)
    for position, spec in enumerate(specs, start=1):
        _new_party(document, spec, position)
    return document


@transaction.atomic
def open_for_signing(document: Document, *, by: Member) -> Document:
    """Send the document out: from here on its text can never change."""
    document = lock_document(document.pk)
    OPEN.enforce(document, by=by)
    if not document.parties.exists():
        raise ValidationError(_("Name at least one party first."))
    if not document.is_whole:
        raise StateConflict(document, _("The text does not match its checksum."))
    document.state = OPEN.target
    document.opened_at = timezone.now()
    document.save(update_fields=["state", "opened_at"])
    return document


@transaction.atomic
def add_party(document: Document, spec: PartySpec, *, by: Member) -> Party:
    """One more party; after the document has gone out it is a late one, and the text stays as it is."""
    document = lock_document(document.pk)
    policies.manages(by, document).require()
    may = policies.takes_parties(document)
    if not may:
        raise StateConflict(document, may.reason)
    if spec.partner_id is not None and spec.partner_id in document.partner_ids:
        raise StateConflict(document, _("%(party)s is a party already.") % {"party": spec.name})
    last = document.parties.order_by("-position").values_list("position", flat=True).first() or 0
    party = _new_party(document, spec, last + 1, late=document.state != DocumentState.DRAFT)
    document.partner_ids = sorted({*document.partner_ids, *_organisations([spec])})
    document.save(update_fields=["partner_ids"])
    return party


@transaction.atomic
def change_contact(party: Party, *, by: Member, name: str, email: str) -> Party:
    """Write to somebody else from now on; a link that went to another address stops working at once."""
    party = lock_party(party, by=by, policy=policies.manages_party)
    if party.state == PartyState.SIGNED:
        raise StateConflict(party, _("This party has signed already."))
    email = email.strip()
    before = Contact.objects.filter(party=party).values_list("email", flat=True).first()
    _refuse_contact(party, name, email)
    Contact.objects.update_or_create(party=party, defaults={"name": name, "email": email})
    if before and before.lower() != email.lower():
        _tell_of_move(party, before, name, email)
    if party.state in ASKED and before != email:
        new_link(party, Purpose.INVITATION)
    return party


def _tell_of_move(party: Party, before: str, name: str, email: str) -> None:
    """Whoever had the link, and the party's own people, learn of it; it stands beside the signature."""
    party.readdressed_at = timezone.now()
    party.save(update_fields=["readdressed_at"])
    known = party.links.filter(member=None).first()
    if known is not None:  # otherwise the former address never heard of the document
        write_letter(known, Purpose.MOVED, former_email=before)
    with acting_as(SYSTEM):
        telling.contact_moved(party, name, email)


def _refuse_contact(party: Party, name: str, email: str) -> None:
    """Whoever collects signatures gives none: no link of another party goes to the keeper's own people.

    Nor does the keeper's own link go to somebody of theirs who may not sign on screen.
    """
    refuse_resident_number(name)
    refuse_disguise(name)
    document = party.document
    own = people_at(document.consortium_id, document.keeper_id, email)
    if own and party.partner_id != document.keeper_id:
        raise ValidationError(
            _("%(email)s belongs to somebody of %(keeper)s. The link of %(party)s goes to its own people.")
            % {"email": email, "keeper": document.keeper, "party": party.name}
        )
    if own and not any(policies.signs_for(member, party) for member in own):
        raise ValidationError(
            _("%(email)s belongs to somebody who may not sign for %(party)s.")
            % {"email": email, "party": party.name}
        )


@transaction.atomic
def leave_out(party: Party, *, by: Member, reason: str) -> Party:
    """Go on without a party that does not sign; the document may be complete by that."""
    party = lock_party(party, by=by, policy=policies.manages_party)
    LEAVE_OUT.enforce(party, by=by)
    refuse_resident_number(reason)
    party.state = LEAVE_OUT.target
    party.reason = reason
    party.save(update_fields=["state", "reason"])
    party.links.filter(revoked_at=None).update(revoked_at=timezone.now())
    settle(party.document)
    return party


@transaction.atomic
def void(document: Document, *, by: Member, reason: str) -> Document:
    """Withdraw a document that is not complete; nobody can sign it any more, and its app follows."""
    document = lock_document(document.pk)
    VOID.enforce(document, by=by)
    refuse_resident_number(reason)
    document.state = VOID.target
    document.voided_at = timezone.now()
    document.void_reason = reason
    document.save(update_fields=["state", "voided_at", "void_reason"])
    with acting_as(SYSTEM):
        kind_of(document.kind).on_void(document)
    return document


def settle(document: Document) -> None:
    """Complete the document once nobody's signature is missing; it must be locked.

    As the system: whoever signs last sees their own party only, and the app's reaction touches rows
    that a signer may not.
    """
    with acting_as(SYSTEM):
        states = set(document.parties.values_list("state", flat=True))
        if document.state != DocumentState.OPEN or states & UNSIGNED or PartyState.SIGNED not in states:
            return
        COMPLETE.enforce(document, by=None)
        document.state = COMPLETE.target
        document.completed_at = timezone.now()
        document.save(update_fields=["state", "completed_at"])
        kind_of(document.kind).on_complete(document)
        telling.all_signed(document)


def _organisations(specs: Iterable[PartySpec]) -> list[int]:
    return sorted({spec.partner_id for spec in specs if spec.partner_id is not None})


def _new_party(document: Document, spec: PartySpec, position: int, *, late: bool = False) -> Party:
    refuse_resident_number(f"{spec.name} {spec.contact_name}")
    party = Party.objects.create(
        document=document,
        partner_id=spec.partner_id,
        name=spec.name,
        position=position,
        joined_late=late,
    )
    if spec.contact_email:
        _refuse_contact(party, spec.contact_name, spec.contact_email.strip())
        Contact.objects.create(
            party=party, name=spec.contact_name or spec.name[:100], email=spec.contact_email.strip()
        )
    return party
