"""Which student a row of a list is about: NEIS gives no number that stays with a person.

A name with a date of birth is the same person in every year and class. Where the list or the portal has no
date of birth, it is the name in the same seat of the same school year, and then the only one of that name
and entry year who is still at school. Where that says too little, the row is refused and asks for the date.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable
from datetime import date, datetime
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple, Self

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from consortium import bulk
from curriculum.facts import student_number
from curriculum.models import Contact, Student
from curriculum.roster.columns import CONTACT, SEAT
from curriculum.states import AT_SCHOOL, StudentState

if TYPE_CHECKING:
    from consortium.imports.registry import Candidate
    from curriculum.querysets.student import StudentQuerySet
    from partners.models import Member

Values = dict[str, Any]
Words = str | Promise
SEAT_LEFT = "seat_left"  # of a row about somebody who has left: grade, class, number and school year
TAKES = "takes"  # the seat that a row takes, as `Student.seat` counts it; None for who takes none


class Known(NamedTuple):
    """A student as the portal has them, as far as lists say something of it."""

    pk: int
    name: str
    birth_date: date | None
    grade: int
    class_no: int
    number: int
    school_year: int
    entry_year: int
    state: str
    state_since: date | None
    seat: int | None
    department_id: int
    updated_at: datetime

    @classmethod
    def among(cls, students: StudentQuerySet) -> list[Self]:
        return list(map(cls._make, students.order_by("pk").values_list(*cls._fields)))

    @property
    def born(self) -> str | None:
        return self.birth_date and self.birth_date.isoformat()

    @property
    def student_number(self) -> str:
        return student_number(self.grade, self.class_no, self.number)

    def sits_there(self, values: Values) -> bool:
        """Whether a row names this student's seat: the one they hold, or the one that they leave or left."""
        if left := values.get(SEAT_LEFT):
            return all(getattr(self, name) == value for name, value in left.items())
        return self.seat is not None and self.seat == values[TAKES]


class Matches:
    """The students of our school whom these rows name or whose seats they take, and who is whom."""

    def __init__(self, rows: list[Candidate], by: Member) -> None:
        self.list, self.by = rows, by
        ours = Student.objects.visible_to(by)
        names = {row.values["name"] for row in rows}
        seats = {row.values[TAKES] for row in rows} - {None}
        self.named: dict[str, list[Known]] = defaultdict(list)
        self.seated: dict[int, Known] = {}
        for one in Known.among(ours.filter(name__among=bulk.array(Student, "name", names))):
            self.named[one.name].append(one)
            if one.seat in seats:
                self.seated[one.seat] = one
        others = Known.among(ours.filter(seat__among=bulk.array(Student, "seat", seats - self.seated.keys())))
        self.seated |= {one.seat: one for one in others}
        self.found: dict[int, Known] = {}  # row → student
        self.rows: dict[int, Candidate] = {}  # student → row
        self._match(rows)

    @cached_property
    def listed(self) -> Counter:
        """How many rows there are of each name and entry year."""
        return Counter((row.values["name"], entry_year_of(row.values)) for row in self.list)

    @cached_property
    def contacts(self) -> dict[int, Values]:
        """How these students are reached; for those who keep contacts."""
        students = [one.pk for one in self.found.values()]
        theirs = Contact.objects.visible_to(self.by).filter(
            student__pk__among=bulk.array(Contact, "student", students)
        )
        return {one.pop("student_id"): one for one in theirs.values("student_id", *CONTACT)}

    def _match(self, rows: Iterable[Candidate]) -> None:
        new = []
        for row in rows:
            values = row.values
            if values["name"] not in self.named and values[TAKES] not in self.seated:
                new.append(row)
                continue
            student, why = self._student_of(values)
            if why:
                row.refused = why
            elif student is None:
                new.append(row)
            else:
                self.found[row.number] = student
        known = [(self.found[row.number].pk, row) for row in rows if row.number in self.found]
        self.rows = dict(known)
        for alike in _repeated(known):
            _refuse_all(alike, _("Row %(row)s is about the same student."))
        born = [row for row in new if row.values.get("birth_date")]
        for alike in _repeated(((row.values["name"], row.values["birth_date"]), row) for row in born):
            _refuse_all(alike, _("Row %(row)s has the same name and date of birth."))

    def _student_of(self, values: Values) -> tuple[Known | None, Words]:
        birth = values.get("birth_date")
        namesakes = self.named.get(values["name"], [])
        if birth:
            same = [one for one in namesakes if one.born == birth]
            seated = self.seated.get(values[TAKES])
            if not same and seated is not None and seated.born == birth:
                same = [seated]  # the name was changed or had been misspelt
            if same:
                return self._one_of(same, values)
            namesakes = [one for one in namesakes if one.birth_date is None]
        in_seat = [one for one in namesakes if one.sits_there(values)]
        if in_seat:
            return in_seat[0], ""
        return self._by_entry_year(namesakes, values)

    def _one_of(self, same: list[Known], values: Values) -> tuple[Known | None, Words]:
        """Of several records of one name and birth: the one in the seat, or the only one at school."""
        if len(same) == 1:
            return same[0], ""
        present = [one for one in same if one.state in AT_SCHOOL]
        seated = [one for one in same if one.seat is not None and one.seat == values[TAKES]]
        for fitting in (seated, present):
            if len(fitting) == 1:
                return fitting[0], ""
        return None, _("Several students have this name and date of birth. Correct them on their pages.")

    def _by_entry_year(self, namesakes: list[Known], values: Values) -> tuple[Known | None, Words]:
        if not namesakes:
            return None, ""
        year = entry_year_of(values)
        alike = [one for one in namesakes if one.entry_year == year]
        if year is None and has_left(values):
            alike = [one for one in namesakes if one.state in AT_SCHOOL]
        if not alike:
            return None, ""
        present = [one for one in alike if one.state in AT_SCHOOL] or (alike if has_left(values) else [])
        if len(present) == 1 and self.listed[values["name"], year] == 1:
            return present[0], ""
        return None, _(
            "The portal has a student of this name and entry year, and the list does not say whether it is"
            " the same one. Add the date of birth, in the list or on the student's page."
        )

    def occupant(self, row: Candidate) -> Known | None:
        """Who else holds the seat that a row takes, unless the list itself moves them away."""
        other = self.seated.get(row.values[TAKES])
        if other is None or other == self.found.get(row.number):
            return None
        theirs = self.rows.get(other.pk)
        if theirs is None or theirs.refused:
            return other
        goes = has_left(theirs.values) or theirs.values[TAKES] not in (None, other.seat)
        return None if goes else other


