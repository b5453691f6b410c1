"""Writes what a confirmed list says into the roster, many rows in one statement."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pghistory
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.utils import timezone
from django.utils.translation import gettext as _

from consortium import bulk
from curriculum.models import Contact, Student
from curriculum.roster import policies
from curriculum.roster.columns import CONTACT, DAY_OF_IMPORT, OF_STUDENT, SEAT
from curriculum.roster.school import School
from curriculum.roster.workflow import step_between
from curriculum.states import StudentState

if TYPE_CHECKING:
    from consortium.imports.registry import Candidate
    from partners.models import Member

Values = dict[str, Any]
NEEDED = (*SEAT, "school_year", "name", "entry_year")


def take_over(rows: list[Candidate], by: Member) -> None:
    """Add the new students and bring the known ones up to date; seats may change hands inside."""
    policies.registers_students(by).require()
    reason = _("From a list")
    with connection.cursor() as cursor, pghistory.context(step="roster.imported", reason=reason):
        cursor.execute("SET CONSTRAINTS seat_held_once DEFERRED")
        school = School(by)
        _add([row.values for row in rows if row.existing is None], school, by)
        _change([row for row in rows if row.existing is not None], school, by)
        cursor.execute("SET CONSTRAINTS seat_held_once IMMEDIATE")


def _add(rows: list[Values], school: School, by: Member) -> None:
    if not rows:
        return
    alike = {"consortium": by.consortium_id, "school": by.partner_id, "updated_at": timezone.now()}
    columns = {name: [values[name] for values in rows] for name in NEEDED} | {
        "department": [_department_of(values, school) for values in rows],
        "birth_date": [values.get("birth_date") for values in rows],
        "state": [values.get("state", StudentState.ENROLLED.value) for values in rows],
        "state_since": [_day(values.get("state_since")) for values in rows],
    }
    contacts = [_of_contact(values) for values in rows]
    ids = bulk.insert(Student, columns, alike, with_ids=any(contacts))
    if ids:
        _add_contacts(list(zip(ids, contacts, strict=True)), by)


def _change(rows: list[Candidate], school: School, by: Member) -> None:
    if not rows:
        return
    ids = [row.existing.subject.pk for row in rows]
    locked = (
        Student.objects.visible_to(by)
        .filter(pk__among=bulk.array(Student, "id", ids))
        .select_for_update()
        .order_by("pk")
    )
    students = {student.pk: student for student in locked}
    now = timezone.now()
    changes, contacts = [], []
    for row in rows:
        known = row.existing.subject
        student = students.get(known.pk)
        if student is None or student.updated_at != known.updated_at:
            raise ValidationError(_("Somebody has just changed this student. Bring the row again."))
        if facts := _facts_of(row, student, school, by):
            changes.append((known.pk, facts | {"updated_at": now}))
        contacts.append((known.pk, _of_contact({name: then for name, (_now, then) in row.changes.items()})))
    _update(Student, "id", changes)
    _change_contacts(contacts, by)


def _facts_of(row: Candidate, student: Student, school: School, by: Member) -> Values:
    """What the row changes of the student; a new state is a step that its rulebook must allow."""
    facts = {name: row.changes[name][1] for name in OF_STUDENT if name in row.changes}
    if "state" in facts:
        step = step_between(student.state, facts["state"])
        if step is None:
            raise ValidationError(_("This step is not possible in the present state."))
        step.enforce(student, by=by)
        facts["state_since"] = _day(row.values["state_since"])
    if "department" in row.changes:
        facts["department"] = _department_of(row.values, school)
    return facts


def _department_of(values: Values, school: School) -> int:
    """Asked anew: it may have been renamed since the row was judged."""
    department = school.department_of(values)
    if department is None:
        raise ValidationError(
            _("The department is missing. Add a column, or say it for the class under “Classes”.")
        )
    return department.pk


def _change_contacts(changes: list[tuple[int, Values]], by: Member) -> None:
    changes = [(student, contact) for student, contact in changes if contact]
    if not changes:
        return
    students = bulk.array(Contact, "student", [student for student, _contact in changes])
    theirs = Contact.objects.visible_to(by).filter(student__pk__among=students)
    there = set(theirs.select_for_update().order_by("pk").values_list("student_id", flat=True))
    _update(Contact, "student", [change for change in changes if change[0] in there])
    _add_contacts([change for change in changes if change[0] not in there], by)


def _add_contacts(contacts: list[tuple[int, Values]], by: Member) -> None:
    contacts = [(student, contact) for student, contact in contacts if contact]
    if not contacts:
        return
    columns = {name: [contact.get(name, "") for _student, contact in contacts] for name in CONTACT}
    students = [student for student, _contact in contacts]
    bulk.insert(Contact, columns | {"student": students}, {"school": by.partner_id, "guardian_relation": ""})


def _update(model: type[Student | Contact], key: str, changes: list[tuple[int, Values]]) -> None:
    if bulk.update(model, key, changes) != len(changes):
        raise PermissionDenied(_("Your role does not include this."))


def _of_contact(values: Values) -> dict[str, str]:
    return {name: values[name] for name in CONTACT if name in values}


def _day(text: str | None) -> object:
    return timezone.localdate() if text == DAY_OF_IMPORT else text
