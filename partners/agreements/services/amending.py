"""Amendments: drafted, sent to the parties whom they concern, and counted once signed."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from consortium.signing import services as engine
from consortium.signing.models import Document
from consortium.signing.states import DocumentState
from consortium.workflow import StateConflict
from partners.agreements import policies
from partners.agreements.services.locks import lock_agreement, lock_amendment, require_draft
from partners.agreements.services.sending import latest_document, signed_last, specs_for
from partners.agreements.services.texts import amendment_text
from partners.agreements.terms import effective_terms
from partners.agreements.workflow import (
    COME_TOO_LATE,
    COMPLETE_AMENDMENT,
    DROP_AMENDMENT,
    RECORD_AMENDMENT,
    SEND_AMENDMENT,
    TAKE_AMENDMENT_BACK,
)
from partners.models import Agreement, Amendment, Partner
from partners.states import AgreementState, AmendmentAction, AmendmentKind

if TYPE_CHECKING:
    from partners.agreements.terms import Terms
    from partners.models import Member

KIND = "partners.amendment"
OF_ALL = frozenset({AmendmentKind.TERM, AmendmentKind.CLAUSE, AmendmentKind.MONEY})


@transaction.atomic
def save_amendment(
    amendment: Amendment | None, *, agreement: Agreement, by: Member, kind: str, **change: Any
) -> Amendment:
    """Draft a change of an agreement in force, or correct the draft."""
    policies.drafts(by, agreement).require()
    if amendment is None:
        agreement = lock_agreement(agreement.pk)
        amendment = Amendment(
            agreement=agreement,
            consortium_id=agreement.consortium_id,
            kind=kind,
            number=_next_number(agreement),
        )
    else:
        amendment = lock_amendment(amendment.pk)
        agreement = amendment.agreement
        require_draft(amendment)
    _require_in_force(agreement)
    for name, value in change.items():
        setattr(amendment, name, value)
    if amendment.action == AmendmentAction.ADD and amendment.clause_number is None:
        amendment.clause_number = _next_clause(agreement)
    _refuse_pointless(amendment, agreement)
    amendment.clean_fields()
    amendment.save()
    return amendment


@transaction.atomic
def send_amendment(amendment: Amendment, *, by: Member) -> Document:
    """Send a change to the parties whom it concerns."""
    policies.sends_out(by, amendment).require()
    amendment = lock_amendment(amendment.pk)
    SEND_AMENDMENT.enforce(amendment, by=by)
    _require_in_force(amendment.agreement)
    _refuse_pointless(amendment, amendment.agreement)
    parties = specs_for(amendment.agreement, concerned(amendment))
    title = f"{amendment.agreement.title} – {amendment.title}"
    document = engine.prepare(KIND, amendment.pk, title, amendment_text(amendment), parties, by=by)
    engine.open_for_signing(document, by=by)
    amendment.state = SEND_AMENDMENT.target
    amendment.save(update_fields=["state"])
    engine.invite_everybody(document, by=by)
    return document


@transaction.atomic
def take_amendment_back(amendment: Amendment, *, by: Member, reason: str) -> Amendment:
    """Withdraw a change that is out for signing; it is a draft again."""
    policies.sends_out(by, amendment).require()
    document = latest_document(KIND, amendment.pk)
    if document is not None and document.state == DocumentState.OPEN:
        engine.void(document, by=by, reason=reason)
        return lock_amendment(amendment.pk)
    amendment = lock_amendment(amendment.pk)
    TAKE_AMENDMENT_BACK.enforce(amendment, by=by)
    return _back_to_draft(amendment)


@transaction.atomic
def record_amendment(amendment: Amendment, *, by: Member, signed_on: date) -> Amendment:
    """Note that those concerned signed this change on paper, beside the portal."""
    policies.sends_out(by, amendment).require()
    amendment = lock_amendment(amendment.pk)
    RECORD_AMENDMENT.enforce(amendment, by=by)
    _require_in_force(amendment.agreement)
    if signed_on > timezone.localdate():
        raise ValidationError({"signed_on": _("This day has not come yet.")})
    return _count(amendment, signed_on, RECORD_AMENDMENT.target)


@transaction.atomic
def drop_amendment(amendment: Amendment, *, by: Member) -> Amendment:
    """Throw the draft of a change away; its number is not given again."""
    policies.drafts(by, amendment).require()
    amendment = lock_amendment(amendment.pk)
    DROP_AMENDMENT.enforce(amendment, by=by)
    amendment.state = DROP_AMENDMENT.target
    amendment.save(update_fields=["state"])
    return amendment


def all_signed(document: Document) -> None:
    """The change is signed: it counts from its day on, unless the agreement has ended meanwhile."""
    amendment = lock_amendment(document.subject_id)
    if amendment.state not in COMPLETE_AMENDMENT.sources:
        return
    if amendment.agreement.state != AgreementState.IN_FORCE:
        amendment.state = COME_TOO_LATE.target
        amendment.save(update_fields=["state"])
        return
    _count(amendment, signed_last(document), COMPLETE_AMENDMENT.target)


def withdrawn(document: Document) -> None:
    """Its text was withdrawn, by whichever page: the change is a draft again."""
    amendment = lock_amendment(document.subject_id)
    if amendment.state in TAKE_AMENDMENT_BACK.sources:
        _back_to_draft(amendment)


def _back_to_draft(amendment: Amendment) -> Amendment:
    amendment.state = TAKE_AMENDMENT_BACK.target
    amendment.save(update_fields=["state"])
    return amendment


def concerned(amendment: Amendment) -> list[Partner]:
    """Who signs: every party, or for one party's own affair that party and the school."""
    agreement = Agreement.objects.with_facts().select_related("consortium").get(pk=amendment.agreement_id)
    if amendment.kind in OF_ALL:
        ids = [party.partner for party in effective_terms(agreement).parties]
    else:
        ids = list(dict.fromkeys([agreement.consortium.school_id, amendment.partner_id]))
    known = Partner.objects.in_bulk(ids)
    return [known[pk] for pk in ids if pk in known]


