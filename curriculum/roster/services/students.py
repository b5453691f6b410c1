"""What school staff do with students: one function per verb, each atomic and remembered in the history."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

import pghistory
from django.core import signing
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from consortium.audit.reasons import says_why
from consortium.rules.calendar import first_day_of
from consortium.workflow import Policy, StateConflict, Transition
from curriculum.models import (
    Attainment,
    Certificate,
    CompetencyUnit,
    Contact,
    Department,
    Student,
)
from curriculum.models.student import present_school_year
from curriculum.roster import policies
from curriculum.states import StudentState
from curriculum.teaching.services import judging

if TYPE_CHECKING:
    from partners.models import Member

ROSTER_FACTS = frozenset(
    {"department", "entry_year", "grade", "class_no", "number", "name", "birth_date", "attendance_rate"}
)
OPENED = "curriculum.contact.opened"
OPEN_FOR = timedelta(hours=1)
CONTACT_FACTS = frozenset({"phone", "address", "guardian_name", "guardian_relation", "guardian_phone"})


@transaction.atomic
def register_student(*, by: Member, **facts: object) -> Student:
    """Enter a student who joined the school; their seat (grade, class, number) must be free."""
    policies.registers_students(by).require()
    _require_known(facts, ROSTER_FACTS)
    _require_our_department(facts["department"], by)
    _require_open(facts["department"])
    student = Student(consortium_id=by.consortium_id, school_id=by.partner_id, **facts)
    student.clean()
    with changed_by(by), _in_a_free_seat(student, by):
        student.save(force_insert=True)
    return student


@transaction.atomic
def correct_student(student: Student, *, by: Member, seen_at: datetime, **facts: object) -> Student:
    """Correct the roster; refused (409) if somebody changed the student after `seen_at`."""
    student = _locked(student, by, policies.corrects_students)
    _require_known(facts, ROSTER_FACTS)
    if student.updated_at != seen_at:
        raise StateConflict(student, _("Somebody else has changed this student in the meantime."))
    if facts.get("department", student.department) != student.department:
        _require_our_department(facts["department"], by)
    changed = [name for name, value in facts.items() if getattr(student, name) != value]
    for name in changed:
        setattr(student, name, facts[name])
    if {"birth_date", "entry_year"} & set(changed):
        student.clean()
    if changed:
        with changed_by(by), _in_a_free_seat(student, by):
            student.save(update_fields=[*changed, "updated_at"])
    return student


@transaction.atomic
def change_student_state(
    student: Student, *, by: Member, step: Transition, reason: str, on: date | None = None
) -> Student:
    """Record leave, return, transfer, graduation or leaving (학적 변동): from which day, and why.

    Whoever returns takes a seat of the present school year, whichever year they went in.
    """
    student = _locked(student, by, step.policy)
    step.enforce(student, by=by)
    reason = _required_reason(reason)
    on = on or timezone.localdate()
    _require_sensible_date(student, on, field="on")
    student.state, student.state_since = step.target, on
    if step.target == StudentState.ENROLLED:
        student.school_year = present_school_year()
    with changed_by(by, step=step.name, reason=reason), _in_a_free_seat(student, by):
        student.save(update_fields=["state", "state_since", "school_year", "updated_at"])
    return student


@transaction.atomic
def record_attainment(
    student: Student, *, by: Member, units: Iterable[CompetencyUnit], judged_on: date, evidence: str
) -> list[Attainment]:
    """Judge that a student has shown these competency units, none of which was recorded before."""
    student = _locked(student, by, policies.records_attainment)
    units = list(units)
    known = Attainment.objects.visible_to(by).filter(student=student, unit__in=units).select_related("unit")
    if twice := ", ".join(str(attainment.unit) for attainment in known):
        raise ValidationError({"units": _("Already recorded: %(units)s.") % {"units": twice}})
    judging.judge_student(student, by=by, units=units, finding=judging.Finding(judged_on, evidence))
    return list(known.all())


@transaction.atomic
def withdraw_attainment(attainment: Attainment, *, by: Member, reason: str) -> bool:
    """Take back the judgement that a unit rests on; whether another one still carries the unit."""
    _locked(attainment.student, by, policies.records_attainment)
    reason = _required_reason(reason)
    attainment = Attainment.objects.visible_to(by).select_related("judgement").get(pk=attainment.pk)
    judging.correct_judgement(attainment.judgement, by=by, finding=None, reason=reason)
    return Attainment.objects.visible_to(by).filter(pk=attainment.pk).exists()


@transaction.atomic
def add_certificate(
    student: Student, *, by: Member, name: str, issuer: str = "", on: date | None = None
) -> Certificate:
    """Record a qualification that the student holds."""
    student = _locked(student, by, policies.records_attainment)
    if on is not None:
        _require_sensible_date(student, on, field="on", since_entry=False)
    if Certificate.objects.visible_to(by).filter(student=student, name=name, on=on).exists():
        raise ValidationError({"name": _("This certificate is recorded already.")})
    with changed_by(by):
        return Certificate.objects.create(
            student=student, school_id=student.school_id, name=name, issuer=issuer, on=on
        )


@transaction.atomic
def remove_certificate(certificate: Certificate, *, by: Member, reason: str) -> None:
    """Take back a certificate that was recorded by mistake; the history keeps it and the reason."""
    _locked(certificate.student, by, policies.records_attainment)
    reason = _required_reason(reason)
    with changed_by(by, step="certificate.removed", reason=reason):
        Certificate.objects.visible_to(by).get(pk=certificate.pk).delete()


def open_contact(student: Student, *, by: Member, reason: str) -> Contact | None:
    """Show how to reach a student and their guardian, once, for a reason that the access record keeps."""
    policies.opens_contact(by, student).require()
    _required_reason(reason)
    return Contact.objects.visible_to(by).filter(student=student).first()


@transaction.atomic
def save_contact(student: Student, *, by: Member, **facts: str) -> Contact:
    """Enter or correct how to reach a student and their guardian."""
    student = _locked(student, by, policies.keeps_contact)
    _require_known(facts, CONTACT_FACTS)
    with changed_by(by):
        contact, _made = Contact.objects.visible_to(by).update_or_create(
            student=student, defaults=facts, create_defaults={"school_id": student.school_id, **facts}
        )
    return contact


def seal_contact(contact: Contact | None, *, by: Member, reason: str) -> str:
    """That this person opened this contact with a reason, and how it read; lets them correct it."""
    if contact is None:
        return ""
    return signing.dumps([by.pk, contact.student_id, _content_of(contact), reason], salt=OPENED)


def reason_of_opening(student: Student, seal: str, *, by: Member) -> str:
    """Why the contact that is to be corrected was opened.

    A student without a contact needs no opening; one that was not opened, or changed since, is a 409.
    """
    contact = Contact.objects.visible_to(by).filter(student=student).first()
    if contact is None:
        return ""
    try:
        member, about, content, reason = signing.loads(seal, salt=OPENED, max_age=OPEN_FOR)
    except (signing.BadSignature, ValueError):
        member = about = None
    if (member, about) != (by.pk, student.pk):
        raise StateConflict(
            student, _("A contact is recorded already. Open it with a reason, and correct it there.")
        )
    if content != _content_of(contact):
        raise StateConflict(student, _("Somebody else has changed the contact in the meantime."))
    return reason


def _content_of(contact: Contact) -> str:
    content = json.dumps([getattr(contact, name) for name in sorted(CONTACT_FACTS)])
    return hashlib.sha256(content.encode()).hexdigest()


def occupant_of(student: Student, *, by: Member) -> Student | None:
    """Who else sits in this student's seat, as far as `by` may know."""
    return (
        Student.objects.visible_to(by)
        .enrolled()
        .filter(
            school=student.school_id,
            school_year=student.school_year,
            grade=student.grade,
            class_no=student.class_no,
            number=student.number,
        )
        .exclude(pk=student.pk)
        .first()
    )


