"""Who changed what about a student, in words: read from the history that the database writes itself."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from itertools import pairwise

from django.db.models import Model, QuerySet
from django.utils.formats import localize
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _

from curriculum.models import Attainment, Certificate, Contact, Student
from partners.models import Member
from partners.trail import Change, Difference, newest_first

YEARS = ("entry_year", "school_year")  # without separators
SHOWN = 100  # events of each kind
COMPARED = (
    "name",
    "department_id",
    "entry_year",
    "school_year",
    "grade",
    "class_no",
    "number",
    "birth_date",
    "attendance_rate",
    "state",
    "state_since",
)
BY_STEP = {
    "student.on_leave": _("Leave of absence"),
    "student.returned": _("Back at school"),
    "student.transferred": _("Transfer to another school"),
    "student.graduated": _("Graduation"),
    "student.left": _("Leaving the school before graduation"),
    "student.promoted": _("Promotion to the next grade"),
    "student.repeats": _("Repeats the grade"),
    "roster.imported": _("Taken over from a list"),
}
STEPS = {
    "insert": {
        Student: _("Registered"),
        Attainment: _("Competency unit recorded"),
        Certificate: _("Certificate recorded"),
        Contact: _("Contact entered"),
    },
    "update": {
        Student: _("Corrected"),
        Attainment: _("Competency unit corrected"),
        Certificate: _("Certificate corrected"),
        Contact: _("Contact changed"),
    },
    "delete": {
        Attainment: _("Competency unit taken back"),
        Certificate: _("Certificate taken back"),
        Contact: _("Contact deleted"),
    },
}


def changes_of(student: Student, *, by: Member) -> list[Change]:
    """Everything that was changed about a student, newest first; contacts without their content."""
    found = [
        *_of_roster(student),
        *_of_rows(Attainment, student, lambda event: str(event.unit), "unit__elements"),
        *_of_rows(Certificate, student, lambda event: event.name),
        *_of_rows(Contact, student, lambda event: ""),
    ]
    return newest_first(found, SHOWN, by=by)


def as_seen(student: Student, seen_at: datetime) -> Model | None:
    """The roster entry of this student as it stood at `seen_at`."""
    return _roster_events(student).filter(updated_at__lte=seen_at).order_by("-pgh_id").first()


def differences_since(student: Student, seen: Model) -> list[Difference]:
    """What has changed in the roster since somebody saw the student so."""
    latest = _roster_events(student).order_by("-pgh_id").first()
    return _differences(seen, latest) if latest else []


def _roster_events(student: Student) -> QuerySet:
    return student.events.select_related("department")


def _of_roster(student: Student) -> Iterator[tuple[Model, Change]]:
    events = list(_roster_events(student).order_by("-pgh_id")[: SHOWN + 1])[::-1]
    if events and events[0].pgh_label == "insert":
        yield events[0], _change(Student, events[0])
    for before, after in pairwise(events):
        change = _change(Student, after)
        change.differences = _differences(before, after)
        if change.differences:
            yield after, change


def _of_rows(
    model: type[Model], student: Student, describe: object, *related: str
) -> Iterator[tuple[Model, Change]]:
    events = model.pgh_event_model.objects.filter(student=student.pk).prefetch_related(*related)
    for event in events.order_by("-pgh_id")[:SHOWN]:
        change = _change(model, event)
        change.detail = describe(event)
        yield event, change


def _change(model: type[Model], event: Model) -> Change:
    context = event.pgh_context or {}
    return Change(
        at=event.pgh_created_at,
        what=BY_STEP.get(context.get("step", ""), STEPS[event.pgh_label][model]),
        reason=context.get("reason", ""),
    )


def _differences(before: Model, after: Model) -> list[Difference]:
    return [
        Difference(
            str(after._meta.get_field(name).verbose_name), _in_words(before, name), _in_words(after, name)
        )
        for name in COMPARED
        if getattr(before, name) != getattr(after, name)
    ]


def _in_words(event: Model, name: str) -> str:
    if name == "state":
        return event.get_state_display()
    value = getattr(event, name.removesuffix("_id"))
    if value is None:
        return "-"
    if isinstance(value, datetime):
        value = localtime(value)
    return str(value) if isinstance(value, (str, Model)) or name in YEARS else localize(value)
