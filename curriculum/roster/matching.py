"""Which student a row of a list is about: NEIS gives no number that stays with a person.

A name with a date of birth is the same person in every year and class. Where the list or the portal has no
date of birth, it is the name in the same seat of the same school year, and then the only one of that name
and entry year who is still at school. Where that says too little, the row is refused and asks for the date.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from curriculum.models import Student
from curriculum.roster.columns import SEAT
from curriculum.states import AT_SCHOOL, StudentState

if TYPE_CHECKING:
    from consortium.imports.registry import Candidate
    from partners.models import Member

Values = dict[str, Any]
Words = str | Promise
SEAT_LEFT = "seat_left"  # of a row about somebody who has left: grade, class, number and school year


class Matches:
    """The students of our school whom these rows name or whose seats they take, and who is whom."""

    def __init__(self, rows: list[Candidate], by: Member, *, with_contacts: bool) -> None:
        ours = Student.objects.visible_to(by)
        if with_contacts:
            ours = ours.prefetch_related("contacts")
        self.named: dict[str, list[Student]] = defaultdict(list)
        for student in ours.filter(name__in={row.values["name"] for row in rows}).order_by("pk"):
            self.named[student.name].append(student)
        seats = {seat_of(row.values) for row in rows} - {None}
        self.seated = {student.seat: student for student in ours.filter(seat__in=seats)}
        self.listed = Counter((row.values["name"], entry_year_of(row.values)) for row in rows)
        self.found: dict[int, Student] = {}  # row → student
        self.rows: dict[int, Candidate] = {}  # student → row
        self._match(rows)

    def _match(self, rows: Iterable[Candidate]) -> None:
        of_student: dict[int, list[Candidate]] = defaultdict(list)
        new: dict[tuple[str, str], list[Candidate]] = defaultdict(list)
        for row in rows:
            student, why = self._student_of(row.values)
            if why:
                row.refused = why
            elif student is not None:
                of_student[student.pk].append(row)
                self.found[row.number], self.rows[student.pk] = student, row
            elif birth := row.values.get("birth_date"):
                new[row.values["name"], birth].append(row)
        for alike in of_student.values():
            _refuse_all(alike, _("Row %(row)s is about the same student."))
        for alike in new.values():
            _refuse_all(alike, _("Row %(row)s has the same name and date of birth."))

    def _student_of(self, values: Values) -> tuple[Student | None, Words]:
        birth = values.get("birth_date")
        namesakes = self.named[values["name"]]
        if birth:
            same = [one for one in namesakes if _born(one) == birth]
            seated = self.seated.get(seat_of(values))
            if not same and seated is not None and _born(seated) == birth:
                same = [seated]  # the name was changed or had been misspelt
            if same:
                return self._one_of(same, values)
            namesakes = [one for one in namesakes if one.birth_date is None]
        in_seat = [one for one in namesakes if _sits_there(one, values)]
        if in_seat:
            return in_seat[0], ""
        return self._by_entry_year(namesakes, values)

    def _one_of(self, same: list[Student], values: Values) -> tuple[Student | None, Words]:
        """Of several records of one name and birth: the one in the seat, or the only one at school."""
        present = [one for one in same if one.state in AT_SCHOOL]
        seated = [one for one in same if one.seat is not None and one.seat == seat_of(values)]
        for fitting in (same, seated, present):
            if len(fitting) == 1:
                return fitting[0], ""
        return None, _("Several students have this name and date of birth. Correct them on their pages.")

    def _by_entry_year(self, namesakes: list[Student], values: Values) -> tuple[Student | None, Words]:
        year = entry_year_of(values)
        alike = [one for one in namesakes if one.entry_year == year]
        if year is None and _has_left(values):
            alike = [one for one in namesakes if one.state in AT_SCHOOL]
        if not alike:
            return None, ""
        present = [one for one in alike if one.state in AT_SCHOOL] or (alike if _has_left(values) else [])
        if len(present) == 1 and self.listed[values["name"], year] == 1:
            return present[0], ""
        return None, _(
            "The portal has a student of this name and entry year, and the list does not say whether it is"
            " the same one. Add the date of birth, in the list or on the student's page."
        )

    def occupant(self, row: Candidate) -> Student | None:
        """Who else holds the seat that a row takes, unless the list itself moves them away."""
        other = self.seated.get(seat_of(row.values))
        if other is None or other is self.found.get(row.number) or other == self.found.get(row.number):
            return None
        theirs = self.rows.get(other.pk)
        if theirs is not None and theirs.refused:
            return other
        if theirs is not None and seat_of(theirs.values) not in (None, other.seat):
            return None
        return None if theirs is not None and _has_left(theirs.values) else other


def seat_of(values: Values) -> int | None:
    """The seat as `Student.seat` counts it; None without a whole one, or for somebody who takes none."""
    if values.get("state", StudentState.ENROLLED) != StudentState.ENROLLED:
        return None
    if any(name not in values for name in SEAT):
        return None
    grade, class_no, number = (values[name] for name in SEAT)
    return ((values["school_year"] * 10 + grade) * 100 + class_no) * 100 + number


def entry_year_of(values: Values) -> int | None:
    """The year in which this student entered, as the list says it or as the grade lets expect it."""
    if "entry_year" in values:
        return values["entry_year"]
    values = values.get(SEAT_LEFT, values)
    return values["school_year"] - values["grade"] + 1 if "grade" in values else None


def refuse_shared_seats(rows: Iterable[Candidate]) -> None:
    """Two persons with one number: nobody can tell whose it is, so neither row is taken."""
    seated: dict[int, list[Candidate]] = defaultdict(list)
    for row in rows:
        if (seat := seat_of(row.values)) is not None:
            seated[seat].append(row)
    for sharing in seated.values():
        if len({(row.values["name"], row.values.get("birth_date")) for row in sharing}) == 1:
            continue
        _refuse_all(
            sharing, _("Grade, class and number are those of row %(row)s. Check which number is right.")
        )


def _refuse_all(alike: list[Candidate], words: str) -> None:
    """Each of these rows names the others: which of them is right, only a person can say."""
    if len(alike) < 2:
        return
    for row in alike:
        others = ", ".join(str(one.number) for one in alike if one is not row)
        row.refused = row.refused or words % {"row": others}


def _sits_there(student: Student, values: Values) -> bool:
    """Whether the row names this student's seat: the one they hold, or the one that they leave or left."""
    if left := values.get(SEAT_LEFT):
        return all(getattr(student, name) == value for name, value in left.items())
    return student.seat is not None and student.seat == seat_of(values)


def _born(student: Student) -> str | None:
    return student.birth_date and student.birth_date.isoformat()


def _has_left(values: Values) -> bool:
    return values.get("state", StudentState.ENROLLED) not in AT_SCHOOL