def _count(amendment: Amendment, signed_on: date, state: str) -> Amendment:
    """No amendment changes what held before it was signed."""
    amendment.state, amendment.signed_on = state, signed_on
    amendment.takes_effect_on = max(amendment.effective_from, signed_on)
    amendment.save(update_fields=["state", "signed_on", "takes_effect_on"])
    return amendment


def _require_in_force(agreement: Agreement) -> None:
    if agreement.state != AgreementState.IN_FORCE:
        raise StateConflict(agreement, _("Only an agreement in force is amended."))


def _next_number(agreement: Agreement) -> int:
    return (agreement.amendments.aggregate(last=Max("number"))["last"] or 0) + 1


def _next_clause(agreement: Agreement) -> int:
    written = agreement.clauses.aggregate(last=Max("number"))["last"] or 0
    added = agreement.amendments.aggregate(last=Max("clause_number"))["last"] or 0
    return max(written, added) + 1


def _refuse_pointless(amendment: Amendment, agreement: Agreement) -> None:
    """A change must meet what it changes, as the agreement stands today."""
    terms = effective_terms(Agreement.objects.with_facts().get(pk=agreement.pk))
    match amendment.kind:
        case AmendmentKind.TERM:
            _refuse_pointless_term(amendment, terms)
        case AmendmentKind.PARTY | AmendmentKind.SIGNATORY:
            _refuse_wrong_party(amendment, {party.partner for party in terms.parties})
        case AmendmentKind.CLAUSE if amendment.action != AmendmentAction.ADD:
            if amendment.clause_number not in {clause.number for clause in terms.standing_clauses}:
                raise ValidationError({"clause_number": _("There is no such clause today.")})


def _refuse_pointless_term(amendment: Amendment, terms: Terms) -> None:
    if amendment.new_end == terms.ends_on:
        raise ValidationError({"new_end": _("This is the end that holds already.")})
    if terms.last_day is not None and amendment.effective_from > terms.last_day:
        raise ValidationError({"effective_from": _("By then the agreement has ended.")})
    if amendment.new_end is not None and amendment.new_end < amendment.effective_from:
        raise ValidationError({"new_end": _("The new end comes before the amendment counts.")})


def _refuse_wrong_party(amendment: Amendment, bound: set[int]) -> None:
    if amendment.action == AmendmentAction.JOIN:
        if amendment.partner_id in bound:
            raise ValidationError({"partner": _("This partner is a party already.")})
    elif amendment.partner_id not in bound:
        raise ValidationError({"partner": _("This partner is no party today.")})
