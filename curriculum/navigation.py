"""Entries of the main menu."""

from django.utils.translation import gettext_lazy as _

from consortium.shell.navigation import Entry, Section, register
from partners.states import COMPANY_STAFF, OFFICIALS, SCHOOL_STAFF, STUDENT_STAFF, Role

STUDENTS = Section(_("Students and jobs"))
LEARNING = Section(_("Curriculum"))

register(Entry(_("Students"), "curriculum:students", STUDENT_STAFF, order=30, section=STUDENTS))
register(
    Entry(
        _("Course offerings"),
        "curriculum:offerings",
        STUDENT_STAFF | {Role.LECTURER, Role.TRAINER},
        order=32,
        section=LEARNING,
    )
)
register(
    Entry(
        _("Course-based qualifications"),
        "curriculum:qualifications",
        STUDENT_STAFF,
        order=33,
        section=LEARNING,
    )
)
register(Entry(_("My record"), "curriculum:me", frozenset({Role.STUDENT}), order=30, section=STUDENTS))
register(Entry(_("Programme tables"), "curriculum:tables", None, order=32, section=LEARNING))
register(
    Entry(
        _("Subjects"),
        "curriculum:subjects",
        SCHOOL_STAFF | {Role.EDUCATION_OFFICIAL},
        order=33,
        section=LEARNING,
    )
)
register(Entry(_("Courses developed together"), "curriculum:courses", None, order=40, section=LEARNING))
register(Entry(_("External programmes"), "curriculum:external_programmes", None, order=41, section=LEARNING))
register(
    Entry(
        _("Demand and teaching"),
        "curriculum:demand",
        SCHOOL_STAFF | COMPANY_STAFF | OFFICIALS | {Role.LECTURER, Role.ASSOCIATION_SECRETARY},
        order=35,
        section=LEARNING,
    )
)
