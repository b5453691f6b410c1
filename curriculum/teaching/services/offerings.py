"""Offerings, those who teach them, and who takes part."""

from __future__ import annotations

from collections.abc import Iterable

import pghistory
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from consortium.workflow import StateConflict, Transition
from curriculum.models import Enrolment, Instructor, Offering, Student
from curriculum.states import EnrolmentState, OfferingState
from curriculum.teaching import policies
from curriculum.teaching.services import letters
from curriculum.teaching.workflow import READMIT, WITHDRAW
from partners.models import Member, Partner
from partners.states import SCHOOL_STAFF

FACTS = frozenset({"subject", "programme_row", "year", "semester", "grade", "class_no", "section", "credits"})


@transaction.atomic
def plan_offering(*, by: Member, enrol_class: bool = False, **facts: object) -> Offering:
    """Offer a subject in a semester; with `enrol_class`, the students of its grade and class take part."""
    policies.plans_offerings(by).require()
    if unknown := set(facts) - FACTS:
        raise TypeError(f"Not facts of an offering: {sorted(unknown)}")
    offering = Offering(consortium_id=by.consortium_id, school_id=by.partner_id, **facts)
    if offering.subject.school_id != by.partner_id:
        raise ValidationError({"subject": _("Choose a subject of your school.")})
    try:
        with transaction.atomic(), pghistory.context(member=by.pk):
            offering.save(force_insert=True)
    except IntegrityError as error:
        raise ValidationError(
            {"section": _("This subject is offered to this class already. Give the second one a section.")}
        ) from error
    if enrol_class:
        enrol_students(offering, by=by, students=students_of_the_class(offering, by))
    return offering


@transaction.atomic
def add_instructor(
    offering: Offering,
    *,
    by: Member,
    member: Member | None = None,
    partner: Partner | None = None,
    name: str = "",
) -> Instructor:
    """Say who teaches: a member of the school or a partner, or a guest whom a partner sends."""
    policies.plans_offerings(by, offering).require()
    offering = _locked(offering, by)
    _require_running(offering)
    if member is not None:
        if member.role not in SCHOOL_STAFF | policies.TEACHERS_FROM_OUTSIDE:
            raise ValidationError({"member": _("Only teachers, lecturers and company trainers can teach.")})
        partner, name = member.partner, member.user.name
    elif partner is None or not name.strip():
        raise ValidationError({"name": _("Name the guest and the organisation that sends them.")})
    row = Instructor(
        consortium_id=offering.consortium_id,
        school_id=offering.school_id,
        offering=offering,
        member=member,
        partner=partner,
        name=name.strip(),
    )
    row.clean_fields(exclude=["consortium", "school", "offering", "member", "partner"])
    try:
        with transaction.atomic(), pghistory.context(member=by.pk):
            row.save(force_insert=True)
    except IntegrityError as error:
        raise ValidationError({"member": _("This person teaches here already.")}) from error
    letters.tell_instructor("instructor_named", row, by=by)
    return row


@transaction.atomic
def remove_instructor(instructor: Instructor, *, by: Member) -> None:
    """Take somebody off the offering who has not taught in it; their sessions would lose their teacher."""
    policies.plans_offerings(by, instructor.offering).require()
    _require_running(_locked(instructor.offering, by))
    if instructor.sessions.exists() or instructor.delivery_id:
        raise ValidationError(_("Sessions stand in this person's name, so they stay among the instructors."))
    with pghistory.context(member=by.pk):
        Instructor.objects.visible_to(by).filter(pk=instructor.pk).delete()


def students_of_the_class(offering: Offering, by: Member) -> list[Student]:
    """The enrolled students of the offering's grade, and of its class if it names one."""
    found = Student.objects.visible_to(by).enrolled().filter(school=offering.school_id, grade=offering.grade)
    if offering.class_no:
        found = found.filter(class_no=offering.class_no)
    return list(found.order_by("class_no", "number"))


@transaction.atomic
def enrol_students(offering: Offering, *, by: Member, students: Iterable[Student]) -> int:
    """Enter students into the offering; those who take part already stay as they are."""
    policies.enrols(by, offering).require()
    offering = _locked(offering, by)
    _require_running(offering)
    wanted = Student.objects.visible_to(by).filter(pk__in={student.pk for student in students})
    rows = [
        Enrolment(student=student, school_id=student.school_id, offering=offering)
        for student in wanted.exclude(enrolments__offering=offering).order_by("pk")
    ]
    with pghistory.context(member=by.pk):
        made = Enrolment.objects.bulk_create(rows)
    return len(made)


@transaction.atomic
def change_enrolment(enrolment: Enrolment, *, by: Member, step: Transition, reason: str = "") -> Enrolment:
    """A student leaves the offering, or comes back; what was entered so far stays."""
    if step not in (WITHDRAW, READMIT):
        raise TypeError(f"Not a step of enrolment: {step.name}")
    enrolment = locked_enrolment(enrolment, by)
    _require_running(enrolment.offering)
    step.enforce(enrolment, by=by)
    enrolment.state, enrolment.reason = step.target, reason.strip()
    enrolment.clean_fields(exclude=["student", "school", "offering"])
    with pghistory.context(member=by.pk, step=step.name):
        enrolment.save(update_fields=["state", "reason"])
    return enrolment


def locked_enrolment(enrolment: Enrolment, by: Member) -> Enrolment:
    """The enrolment's present row, held until the transaction ends."""
    rows = Enrolment.objects.visible_to(by).select_related("offering__subject")
    return rows.select_for_update(of=("self",)).get(pk=enrolment.pk)


def _locked(offering: Offering, by: Member) -> Offering:
    rows = Offering.objects.visible_to(by).select_related("subject", "consortium")
    return rows.select_for_update(of=("self",)).get(pk=offering.pk)


def _require_running(offering: Offering) -> None:
    if offering.state != OfferingState.RUNNING:
        raise StateConflict(offering, _("The results of this course are settled. They can be opened again."))


def taking_part(offering: Offering, by: Member) -> object:
    """Those who take part, in the order of the class roster."""
    known = Enrolment.objects.visible_to(by).filter(offering=offering)
    return known.filter(~Q(state=EnrolmentState.WITHDRAWN)).order_by("student_number", "name", "pk")
