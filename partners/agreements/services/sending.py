"""Sending agreements out for signing, taking them back, and what follows from signatures."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from consortium.signing import services as engine
from consortium.signing.models import Document, Party, Signature
from consortium.signing.states import DocumentState
from consortium.workflow import StateConflict
from partners.agreements import policies
from partners.agreements.services.drafting import keep_contact
from partners.agreements.services.life import enter_into_force
from partners.agreements.services.locks import lock_agreement
from partners.agreements.services.texts import agreement_text
from partners.agreements.workflow import RECORD_SIGNED, SEND_OUT, TAKE_BACK
from partners.models import Agreement, Partner, Signatory, SignatoryContact
from partners.states import AgreementState

if TYPE_CHECKING:
    from collections.abc import Iterable

    from partners.models import Member

KIND = "partners.agreement"
FEWEST = 2  # parties


@transaction.atomic
def send_out(agreement: Agreement, *, by: Member, due_on: date | None = None) -> Document:
    """Freeze the draft as a new version and ask every party to sign it."""
    policies.sends_out(by, agreement).require()
    agreement = lock_agreement(agreement.pk)
    SEND_OUT.enforce(agreement, by=by)
    _refuse_unfinished(agreement)

    parties = [
        spec_of(party) for party in agreement.signatories.select_related("partner", "contact").order_by("pk")
    ]
    document = engine.prepare(
        KIND, agreement.pk, agreement.title, agreement_text(agreement), parties, by=by, due_on=due_on
    )
    engine.open_for_signing(document, by=by)
    agreement.state = SEND_OUT.target
    agreement.save(update_fields=["state"])
    engine.invite_everybody(document, by=by)
    return document


@transaction.atomic
def take_back(agreement: Agreement, *, by: Member, reason: str) -> Agreement:
    """Withdraw what is out for signing; the draft may go on and go out as the next version."""
    policies.sends_out(by, agreement).require()
    document = latest_document(KIND, agreement.pk)
    if document is not None and document.state == DocumentState.OPEN:
        engine.void(document, by=by, reason=reason)
        return lock_agreement(agreement.pk)
    agreement = lock_agreement(agreement.pk)
    TAKE_BACK.enforce(agreement, by=by)
    if agreement.signed_on is not None:
        raise StateConflict(agreement, _("Everybody has signed already. It can only be terminated."))
    return _back_to_draft(agreement)


@transaction.atomic
def record_signed(agreement: Agreement, *, by: Member, signed_on: date) -> Agreement:
    """Note that all parties signed this text on paper, before or beside the portal."""
    policies.sends_out(by, agreement).require()
    agreement = lock_agreement(agreement.pk)
    RECORD_SIGNED.enforce(agreement, by=by)
    if signed_on > timezone.localdate():
        raise ValidationError({"signed_on": _("This day has not come yet.")})
    if agreement.starts_on and agreement.starts_on > timezone.localdate():
        raise ValidationError({"signed_on": _("It begins later; send it out, it then begins by itself.")})
    _refuse_unfinished(agreement)

    agreement.signatories.update(signed_on=signed_on)
    agreement.signed_on = signed_on
    agreement.save(update_fields=["signed_on"])
    return enter_into_force(agreement, RECORD_SIGNED)


@transaction.atomic
def add_late_party(
    agreement: Agreement,
    *,
    by: Member,
    partner: Partner,
    signer: str = "",
    signer_title: str = "",
    contact_name: str = "",
    contact_email: str = "",
) -> Signatory:
    """Let one more partner sign the text that the others have signed; it is bound from that day."""
    policies.sends_out(by, agreement).require()
    document = latest_document(KIND, agreement.pk)
    if document is None or document.state not in (DocumentState.OPEN, DocumentState.COMPLETE):
        raise StateConflict(agreement, _("Nobody can join: this agreement was not signed in the portal."))
    spec = engine.PartySpec(partner.name, partner, contact_name, contact_email)
    joining = engine.add_party(document, spec, by=by)
    agreement = lock_agreement(agreement.pk)
    if agreement.state not in (AgreementState.SIGNING, AgreementState.IN_FORCE):
        raise StateConflict(agreement)
    party = Signatory(
        agreement=agreement, partner=partner, signer=signer, signer_title=signer_title, is_late=True
    )
    party.clean_fields()
    party.save()
    keep_contact(party, agreement, name=contact_name, email=contact_email)
    if contact_email:
        engine.invite(joining, by=by)
    return party


def party_signed(party: Party) -> None:
    """A party has signed: the agreement remembers the day; a late one is bound from it."""
    signed_on = Signature.objects.get(party=party).signed_on
    found = Signatory.objects.filter(agreement=party.document.subject_id, partner=party.partner_id)
    found.filter(is_late=False).update(signed_on=signed_on)
    found.filter(is_late=True).update(signed_on=signed_on, joined_on=signed_on)


def all_signed(document: Document) -> None:
    """Nobody's signature is missing: the agreement is signed, and comes into force on its day."""
    agreement = lock_agreement(document.subject_id)
    if agreement.state != AgreementState.SIGNING or agreement.signed_on is not None:
        return
    agreement.signed_on = signed_last(document)
    agreement.save(update_fields=["signed_on"])
    if agreement.starts_on is None or agreement.starts_on <= timezone.localdate():
        enter_into_force(agreement)


def withdrawn(document: Document) -> None:
    """Its text was withdrawn, by whichever page: the agreement is a draft again."""
    agreement = lock_agreement(document.subject_id)
    if agreement.state in TAKE_BACK.sources and agreement.signed_on is None:
        _back_to_draft(agreement)


def _back_to_draft(agreement: Agreement) -> Agreement:
    """Signatures of the version that was out no longer count."""
    agreement.state = TAKE_BACK.target
    agreement.save(update_fields=["state"])
    agreement.signatories.update(signed_on=None, joined_on=None, is_late=False)
    return agreement


def signed_last(document: Document) -> date:
    """The day of the last signature under a document."""
    days = Signature.objects.filter(party__document=document).order_by("-signed_on")
    return days.values_list("signed_on", flat=True)[0]


def latest_document(kind: str, subject: int) -> Document | None:
    """The version that went out last."""
    return Document.objects.filter(kind=kind, subject_id=subject).order_by("-pk").first()


def spec_of(party: Signatory) -> engine.PartySpec:
    """A party as the engine takes it, with whom to write to where somebody is known."""
    contact: SignatoryContact | None = getattr(party, "contact", None)
    name, email = (contact.name, contact.email) if contact else ("", "")
    return engine.PartySpec(party.partner.name, party.partner_id, name, email)


def specs_for(agreement: Agreement, partners: Iterable[Partner]) -> list[engine.PartySpec]:
    """These partners as parties of another document, written to as for the agreement itself."""
    known = SignatoryContact.objects.filter(signatory__agreement=agreement).select_related("signatory")
    contacts = {one.signatory.partner_id: one for one in known}
    return [
        engine.PartySpec(
            partner.name,
            partner.pk,
            contacts[partner.pk].name if partner.pk in contacts else "",
            contacts[partner.pk].email if partner.pk in contacts else "",
        )
        for partner in partners
    ]


def _refuse_unfinished(agreement: Agreement) -> None:
    if not agreement.clauses.exists():
        raise ValidationError(_("Write at least one clause first."))
    if agreement.signatories.count() < FEWEST:
        raise ValidationError(_("An agreement needs two parties at least."))
    if agreement.valid_until and agreement.valid_until < timezone.localdate():
        raise ValidationError(_("Its term is over already. Change the end first."))
