"""The list of subjects as a file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from consortium.reports.exports import ListColumn, ListExport, filtered, register
from curriculum.models import Subject
from curriculum.subjects.filters import SubjectFilter
from partners.states import Role

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from partners.models import Member

EVERYBODY = frozenset(set(Role) - {Role.OPERATOR})


def _subjects(member: Member) -> QuerySet:
    return Subject.objects.visible_to(member).select_related("approval").prefetch_related("units__unit")


def _units(subject: Subject) -> str:
    """The codes of the units with their hours, as the national standards name them."""
    return ", ".join(
        f"{row.unit.code} ({row.hours})" if row.hours else row.unit.code for row in subject.units.all()
    )


register(
    ListExport(
        "subjects",
        gettext_lazy("Subjects"),
        EVERYBODY,
        filtered(SubjectFilter, _subjects),
        (
            ListColumn(gettext_lazy("Curriculum generation"), lambda one: one.get_generation_display()),
            ListColumn(gettext_lazy("Subject group"), lambda one: one.group_in_words),
            ListColumn(gettext_lazy("Kind"), lambda one: one.kind_in_words, width=22),
            ListColumn(gettext_lazy("Name"), lambda one: one.name, width=30),
            ListColumn(gettext_lazy("English name"), lambda one: one.name_en, width=36),
            ListColumn(
                gettext_lazy("Standard credits"), lambda one: one.standard_credits, decimals=0, width=10
            ),
            ListColumn(
                gettext_lazy("School-created"),
                lambda one: _("yes") if one.is_school_created else "",
                width=10,
            ),
            ListColumn(gettext_lazy("Approval"), lambda one: one.approval or "", width=30),
            ListColumn(gettext_lazy("Competency units (hours)"), _units, width=60),
        ),
        order=("generation", "subject_group", "name", "pk"),
    )
)
