"""The list of courses as a file."""

from __future__ import annotations

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from consortium.reports.exports import ListColumn, ListExport, filtered, register
from curriculum.codevelopment.filters import CourseFilter
from curriculum.models import CourseVersion
from partners.models import Member
from partners.states import Role

EVERYBODY = frozenset(set(Role) - {Role.OPERATOR})


def _courses(member: Member) -> QuerySet:
    return CourseVersion.objects.visible_to(member).newest().for_pages()


register(
    ListExport(
        "courses",
        _("Courses developed together"),
        EVERYBODY,
        filtered(CourseFilter, _courses),
        (
            ListColumn(_("Name"), lambda one: one.name, width=40),
            ListColumn(_("English name"), lambda one: one.name_en, width=40),
            ListColumn(_("Version"), lambda one: one.number, decimals=0, width=8),
            ListColumn(_("State"), lambda one: one.get_state_display(), width=20),
            ListColumn(_("Subject of the course"), lambda one: one.course.subject or "", width=24),
            ListColumn(_("Hours of teaching"), lambda one: one.hours, decimals=0, width=10),
            ListColumn(_("Proposed by"), lambda one: one.proposer or one.school, width=30),
            ListColumn(_("Comments until"), lambda one: one.comments_until or ""),
        ),
        order=("name", "pk"),
    )
)
