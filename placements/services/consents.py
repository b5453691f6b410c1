"""Consent to give a student's data to one named company: recorded, completed, withdrawn."""

import datetime
from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from consortium.rules.checks import may_consent_alone, names_what_consent_must_name
from consortium.workflow import StateConflict
from curriculum.models import Student
from partners.models import Member, Partner
from partners.states import PartnerKind
from placements import gate, policies
from placements.dates import check_agreement
from placements.models import Candidate, Consent, Vacancy
from placements.services import letters
from placements.services.candidates import end_shortlistings, put_forward
from placements.states import CandidateState, ConsentItem, ConsentWay, VacancyState


@transaction.atomic
def record_consent(
    student: Student,
    *,
    by: Member,
    recipient: Partner,
    purpose: str,
    items: Iterable[str],
    valid_until: datetime.date,
    refusal_explained: bool,
    student_agreed_on: datetime.date,
    guardian_agreed_on: datetime.date | None = None,
    way: str = ConsentWay.PAPER,
) -> Consent:
    """Record what student and guardian signed for one named company; it may still lack the guardian.

    Whether the guardian is needed follows the rule and the student's age on the day of agreement.
    From the moment it is complete, the student stands in the company's open vacancies.
    """
    policies.records_consent(by, student).require()
    gate.lock_student(student.pk)
    consent = Consent(
        consortium_id=student.consortium_id,
        school_id=student.school_id,
        student=student,
        recipient=recipient,
        purpose=purpose,
        items=[item for item in ConsentItem.values if item in set(items)],
        valid_until=valid_until,
        student_agreed_on=student_agreed_on,
        guardian_needed=not may_consent_alone(student.birth_date, student_agreed_on),
        guardian_agreed_on=guardian_agreed_on,
        way=way,
        refusal_explained=refusal_explained,
        recorded_by=by,
    )
    _check(consent)
    _replace_expired(consent)
    _insert(consent)
    end_shortlistings(consent)

    event = "consent_incomplete" if consent.waits_for_guardian else "consent_recorded"
    letters.tell_of_consent(event, consent, key=str(consent.pk))
    _show_to_company(consent, by=by)
    return consent


@transaction.atomic
def complete_consent(consent: Consent, *, by: Member, guardian_agreed_on: datetime.date) -> Consent:
    """The guardian has signed too: from now on the company may see what the consent gives."""
    policies.records_consent(by, consent.student).require()
    gate.lock_student(consent.student_id)
    consent = _locked(consent)
    if not consent.waits_for_guardian or consent.is_expired:
        raise StateConflict(consent, _("It is now “%(state)s”.") % {"state": consent.standing.label})
    consent.guardian_agreed_on = guardian_agreed_on
    check_agreement(guardian_agreed_on, consent.student, "guardian_agreed_on")

    consent.save(update_fields=["guardian_agreed_on"])

    letters.tell_of_consent("consent_recorded", consent, key=str(consent.pk))
    _show_to_company(consent, by=by)
    return consent


@transaction.atomic
def withdraw_consent(consent: Consent, *, by: Member) -> Consent:
    """Take consent back, by the student or by school staff for them; nothing is shown from this moment."""
    policies.withdraws_consent(by, consent).require()
    gate.lock_student(consent.student_id)
    consent = _locked(consent)
    if not consent.is_open:
        raise StateConflict(consent, _("It is now “%(state)s”.") % {"state": consent.standing.label})

    consent.withdrawn_at = timezone.now()
    consent.withdrawn_by = by
    consent.save(update_fields=["withdrawn_at", "withdrawn_by"])
    gone = _candidacies(consent)
    end_shortlistings(consent)

    key = f"{consent.pk}:withdrawn"
    letters.tell_of_consent("consent_withdrawn", consent, key=key)
    letters.tell_school_of_consent("consent_withdrawn_school", consent, key=key)
    for candidate in gone:
        letters.tell_company(
            "candidate_gone", candidate.vacancy, key=f"{candidate.pk}:{key}", code=candidate.code_name
        )
    return consent


def _insert(consent: Consent) -> None:
    """One open consent for each company: the second is told of the first."""
    try:
        with transaction.atomic():
            consent.save(force_insert=True)
    except IntegrityError as error:
        already = _("There is already a consent for this company. Withdraw it before you record a new one.")
        raise StateConflict(consent.student, already) from error


def _locked(consent: Consent) -> Consent:
    rows = Consent.objects.select_for_update(of=("self",)).select_related(
        "recipient", "consortium", "student"
    )
    return rows.get(pk=consent.pk)


def _candidacies(consent: Consent) -> list[Candidate]:
    """The student's candidacies with this company that still mattered to it."""
    rows = Candidate.objects.filter(student=consent.student_id, company=consent.recipient_id)
    open_ones = rows.exclude(state=CandidateState.DECLINED).filter(vacancy__state=VacancyState.OPEN)
    return list(open_ones.select_related("vacancy__consortium", "vacancy__company"))


def _show_to_company(consent: Consent, *, by: Member) -> None:
    if not consent.is_live:
        return
    vacancies = Vacancy.objects.filter(
        company=consent.recipient_id,
        consortium=consent.consortium_id,
        state=VacancyState.OPEN,
        ends_on__gte=timezone.localdate(),  # nobody is put forward for a period that is over
    )
    for vacancy in vacancies.order_by("pk"):
        if put_forward(vacancy, by=by, students=[consent.student_id]):
            letters.tell_company("candidate_proposed", vacancy, key=f"{vacancy.pk}:{consent.pk}")


def _check(consent: Consent) -> None:
    """Everything that the law wants in the text, and dates that can be true."""
    consent.clean_fields(exclude=["consortium", "school", "student", "recorded_by"])
    given = {
        "recipient": consent.recipient_id,
        "purpose": consent.purpose.strip(),
        "items": consent.items,
        "retention": consent.valid_until,
        "refusal": consent.refusal_explained,
    }
    verdict = names_what_consent_must_name(given, consent.student_agreed_on)
    if not verdict:
        raise ValidationError(verdict.reason)
    takes_part = consent.recipient.participations.filter(consortium=consent.consortium_id, left_on=None)
    if consent.recipient.kind != PartnerKind.COMPANY or not takes_part.exists():
        raise ValidationError({"recipient": _("Choose a company that takes part in this consortium.")})
    consent.clean()


def _replace_expired(consent: Consent) -> None:
    """A new consent takes the place of one that ran out; one that still holds must be withdrawn first."""
    Consent.objects.not_ended().filter(
        student=consent.student_id, recipient=consent.recipient_id, valid_until__lt=timezone.localdate()
    ).update(replaced_at=timezone.now())
