"""The school's roster brought as a list from NEIS: new students join, known ones move, nobody is removed."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from typing import TYPE_CHECKING, Any

import pghistory
from django.core.exceptions import ValidationError
from django.db import connection
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from consortium.imports.parsers import squeezed
from consortium.imports.registry import Candidate, Existing, Target, register
from consortium.rules.calendar import first_day_of
from curriculum.models import Contact, Department, SchoolClass, Student
from curriculum.models.student import AGE_AT_ENTRY, present_school_year
from curriculum.roster import policies
from curriculum.roster.columns import COLUMNS, CONTACT, DAY_OF_IMPORT, OF_STUDENT, SEAT, objection_to_day
from curriculum.roster.matching import SEAT_LEFT, Matches, entry_year_of, refuse_shared_seats
from curriculum.roster.workflow import STUDENT
from curriculum.states import AT_SCHOOL, StudentState

if TYPE_CHECKING:
    from partners.models import Member

KEY = "roster"
DAYS = ("birth_date", "state_since")
Values = dict[str, Any]
Words = str | Promise


class School:
    """What a list is held against beside the students: departments and the classes of the year."""

    def __init__(self, by: Member) -> None:
        ours = list(Department.objects.visible_to(by).filter(school=by.partner_id))
        self.departments = {squeezed(one.name_en): one for one in ours if one.name_en}
        self.departments |= {squeezed(one.name): one for one in ours}
        self.by_pk = {one.pk: one for one in ours}
        self.open = [one for one in ours if one.closed_on is None]
        classes = SchoolClass.objects.visible_to(by).exclude(department=None)
        self.of_class = {(one.school_year, one.grade, one.class_no): one.department_id for one in classes}

    def department_of(self, values: Values) -> Department | None:
        """The department that a row names, else that of its class, else the only one there is."""
        if "department" in values:
            return self.departments.get(squeezed(values["department"]))
        of_class = self.of_class.get((values["school_year"], values.get("grade"), values.get("class_no")))
        if of_class is not None:
            return self.by_pk[of_class]
        return self.open[0] if len(self.open) == 1 else None


def find_existing(rows: list[Candidate], by: Member) -> dict[int, Existing]:
    """The students that these rows are about, and what speaks against a row."""
    contacts = bool(policies.keeps_contact(by))
    prepared(rows, contacts=contacts)
    open_rows = [row for row in rows if not row.refused]
    school, matches = School(by), Matches(open_rows, by, with_contacts=contacts)
    found = {}
    for row in open_rows:
        student = matches.found.get(row.number)
        if row.refused:
            continue
        _date_the_change(row.values, student)
        if student is not None:
            found[row.number] = Existing(student, _now(student, row.values, school))
        elif row.values.get("state", StudentState.ENROLLED) not in AT_SCHOOL:
            row.passed_over = _("Has left the school and is not in the portal: there is nothing to record.")
            continue
        row.refused = _objection(row, student, school) or _seat_objection(matches.occupant(row))
    return found


def _date_the_change(values: Values, student: Student | None) -> None:
    """The day belongs to a new state: lists date the last change of everybody, however long ago."""
    before = student.state if student else StudentState.ENROLLED
    if values.get("state", before) == before:
        values.pop("state_since", None)
    else:
        values.setdefault("state_since", DAY_OF_IMPORT)


def prepared(rows: list[Candidate], *, contacts: bool = False) -> list[Candidate]:
    """Rows with grade, class, number and school year spelt out; contacts only for those who keep them."""
    for row in rows:
        _spell_out(row, contacts=contacts)
    refuse_shared_seats(rows)
    return rows


def _spell_out(row: Candidate, *, contacts: bool) -> None:
    """Grade, class and number out of the student number; the school year; nothing that may not be seen."""
    values = row.values
    values.setdefault("school_year", present_school_year())
    if whole := values.get("student_number"):
        parts = dict(zip(SEAT, (int(whole[0]), int(whole[1:3]), int(whole[3:])), strict=True))
        if any(values.setdefault(name, part) != part for name, part in parts.items()):
            row.refused = _("The student number says another grade, class or number than their columns.")
    if values.get("state", StudentState.ENROLLED) not in AT_SCHOOL:
        left = {name: values.pop(name, None) for name in (*SEAT, "school_year")}
        if None not in left.values():  # they keep the seat they left, and are known by it
            values[SEAT_LEFT] = left
        values["school_year"] = present_school_year()
    if not contacts:
        for name in CONTACT:
            values.pop(name, None)


def _now(student: Student, values: Values, school: School) -> Values:
    now = {name: getattr(student, name) for name in OF_STUDENT}
    for name in DAYS:
        day = getattr(student, name)
        now[name] = day and day.isoformat()
    now["department"] = school.by_pk[student.department_id].name
    named = school.department_of(values) if "department" in values else None
    if named is not None and named.pk == student.department_id:
        now["department"] = values["department"]
    if values.get("state", student.state) not in AT_SCHOOL:
        now["school_year"] = values["school_year"]
    if any(name in values for name in CONTACT):
        contact = next(iter(student.contacts.all()), None)
        now |= {name: getattr(contact, name, "") for name in CONTACT}
    return now


def _objection(row: Candidate, student: Student | None, school: School) -> Words:
    """What speaks against a row, apart from who holds its seat."""
    values = row.values
    if "department" in values and school.department_of(values) is None:
        return _("“%(name)s” is no department of the school. Enter it first, or correct the name.") % {
            "name": values["department"][:40]
        }
    if student is None:
        objection, entry_year = _objection_to_new(row, school), values.get("entry_year")
    else:
        objection, entry_year = _objection_to_change(values, student), student.entry_year
    if objection or "state_since" not in values:
        return objection
    return objection_to_day(values["state_since"], first_day_of(entry_year))


def _objection_to_new(row: Candidate, school: School) -> Words:
    values = row.values
    if any(name not in values for name in SEAT):
        return _("Grade, class and number are needed for a new student: in columns of their own or as 30115.")
    department = school.department_of(values)
    if department is None:
        return _("The department is missing. Add a column, or say it for the class under “Classes”.")
    if department.closed_on is not None:
        return _("%(name)s takes no new students.") % {"name": department}
    if "department" not in values:
        row.filled["department"] = department.name
    values["department"] = department.name
    values.setdefault("entry_year", entry_year_of(values))
    birth = values.get("birth_date")
    if birth and int(birth[:4]) > values["entry_year"] - AGE_AT_ENTRY:
        words = _("Does not fit the entry year %(entry_year)s. Check the year of birth.")
        return words % {"entry_year": values["entry_year"]}
    return ""


def _objection_to_change(values: Values, student: Student) -> Words:
    wanted = values.get("state")
    if wanted is not None and wanted != student.state and _step(student.state, wanted) is None:
        return _("From “%(now)s” the register cannot go to “%(then)s”.") % {
            "now": student.get_state_display(),
            "then": StudentState(wanted).label,
        }
    if wanted not in (None, *AT_SCHOOL):
        return ""
    if student.state == StudentState.GRADUATED:
        return _("This student has graduated. If that is wrong, correct it on the student's page.")
    if student.state not in AT_SCHOOL and wanted is None:
        return _("This student left the school. If they are back, say “enrolled” in a column for the state.")
    if values["school_year"] < student.school_year:
        return _("This list is of an earlier school year than the roster (%(year)s).") % {
            "year": student.school_year
        }
    if values.get("grade", student.grade) < student.grade:
        return _("The grade would go back. If the student repeats it, correct it on the student's page.")
    return ""


def _seat_objection(occupant: Student | None) -> Words:
    if occupant is None:
        return ""
    return _("%(name)s holds this seat (%(number)s). If they left or moved, record that first.") % {
        "name": occupant.name,
        "number": occupant.student_number,
    }


def _step(source: str, target: str) -> object | None:
    return next((step for step in STUDENT if source in step.sources and step.target == target), None)


def apply(rows: list[Candidate], by: Member) -> None:
    """Add the new students and bring the known ones up to date; seats may change hands inside."""
    policies.registers_students(by).require()
    reason = _("From a list")
    with connection.cursor() as cursor, pghistory.context(step="roster.imported", reason=reason):
        cursor.execute("SET CONSTRAINTS seat_held_once DEFERRED")
        school = School(by)
        _add([row for row in rows if row.existing is None], school, by)
        _change([row for row in rows if row.existing is not None], school, by)
        cursor.execute("SET CONSTRAINTS seat_held_once IMMEDIATE")


def _add(rows: list[Candidate], school: School, by: Member) -> None:
    made = []
    for row in rows:
        facts = {name: row.values[name] for name in OF_STUDENT if row.values.get(name) is not None}
        facts |= {name: _day(row.values.get(name)) for name in DAYS}
        department = school.department_of(row.values)
        student = Student(
            consortium_id=by.consortium_id, school_id=by.partner_id, department=department, **facts
        )
        student.clean()
        made.append(student)
    Student.objects.bulk_create(made)
    Contact.objects.bulk_create(
        Contact(student=student, school_id=by.partner_id, **_of_contact(row.values))
        for student, row in zip(made, rows, strict=True)
        if _of_contact(row.values)
    )


def _change(rows: list[Candidate], school: School, by: Member) -> None:
    """Rows that change the same fields go into one statement."""
    alike: dict[tuple[str, ...], list[Student]] = defaultdict(list)
    now = timezone.now()
    for row in rows:
        student, then = row.existing.pk, {name: pair[1] for name, pair in row.changes.items()}
        changed = [name for name in OF_STUDENT if name in then]
        if "state" in then:
            step = _step(student.state, then["state"])
            if step is None:
                raise ValidationError(_("This step is not possible in the present state."))
            step.enforce(student, by=by)
            student.state_since = _day(row.values["state_since"])
            changed.append("state_since")
        for name in OF_STUDENT:
            if name in then:
                setattr(student, name, _day(then[name]) if name == "birth_date" else then[name])
        if "department" in then:
            student.department = school.department_of(row.values)
            changed.append("department")
        if changed:
            student.clean()
            student.updated_at = now
            alike[*changed, "updated_at"].append(student)
        if contact := _of_contact(then):
            Contact.objects.visible_to(by).update_or_create(
                student=student, defaults=contact, create_defaults={"school_id": by.partner_id, **contact}
            )
    for names, students in alike.items():
        Student.objects.visible_to(by).bulk_update(students, names)


def _of_contact(values: Values) -> dict[str, str]:
    return {name: values[name] for name in CONTACT if name in values}


def _day(text: str | None) -> date | None:
    if text == DAY_OF_IMPORT:
        return timezone.localdate()
    return date.fromisoformat(text) if text else None


def _identify(values: Values) -> str:
    """One person in one seat is one row; those who hold none are known by name and birth.

    Two persons in one seat are not the same thing twice: both rows are refused.
    """
    whole = values.get("student_number", "")
    seat = whole or "".join(f"{values.get(name, 0):02d}" for name in SEAT)[1:]
    who = f"{values.get('name', '')} {values.get('birth_date', seat)}"
    if values.get("state", StudentState.ENROLLED) == StudentState.ENROLLED and int(seat):
        return f"{values.get('school_year', '')} {seat} {who}"
    return who


register(
    Target(
        key=KEY,
        label=gettext_lazy("Student roster"),
        purpose=gettext_lazy(
            "Students with class, number and state from a NEIS list. Students who are not in the list stay"
            " as they are, and are named afterwards."
        ),
        fields=COLUMNS,
        policy=policies.registers_students,
        identify=_identify,
        find_existing=find_existing,
        apply=apply,
        after_url="curriculum:students",
        absent_url="curriculum:absent",
        absent_label=gettext_lazy("Students who are not in this list"),
        personal=True,
        first_counts=False,
        order=20,
    )
)
