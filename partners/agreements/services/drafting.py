"""Writing agreements: facts, clauses and parties of a draft; copies and renewals."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F, Max
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from consortium.workflow import StateConflict
from partners.agreements import policies
from partners.agreements.services.locks import lock_agreement, lock_draft
from partners.agreements.terms import effective_terms
from partners.models import Agreement, Clause, Partner, Signatory, SignatoryContact
from partners.states import AgreementState

if TYPE_CHECKING:
    from partners.models import Member

TERM = ("starts_on", "valid_until")
FACTS = ("kind", "title", "title_en", "purpose", "purpose_en", *TERM, "place", "amount")
RENEWABLE = frozenset({AgreementState.IN_FORCE, AgreementState.EXPIRED})


@transaction.atomic
def save_agreement(agreement: Agreement | None, *, by: Member, **facts: Any) -> Agreement:
    """Begin a draft, or correct its title, purpose, term, place and amount."""
    if agreement is None:
        policies.drafts(by).require()
        agreement = Agreement(consortium=by.consortium)
    else:
        agreement = lock_draft(agreement, by=by)
    for name, value in facts.items():
        setattr(agreement, name, value)
    if agreement.starts_on and agreement.valid_until and agreement.valid_until < agreement.starts_on:
        raise ValidationError({"valid_until": _("The end must come after the beginning.")})
    agreement.clean_fields()
    agreement.save()
    return agreement


@transaction.atomic
def copy_agreement(source: Agreement, *, by: Member, **facts: Any) -> Agreement:
    """A new draft with the clauses and parties that are effective today in an earlier one."""
    policies.drafts(by).require()
    source = Agreement.objects.visible_to(by).with_facts().get(pk=source.pk)
    copied = {name: getattr(source, name) for name in FACTS if name not in TERM} | facts
    draft = save_agreement(None, by=by, **copied)
    terms = effective_terms(source)
    Clause.objects.bulk_create(
        Clause(agreement=draft, number=number, text=clause.text, text_en=clause.text_en)
        for number, clause in enumerate(terms.standing_clauses, start=1)
    )
    Signatory.objects.bulk_create(
        Signatory(
            agreement=draft, partner_id=party.partner, signer=party.signer, signer_title=party.signer_title
        )
        for party in (*terms.parties, *terms.awaited)
    )
    _copy_contacts(source, draft)
    return draft


@transaction.atomic
def renew_agreement(source: Agreement, *, by: Member) -> Agreement:
    """A draft that takes the place of an agreement once it is signed; pressed twice, the same draft."""
    policies.drafts(by, source).require()
    source = lock_agreement(source.pk)
    renewed = Agreement.objects.filter(predecessor=source).first()
    if renewed is not None:
        return renewed
    if source.state not in RENEWABLE:
        raise StateConflict(source, _("Only an agreement in force, or one that has run out, is renewed."))
    end = effective_terms(source).last_day
    begin = max(end + timedelta(days=1), timezone.localdate()) if end else None
    return copy_agreement(source, by=by, predecessor=source, starts_on=begin, carries_pledges=True)


@transaction.atomic
def discard_draft(agreement: Agreement, *, by: Member) -> None:
    """Throw a draft away; its history stays."""
    locked = lock_draft(agreement, by=by)
    if locked.pledges.exists():
        raise StateConflict(locked, _("Pledges name this draft. Move them to another agreement first."))
    locked.delete()


@transaction.atomic
def add_clause(agreement: Agreement, *, by: Member, text: str, text_en: str = "") -> Clause:
    """One more clause at the end; the same text sent twice is written once."""
    draft = lock_draft(agreement, by=by)
    same = draft.clauses.filter(text=text, text_en=text_en).first()
    if same is not None:
        return same
    last = draft.clauses.aggregate(last=Max("number"))["last"] or 0
    clause = Clause(agreement=draft, number=last + 1, text=text, text_en=text_en)
    clause.clean_fields()
    clause.save()
    return clause


@transaction.atomic
def change_clause(clause: Clause, *, by: Member, text: str, text_en: str = "") -> Clause:
    """Put a clause into other words."""
    clause = _locked_clause(clause, by=by)
    clause.text, clause.text_en = text, text_en
    clause.clean_fields()
    clause.save(update_fields=["text", "text_en"])
    return clause


@transaction.atomic
def move_clause(clause: Clause, *, by: Member, up: bool) -> Clause:
    """Change places with the clause above or below; at the edge nothing happens."""
    clause = _locked_clause(clause, by=by)
    step = -1 if up else 1
    other = Clause.objects.filter(agreement=clause.agreement_id, number=clause.number + step).first()
    if other is not None:
        other.number, clause.number = clause.number, other.number
        other.save(update_fields=["number"])
        clause.save(update_fields=["number"])
    return clause


@transaction.atomic
def remove_clause(clause: Clause, *, by: Member) -> None:
    """Take a clause out of the draft; those after it move up."""
    clause = _locked_clause(clause, by=by)
    agreement, number = clause.agreement_id, clause.number
    clause.delete()
    Clause.objects.filter(agreement=agreement, number__gt=number).update(number=F("number") - 1)


@transaction.atomic
def save_party(
    agreement: Agreement,
    *,
    by: Member,
    partner: Partner,
    signer: str = "",
    signer_title: str = "",
    contact_name: str = "",
    contact_email: str = "",
) -> Signatory:
    """Name a party of a draft with who signs for it and whom to write to; again, it is corrected."""
    draft = lock_draft(agreement, by=by)
    party = draft.signatories.filter(partner=partner).first() or Signatory(agreement=draft, partner=partner)
    party.signer, party.signer_title = signer, signer_title
    party.clean_fields()
    party.save()
    keep_contact(party, draft, name=contact_name, email=contact_email)
    return party


@transaction.atomic
def remove_party(party: Signatory, *, by: Member) -> None:
    """Take a party out of a draft."""
    lock_draft(party.agreement, by=by)
    Signatory.objects.filter(pk=party.pk).delete()


def keep_contact(party: Signatory, agreement: Agreement, *, name: str, email: str) -> None:
    """Whom to write to; without an address nobody is kept."""
    if not email:
        SignatoryContact.objects.filter(signatory=party).delete()
        return
    SignatoryContact.objects.update_or_create(
        signatory=party,
        defaults={"consortium_id": agreement.consortium_id, "name": name, "email": email.strip()},
    )


def _copy_contacts(source: Agreement, draft: Agreement) -> None:
    known = SignatoryContact.objects.filter(signatory__agreement=source)
    by_partner = {one.signatory.partner_id: one for one in known.select_related("signatory")}
    SignatoryContact.objects.bulk_create(
        SignatoryContact(
            signatory=party,
            consortium_id=draft.consortium_id,
            name=by_partner[party.partner_id].name,
            email=by_partner[party.partner_id].email,
        )
        for party in draft.signatories.all()
        if party.partner_id in by_partner
    )


def _locked_clause(clause: Clause, *, by: Member) -> Clause:
    lock_draft(clause.agreement, by=by)
    found = Clause.objects.select_related("agreement").filter(pk=clause.pk).first()
    if found is None:
        raise StateConflict(clause, _("This clause is no longer there."))
    return found
