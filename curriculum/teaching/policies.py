"""Who may plan, teach, judge and settle; each answer carries its reason."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from consortium.verdict import Verdict, denied, only_if
from curriculum.roster.policies import ASSESSORS, REGISTRARS
from curriculum.states import OfferingState
from curriculum.teaching.levels import levels_of
from partners.states import SCHOOL_STAFF, STUDENT_STAFF, Role

if TYPE_CHECKING:
    from curriculum.models import Enrolment, Judgement, Offering, Qualification, Recovery, Student
    from partners.models import Member

TEACHERS_FROM_OUTSIDE = frozenset({Role.LECTURER, Role.TRAINER})
RECOVERERS = REGISTRARS | {Role.HOMEROOM_TEACHER}


def reads_offerings(member: Member, offering: Offering | None = None) -> Verdict:
    """The school knows all its offerings; who teaches from outside, those they teach."""
    return only_if(
        member.role in STUDENT_STAFF | TEACHERS_FROM_OUTSIDE,
        _("Course offerings are for those who teach."),
    )


def plans_offerings(member: Member, offering: Offering | None = None) -> Verdict:
    """What is taught and by whom is planned by the coordinator and the curriculum head."""
    return only_if(
        member.role in REGISTRARS and _is_ours(member, offering),
        _("Only the coordinator and the curriculum head plan course offerings."),
    )


def teaches(member: Member, offering: Offering) -> Verdict:
    """Is this member among the instructors of the offering?"""
    from curriculum.models import Instructor  # noqa: PLC0415 - models import the workflow

    return only_if(
        Instructor.objects.filter(offering=offering.pk, member=member.pk).exists(),
        _("Only the instructors of this course do this."),
    )


def keeps_class(member: Member, offering: Offering) -> Verdict:
    """Sessions and attendance are entered by the instructors, or by those who plan the offerings."""
    return _is_running(offering) & _planned_or_taught(member, offering)


def keeps_class_or_ledger(member: Member, offering: Offering) -> Verdict:
    """Hours go into the ledger by those who teach or plan the course, also after its results stand."""
    return _planned_or_taught(member, offering)


def grades(member: Member, offering: Offering) -> Verdict:
    """Achievement levels are given by the school; who teaches from outside judges competency units."""
    return (
        only_if(
            member.role in SCHOOL_STAFF and _is_ours(member, offering),
            _("Achievement levels are given by teachers of the school."),
        )
        & _is_running(offering)
        & _planned_or_taught(member, offering)
        & only_if(
            bool(levels_of(offering.subject)),
            _("Creative activities have no achievement levels; their attendance decides."),
        )
    )


def settles(member: Member, offering: Offering) -> Verdict:
    """Whoever gives the achievement levels settles the results of the course."""
    return only_if(
        member.role in SCHOOL_STAFF and _is_ours(member, offering),
        _("Achievement levels are given by teachers of the school."),
    ) & _planned_or_taught(member, offering)


def reopens(member: Member, offering: Offering) -> Verdict:
    """Settled results are opened again by those who answer for the curriculum."""
    return plans_offerings(member, offering)


def enrols(member: Member, offering: Offering) -> Verdict:
    """Students are entered by those who plan the offering and its own teachers of the school."""
    return settles(member, offering)


def judges_in(member: Member, offering: Offering) -> Verdict:
    """Competency units are judged by the instructors of the offering, from the school or a partner."""
    if member.role in SCHOOL_STAFF:
        return _planned_or_taught(member, offering)
    return reads_offerings(member) & teaches(member, offering)


def judges_class(member: Member, offering: Offering) -> Verdict:
    """Judging goes on until the results are settled; those who may open them again do so first."""
    return judges_in(member, offering) & _is_running(offering)


def judges(member: Member, student: Student | None = None) -> Verdict:
    """Teaching staff of the school judge its students, with or without an offering."""
    return only_if(
        member.role in ASSESSORS and (student is None or student.school_id == member.partner_id),
        _("Only teaching staff record competency units and certificates."),
    )


def corrects_judgement(member: Member, judgement: Judgement) -> Verdict:
    """A judgement is put right by who made it or by teaching staff of the school; both stay readable."""
    return only_if(
        judgement.judged_by_id == member.pk
        or (member.role in ASSESSORS and judgement.school_id == member.partner_id),
        _("Only who judged and teaching staff of the school correct a judgement."),
    )


def recovers(member: Member, enrolment: Enrolment) -> Verdict:
    """What makes up for a course is agreed by its teachers, the homeroom teacher or the curriculum head."""
    return recovers_in(member, enrolment.offering)


def recovers_in(member: Member, offering: Offering) -> Verdict:
    """Whoever may agree on recoveries for a course; creative activities are no subject to recover."""
    if not levels_of(offering.subject):
        return denied(_("Creative activities are not made up for as a subject is."))
    if member.role in RECOVERERS and offering.school_id == member.partner_id:
        return only_if(True, "")
    return only_if(member.role in SCHOOL_STAFF, _("Recovery is agreed by the school.")) & teaches(
        member, offering
    )


def decides_recovery(member: Member, recovery: Recovery) -> Verdict:
    """The result of a recovery is entered by those who may agree on one."""
    return recovers(member, recovery.enrolment)


def keeps_qualifications(member: Member, qualification: Qualification | None = None) -> Verdict:
    """Course-based qualifications are kept by the coordinator and the curriculum head."""
    return only_if(
        member.role in REGISTRARS and (qualification is None or qualification.school_id == member.partner_id),
        _("Only the coordinator and the curriculum head keep course-based qualifications."),
    )


def _planned_or_taught(member: Member, offering: Offering) -> Verdict:
    if plans_offerings(member, offering):
        return only_if(True, "")
    return teaches(member, offering)


def _is_running(offering: Offering) -> Verdict:
    return only_if(
        offering.state == OfferingState.RUNNING,
        _("The results of this course are settled. They can be opened again."),
    )


def _is_ours(member: Member, offering: Offering | None) -> bool:
    return offering is None or offering.school_id == member.partner_id