def seat_of(values: Values) -> int | None:
    """The seat as `Student.seat` counts it; None without a whole one, or for somebody who takes none."""
    if values.get("state", StudentState.ENROLLED) != StudentState.ENROLLED:
        return None
    grade, class_no, number = map(values.get, SEAT)
    if grade is None or class_no is None or number is None:
        return None
    return ((values["school_year"] * 10 + grade) * 100 + class_no) * 100 + number


def entry_year_of(values: Values) -> int | None:
    """The year in which this student entered, as the list says it or as the grade lets expect it."""
    if "entry_year" in values:
        return values["entry_year"]
    values = values.get(SEAT_LEFT, values)
    return values["school_year"] - values["grade"] + 1 if "grade" in values else None


def has_left(values: Values) -> bool:
    return values.get("state", StudentState.ENROLLED) not in AT_SCHOOL


def refuse_shared_seats(rows: Iterable[Candidate]) -> None:
    """Two persons with one number: nobody can tell whose it is, so neither row is taken."""
    seated = ((row.values[TAKES], row) for row in rows if row.values[TAKES] is not None)
    for sharing in _repeated(seated):
        if len({(row.values["name"], row.values.get("birth_date")) for row in sharing}) > 1:
            _refuse_all(
                sharing, _("Grade, class and number are those of row %(row)s. Check which number is right.")
            )


def _repeated(rows: Iterable[tuple[Hashable, Candidate]]) -> list[list[Candidate]]:
    """The rows whose key others have too, together."""
    first: dict[Hashable, Candidate] = {}
    several: dict[Hashable, list[Candidate]] = {}
    for key, row in rows:
        before = first.setdefault(key, row)
        if before is not row:
            several.setdefault(key, [before]).append(row)
    return list(several.values())


def _refuse_all(alike: list[Candidate], words: str) -> None:
    """Each of these rows names the others: which of them is right, only a person can say."""
    for row in alike:
        others = ", ".join(str(one.number) for one in alike if one is not row)
        row.refused = row.refused or words % {"row": others}
