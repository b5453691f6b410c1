"""The roster as a file: personal data, so it asks why, is capped, and records whose data left the portal."""

from types import SimpleNamespace
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from consortium.reports.document import Block, Column, Document, Table
from consortium.reports.registry import Report, ReportContext, register
from consortium.shell.filters import in_words
from curriculum.models import Student
from curriculum.roster import policies
from curriculum.roster.filters import StudentFilter
from partners.models import Member

KEY = "roster"
MOST = 2000  # students in one file; whoever needs more asks class by class


def chosen_students(member: Member, parameters: dict[str, Any]) -> tuple[QuerySet, str]:
    """The students of these filters in the order of the roster, and the filters in words."""
    rows = Student.objects.visible_to(member).select_related("department").with_units_attained()
    filters = StudentFilter(parameters, queryset=rows, request=SimpleNamespace(member=member))
    return filters.qs.order_by("grade", "class_no", "number", "pk"), in_words(filters)


def build(context: ReportContext) -> Document:
    """One table with at most `MOST` students; who made the file and which filters were on stand on top."""
    member = context.member
    blocks = context.part("students", lambda: [_table(context)])
    return Document(
        title=_("Student roster"),
        organisation=str(member.partner),
        reference_date=context.snapshot_at.astimezone().date(),
        snapshot_at=context.snapshot_at,
        blocks=tuple(blocks),
        basis=(
            (_("Filters"), context.parameters.get("in_words") or _("none (all students)")),
            (_("Made by"), str(member)),
            (_("Handling"), _("Holds personal data. Do not pass it on; delete it after use.")),
        ),
        banner=_("This consortium is a demo: students, vacancies and amounts are invented.")
        if member.consortium.is_demo
        else "",
    )


def _table(context: ReportContext) -> Block:
    students = list(chosen_students(context.member, context.parameters)[0][: MOST + 1])
    notes = [_("%(count)s students.") % {"count": min(len(students), MOST)}]
    if len(students) > MOST:
        notes.append(_("There are more than %(most)s. Narrow the filters for the rest.") % {"most": MOST})
    columns = (
        Column(_("Student number"), width=10),
        Column(_("Student's name"), width=12),
        Column(_("Department"), width=20),
        Column(_("State"), width=10),
        Column(_("Entry year"), width=10),
        Column(_("Units attained"), decimals=0, width=12),
        Column(_("Attendance (%)"), decimals=1, width=12),
    )
    rows = tuple(_row(student) for student in students[:MOST])
    return Table(_("Student roster"), _("(unit: persons, %)"), columns, rows, notes=tuple(notes))


def _row(student: Student) -> tuple[object, ...]:
    return (
        student.student_number,
        student.name,
        str(student.department),
        str(student.get_state_display()),
        str(student.entry_year),
        student.units_attained,
        None if student.attendance_rate is None else float(student.attendance_rate),
    )


register(
    Report(
        key=KEY,
        title=gettext_lazy("Student roster"),
        purpose=gettext_lazy(
            "The students of the school with what they attained, for work outside the portal."
        ),
        roles=policies.EXPORTERS,
        build=build,
        formats=("xlsx",),
        personal=True,
        order=60,
    )
)