@contextmanager
def changed_by(by: Member, **why: str) -> Iterator[None]:
    """Everything that is written inside the block carries who wrote it and why into the history."""
    with pghistory.context(member=by.pk, **why):
        yield


@contextmanager
def _in_a_free_seat(student: Student, by: Member) -> Iterator[None]:
    """The database decides who was first; the loser is told who sits there, if they may know it."""
    if student.state == StudentState.ENROLLED and (occupant := occupant_of(student, by=by)):
        raise _seat_taken(student, occupant)
    try:
        with transaction.atomic():
            yield
    except IntegrityError as error:
        if "seat_held_once" not in str(error):
            raise
        raise _seat_taken(student, occupant_of(student, by=by)) from error


def _seat_taken(student: Student, occupant: Student | None) -> ValidationError:
    seat = {"grade": student.grade, "class_no": student.class_no, "number": student.number}
    message = _("Grade %(grade)s, class %(class_no)s, number %(number)s is taken.")
    if occupant is not None:
        seat["name"] = occupant.name
        message = _("%(name)s already has grade %(grade)s, class %(class_no)s, number %(number)s.")
    return ValidationError({"number": ValidationError(message, code="seat_taken", params=seat)})


def _locked(student: Student, by: Member, policy: Policy) -> Student:
    """The student's present row, held until the transaction ends, for those who may do what follows.

    Asked first: PostgreSQL lets nobody hold a row that they may not change.
    """
    policy(by, student).require()
    rows = Student.objects.visible_to(by).select_related("department").select_for_update(of=("self",))
    return rows.get(pk=student.pk)


def _require_known(facts: dict[str, object], allowed: frozenset[str]) -> None:
    if unknown := set(facts) - allowed:
        raise TypeError(f"Not facts of this kind: {sorted(unknown)}")


def _require_our_department(department: Department, by: Member) -> None:
    if (department.school_id, department.consortium_id) != (by.partner_id, by.consortium_id):
        raise PermissionDenied(_("This department belongs to another school."))


def _require_open(department: Department) -> None:
    if department.closed_on is not None:
        message = _("This department takes no new students since %(day)s.")
        day = date_format(department.closed_on)
        raise ValidationError({"department": message % {"day": day}})


def _required_reason(reason: str) -> str:
    if not says_why(reason):
        raise ValidationError({"reason": _("Give the reason in a few words.")})
    return reason.strip()


def _require_sensible_date(
    student: Student, on: date, *, field: str = "judged_on", since_entry: bool = True
) -> None:
    if on > timezone.localdate():
        raise ValidationError({field: _("This date lies in the future.")})
    if since_entry and on < first_day_of(student.entry_year):
        raise ValidationError({field: _("This date lies before the student entered the school.")})
