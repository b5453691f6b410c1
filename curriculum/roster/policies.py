"""Who of the school staff may do what with students; each answer carries its reason."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from consortium.verdict import Verdict, only_if
from partners.states import SCHOOL_STAFF, STUDENT_STAFF, Role

if TYPE_CHECKING:
    from curriculum.models import Department, SchoolClass, Student
    from partners.models import Member

REGISTRARS = frozenset({Role.COORDINATOR, Role.CURRICULUM_HEAD})
ROSTER_KEEPERS = REGISTRARS | {Role.HOMEROOM_TEACHER}
ASSESSORS = ROSTER_KEEPERS | {Role.TRAINING_TEACHER}
CALLERS = frozenset({Role.COORDINATOR, Role.HOMEROOM_TEACHER, Role.TRAINING_TEACHER, Role.PRINCIPAL})
EXPORTERS = REGISTRARS | {Role.PRINCIPAL}


def _of_our_school(member: Member, student: Student | None) -> Verdict:
    return only_if(
        member.role in STUDENT_STAFF and (student is None or student.school_id == member.partner_id),
        _("Only staff of the student's own school who work with students may do this."),
    )


def reads_the_roster(member: Member, student: Student | None = None) -> Verdict:
    """The roster is the school's own; companies meet students as candidates, students have their own page."""
    return only_if(
        member.role in STUDENT_STAFF,
        _("Only staff of the school who work with students see the roster."),
    ) & _of_our_school(member, student)


def reads_departments(member: Member) -> Verdict:
    """The page of departments is the school's; others meet a department's name where something is of it."""
    return only_if(member.role in SCHOOL_STAFF, _("Only staff of the school see this list."))


def keeps_departments(member: Member, department: Department | None = None) -> Verdict:
    """The coordinator and the curriculum head say which departments the school has."""
    ours = department is None or department.school_id == member.partner_id
    return only_if(
        member.role in REGISTRARS and ours,
        _("Only the coordinator and the curriculum head enter, rename and close departments."),
    )


def reads_classes(member: Member) -> Verdict:
    """Which classes there are and who leads them is known to the staff of the school."""
    return only_if(member.role in SCHOOL_STAFF, _("Only staff of the school see this list."))


def keeps_classes(member: Member, school_class: SchoolClass | None = None) -> Verdict:
    """The coordinator and the curriculum head say which classes a year has and who leads them."""
    ours = school_class is None or school_class.school_id == member.partner_id
    return only_if(
        member.role in REGISTRARS and ours,
        _("Only the coordinator and the curriculum head enter classes and their homeroom teachers."),
    )


def has_an_own_page(member: Member) -> Verdict:
    """The page about oneself is for students."""
    return only_if(member.role == Role.STUDENT, _("This page is for students."))


def registers_students(member: Member, student: Student | None = None) -> Verdict:
    """The coordinator and the curriculum head enter students who joined the school."""
    return _of_our_school(member, student) & only_if(
        member.role in REGISTRARS, _("Only the coordinator and the curriculum head register students.")
    )


def corrects_students(member: Member, student: Student | None = None) -> Verdict:
    """Those who keep the roster correct it; homeroom teachers are the first to know of a mistake."""
    return _of_our_school(member, student) & only_if(
        member.role in ROSTER_KEEPERS,
        _("Only the coordinator, the curriculum head and homeroom teachers correct the roster."),
    )


def decides_on_the_register(member: Member, student: Student | None = None) -> Verdict:
    """Leave, transfer and graduation are entered by those who answer for the school register."""
    return _of_our_school(member, student) & only_if(
        member.role in REGISTRARS,
        _("Only the coordinator and the curriculum head change a student's state."),
    )


def records_attainment(member: Member, student: Student | None = None) -> Verdict:
    """Teaching staff judge competency units and certificates."""
    return _of_our_school(member, student) & only_if(
        member.role in ASSESSORS, _("Only teaching staff record competency units and certificates.")
    )


def opens_contact(member: Member, student: Student | None = None) -> Verdict:
    """Telephone numbers are opened by those who call homes, each time with a reason."""
    return _of_our_school(member, student) & only_if(
        member.role in CALLERS,
        _("Only the coordinator, the principal, homeroom and field-training teachers open contacts."),
    )


def keeps_contact(member: Member, student: Student | None = None) -> Verdict:
    """Whoever may open a contact and keeps the roster may change it."""
    return opens_contact(member, student) & only_if(
        member.role in ROSTER_KEEPERS, _("Only the coordinator and homeroom teachers change contacts.")
    )


def reads_history(member: Member, student: Student | None = None) -> Verdict:
    """Who changed and who viewed a student is shown to those who answer for the records."""
    return _of_our_school(member, student) & only_if(
        member.role in CALLERS | REGISTRARS, _("Your role does not include the history of students.")
    )


def downloads_the_roster(member: Member, student: Student | None = None) -> Verdict:
    """The whole roster leaves the portal only with those who answer for it, for a stated reason."""
    return _of_our_school(member, student) & only_if(
        member.role in EXPORTERS,
        _("Only the coordinator, the curriculum head and the principal download the roster."),
    )
