"""Who should stand in a list of the school and does not: reported, never removed."""

from __future__ import annotations

from dataclasses import dataclass, field

from consortium.imports.models import Import
from consortium.imports.rereading import rows_again
from curriculum.models import Student
from curriculum.roster.importing import prepared
from curriculum.roster.matching import Matches
from curriculum.states import AT_SCHOOL
from partners.models import Member


@dataclass
class Absence:
    """The classes that a list is about, and the students of them whom none of its rows means."""

    classes: list[tuple[int, int]] = field(default_factory=list)
    students: list[Student] = field(default_factory=list)


def absent_from(imported: Import, *, by: Member) -> Absence:
    """Students at school who sit in a class that the list is about; rows with faults count by their name."""
    rows, faulty = rows_again(imported)
    rows = prepared(rows)
    matches = Matches(rows, by)
    named = set(faulty) | {row.values["name"] for row in rows if row.refused}
    classes = {
        (row.values["grade"], row.values["class_no"])
        for row in rows
        if "grade" in row.values and "class_no" in row.values
    }
    present = Student.objects.visible_to(by).filter(
        state__in=AT_SCHOOL, grade__in={grade for grade, _class_no in classes}
    )
    there = [
        student
        for student in present.select_related("department").order_by("grade", "class_no", "number", "pk")
        if (student.grade, student.class_no) in classes
        and student.pk not in matches.rows
        and student.name not in named
    ]
    return Absence(sorted(classes), there)
