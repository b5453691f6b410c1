"""The school's roster brought as a list from NEIS: new students join, known ones move, nobody is removed."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from consortium.imports.registry import Candidate, Existing, Target, register
from consortium.rules.calendar import first_day_of
from curriculum.facts import student_number
from curriculum.models.student import objection_to_birth, present_school_year
from curriculum.roster import policies
from curriculum.roster.columns import COLUMNS, CONTACT, DAY_OF_IMPORT, OF_STUDENT, SEAT, objection_to_day
from curriculum.roster.matching import (
    SEAT_LEFT,
    TAKES,
    Known,
    Matches,
    entry_year_of,
    has_left,
    refuse_shared_seats,
    seat_of,
)
from curriculum.roster.school import School
from curriculum.roster.taking_over import take_over
from curriculum.roster.workflow import step_between
from curriculum.states import AT_SCHOOL, StudentState

if TYPE_CHECKING:
    from partners.models import Member

KEY = "roster"
Values = dict[str, Any]
Words = str | Promise
ENROLLED = StudentState.ENROLLED.value
NO_SEAT = student_number(0, 0, 0)
WHOLE_SCHOOL = 10_000  # rows in one transaction: a school has 3,600 seats a year, and they change hands


def find_existing(rows: list[Candidate], by: Member) -> dict[int, Existing]:
    """The students that these rows are about, and what speaks against a row."""
    contacts, today = bool(policies.keeps_contact(by)), timezone.localdate()
    prepared(rows, contacts=contacts)
    open_rows = [row for row in rows if not row.refused]
    school, matches = School(by), Matches(open_rows, by)
    found = {}
    for row in open_rows:
        if row.refused:
            continue
        student = matches.found.get(row.number)
        _date_the_change(row.values, student)
        if student is not None:
            found[row.number] = Existing(student, _now(student, row.values, school, matches))
            row.refused = _objection_to_change(row.values, student, school, today)
        elif has_left(row.values):
            row.passed_over = _("Has left the school and is not in the portal: there is nothing to record.")
            continue
        else:
            row.refused = _objection_to_new(row, school, today)
        row.refused = row.refused or _seat_objection(matches.occupant(row))
    return found


def _date_the_change(values: Values, student: Known | None) -> None:
    """The day belongs to a new state: lists date the last change of everybody, however long ago."""
    before = student.state if student else ENROLLED
    if values.get("state", before) == before:
        values.pop("state_since", None)
    else:
        values.setdefault("state_since", DAY_OF_IMPORT)


def prepared(rows: list[Candidate], *, contacts: bool = False) -> list[Candidate]:
    """Rows with grade, class, number and school year spelt out; contacts only for those who keep them."""
    this_year = present_school_year()
    for row in rows:
        _spell_out(row, this_year)
        if not contacts:
            for name in CONTACT:
                row.values.pop(name, None)
    refuse_shared_seats(rows)
    return rows


def _spell_out(row: Candidate, this_year: int) -> None:
    """Grade, class and number out of the student number; the school year; which seat that makes."""
    values = row.values
    values.setdefault("school_year", this_year)
    if whole := values.get("student_number"):
        parts = dict(zip(SEAT, (int(whole[0]), int(whole[1:3]), int(whole[3:])), strict=True))
        if any(values.setdefault(name, part) != part for name, part in parts.items()):
            row.refused = _("The student number says another grade, class or number than their columns.")
    if has_left(values):
        left = {name: values.pop(name, None) for name in (*SEAT, "school_year")}
        if None not in left.values():  # they keep the seat they left, and are known by it
            values[SEAT_LEFT] = left
        values["school_year"] = this_year
    values[TAKES] = seat_of(values)


def _now(student: Known, values: Values, school: School, matches: Matches) -> Values:
    now = {name: getattr(student, name) for name in OF_STUDENT}
    now["birth_date"] = student.born
    now["state_since"] = student.state_since and student.state_since.isoformat()
    now["department"] = school.by_pk[student.department_id].name
    if "department" in values:
        named = school.named(values["department"])
        if named is not None and named.pk == student.department_id:
            now["department"] = values["department"]
    if has_left(values):
        now["school_year"] = values["school_year"]
    if any(name in values for name in CONTACT):
        now |= matches.contacts.get(student.pk, dict.fromkeys(CONTACT, ""))
    return now


def _objection_to_new(row: Candidate, school: School, today: date) -> Words:
    """What speaks against somebody new, apart from who holds their seat."""
    values = row.values
    department = school.department_of(values)
    if department is None and "department" in values:
        return _no_such_department(values)
    if None in map(values.get, SEAT):
        return _("Grade, class and number are needed for a new student: in columns of their own or as 30115.")
    if department is None:
        return _("The department is missing. Add a column, or say it for the class under “Classes”.")
    if department.closed_on is not None:
        return _("%(name)s takes no new students.") % {"name": department}
    if "department" not in values:
        row.filled["department"] = department.name
    values["department"] = department.name
    entry_year = values.setdefault("entry_year", entry_year_of(values))
    birth = values.get("birth_date")
    objection = objection_to_birth(date.fromisoformat(birth), entry_year, today) if birth else ""
    return objection or _objection_to_day(values, entry_year)


def _objection_to_change(values: Values, student: Known, school: School, today: date) -> Words:
    """What speaks against a change of somebody known, apart from who holds their seat."""
    if "department" in values and school.named(values["department"]) is None:
        return _no_such_department(values)
    if objection := _objection_to_step(values, student):
        return objection
    if "birth_date" in values or "entry_year" in values:
        birth = values.get("birth_date") or student.born
        entry_year = values.get("entry_year", student.entry_year)
        objection = objection_to_birth(date.fromisoformat(birth), entry_year, today) if birth else ""
    return objection or _objection_to_day(values, student.entry_year)


def _no_such_department(values: Values) -> str:
    return _("“%(name)s” is no department of the school. Enter it first, or correct the name.") % {
        "name": values["department"][:40]
    }


def _objection_to_day(values: Values, entry_year: int) -> Words:
    if "state_since" not in values:
        return ""
    return objection_to_day(values["state_since"], first_day_of(entry_year))


def _objection_to_step(values: Values, student: Known) -> Words:
    wanted = values.get("state")
    if wanted is not None and wanted != student.state and step_between(student.state, wanted) is None:
        return _("From “%(now)s” the register cannot go to “%(then)s”.") % {
            "now": StudentState(student.state).label,
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


def _seat_objection(occupant: Known | None) -> Words:
    if occupant is None:
        return ""
    return _("%(name)s holds this seat (%(number)s). If they left or moved, record that first.") % {
        "name": occupant.name,
        "number": occupant.student_number,
    }


def _identify(values: Values) -> str:
    """One person in one seat is one row; those who hold none are known by name and birth.

    Two persons in one seat are not the same thing twice: both rows are refused.
    """
    said = values.get
    seat = said("student_number") or student_number(said("grade", 0), said("class_no", 0), said("number", 0))
    who = f"{said('name', '')} {said('birth_date', seat)}"
    if seat != NO_SEAT and said("state", ENROLLED) == ENROLLED:
        return f"{said('school_year', '')} {seat} {who}"
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
        apply=take_over,
        at_once=WHOLE_SCHOOL,
        after_url="curriculum:students",
        absent_url="curriculum:absent",
        absent_label=gettext_lazy("Students who are not in this list"),
        personal=True,
        first_counts=False,
        order=20,
    )
)
