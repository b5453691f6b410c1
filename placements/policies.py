"""Who may do what with vacancies, consents and candidates; each answer carries its reason."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from consortium.verdict import ALLOWED, Verdict, denied, only_if
from partners.states import SCHOOL_STAFF, STUDENT_STAFF, Role

if TYPE_CHECKING:
    from curriculum.models import Student
    from partners.models import Member
    from placements.models import Candidate, Consent, Vacancy

PLACEMENT_STAFF = frozenset({Role.COORDINATOR, Role.TRAINING_TEACHER})
CONSENT_STAFF = PLACEMENT_STAFF | {Role.HOMEROOM_TEACHER}


def runs_vacancies(member: Member, vacancy: Vacancy | None = None) -> Verdict:
    """The coordinator and the field-training teacher draft, open and close vacancies."""
    return only_if(
        member.role in PLACEMENT_STAFF and (vacancy is None or vacancy.consortium_id == member.consortium_id),
        _("Only the coordinator and the field-training teacher run vacancies."),
    )


def reads_vacancies(member: Member) -> Verdict:
    """Vacancies concern the school, the companies and the students."""
    return only_if(
        member.role in SCHOOL_STAFF | {Role.HR, Role.TRAINER, Role.STUDENT},
        _("Vacancies are open to the school, its students and the companies that offer them."),
    )


def records_consent(member: Member, student: Student | None = None) -> Verdict:
    """Consent on paper is recorded by the staff who collect it, for students of their own school."""
    return only_if(
        member.role in CONSENT_STAFF and (student is None or student.school_id == member.partner_id),
        _("Only the coordinator, field-training and homeroom teachers record consent."),
    )


def reads_consents(member: Member, student: Student | None = None) -> Verdict:
    """The school's staff see what their students agreed to."""
    return only_if(
        member.role in STUDENT_STAFF and (student is None or student.school_id == member.partner_id),
        _("Only the school's staff who work with students see their consents."),
    )


def withdraws_consent(member: Member, consent: Consent) -> Verdict:
    """The student at any time; the staff who collect consent, when student or guardian asks them."""
    if member.role == Role.STUDENT:
        return only_if(consent.student.user_id == member.user_id, _("This is not your consent."))
    return only_if(
        member.role in CONSENT_STAFF and consent.school_id == member.partner_id,
        _("Only the student and the staff who collect consent withdraw it."),
    )


def reviews_candidates(member: Member) -> Verdict:
    """Only HR of the company sees candidates; trainers meet their trainees later."""
    if member.role in SCHOOL_STAFF:
        return denied(_("Companies review candidates here. You see them on the page of each vacancy."))
    return only_if(member.role == Role.HR, _("Only the company's HR sees candidates."))


def counts_candidates(member: Member) -> Verdict:
    """How many candidates a vacancy has; a student would only count their own applications."""
    return only_if(
        member.role in STUDENT_STAFF or member.role == Role.HR,
        _("Only the school's staff and the company's HR count candidates."),
    )


def chooses_for_the_company(member: Member, candidate: Candidate) -> Verdict:
    """The company's HR decides about its own candidates."""
    return only_if(
        member.role == Role.HR and member.partner_id == candidate.company_id,
        _("Only the company's HR decides about candidates."),
    )


def puts_forward(member: Member) -> Verdict:
    """Students come before a company through the staff who collect their consent."""
    return only_if(
        member.role in CONSENT_STAFF, _("Only the staff who collect consent put students forward.")
    )


def reads_rules(member: Member) -> Verdict:
    """Statutes are public; every member may read what the portal applies."""
    return ALLOWED
