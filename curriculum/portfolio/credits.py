"""Credits of one student against the rules of the entry year, counted without a database."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from curriculum.programme import rulebook as rules
from curriculum.programme.rulebook import Rulebook, Source
from curriculum.states import Area
from curriculum.terms import semester_in_words

THREE_YEARS = 6  # semesters
OUTSIDE = _("Outside the school")


class Standing(TextChoices):
    """Where a course of the plan stands for this student."""

    EARNED = "EARNED", _("Course completed")
    UNDER_WAY = "UNDER_WAY", _("Under way")
    PLANNED = "PLANNED", _("Planned")
    LOST = "LOST", _("Not completed")
    MISSED = "MISSED", _("Not taken")


TONE_OF_STANDING = {
    Standing.EARNED: "success",
    Standing.UNDER_WAY: "information",
    Standing.PLANNED: "gray",
    Standing.LOST: "danger",
    Standing.MISSED: "warning",
}


@dataclass(frozen=True)
class Course:
    """A subject in one of the six semesters, and what this student has of it."""

    semester: int
    name: str
    area: Area | None  # none of the table's areas: learnt outside the school
    credits: int
    standing: Standing
    is_required: bool = False
    choice: str = ""
    enrolment: object = None
    url: str = ""
    official: str = ""  # the name that rules use, whatever language `name` is in

    @property
    def tone(self) -> str:
        return TONE_OF_STANDING[self.standing]

    @property
    def semester_words(self) -> str:
        return semester_in_words(self.semester)

    @property
    def area_words(self) -> object:
        return self.area.label if self.area else OUTSIDE


@dataclass(frozen=True)
class Goal:
    """Credits that the entry year asks for, and how far the student has come."""

    label: object
    required: int | None
    earned: int
    under_way: int
    planned: int
    source: Source | None = None
    is_rest: bool = False  # what the total asks for beyond its areas: missing in the total already

    @property
    def open(self) -> int:
        """Credits that are still to be earned."""
        return max((self.required or 0) - self.earned, 0)

    @property
    def uncovered(self) -> int:
        """Credits that nothing under way or planned will bring: what has to be found yet."""
        return 0 if self.is_rest else max(self.open - self.under_way - self.planned, 0)

    @property
    def is_met(self) -> bool:
        return self.required is not None and self.open == 0


@dataclass(frozen=True)
class Balance:
    """All goals of the entry year, and what stands between the student and graduation."""

    goals: tuple[Goal, ...]
    lost: tuple[Course, ...] = ()
    missed: tuple[Course, ...] = ()
    subjects_missing: tuple[str, ...] = field(default=())

    @property
    def total(self) -> Goal:
        return self.goals[0]

    @property
    def is_safe(self) -> bool:
        """Nothing is missing that the plan would not bring by itself."""
        return not (self.lost or self.subjects_missing or any(goal.uncovered for goal in self.goals)) and all(
            goal.required is not None for goal in self.goals
        )


def counted(courses: Iterable[Course]) -> dict[Standing, dict[Area | None, int]]:
    """Credits by standing and area; of a choice group only one planned subject counts in a semester."""
    sums: dict[Standing, dict[Area | None, int]] = {one: defaultdict(int) for one in Standing}
    chosen: dict[tuple[int, str], list[Course]] = defaultdict(list)
    for course in courses:
        if course.choice:
            chosen[course.semester, course.choice].append(course)
        else:
            sums[course.standing][course.area] += course.credits
    for group in chosen.values():
        taken = [one for one in group if one.standing not in (Standing.PLANNED, Standing.MISSED)]
        if taken:
            for one in taken:
                sums[one.standing][one.area] += one.credits
        else:
            most = max(group, key=lambda one: one.credits)
            sums[most.standing][most.area] += most.credits
    return sums


def balance(courses: Sequence[Course], book: Rulebook) -> Balance:
    """What the entry year asks for against what is earned, under way and planned."""
    sums = counted(courses)

    def of(standing: Standing, *areas: Area) -> int:
        return sum(sums[standing][area] for area in (areas or (*Area, None)))

    def goal(label: object, code: str, name: str, *areas: Area) -> Goal:
        return Goal(
            label,
            book.value(code, name),
            of(Standing.EARNED, *areas),
            of(Standing.UNDER_WAY, *areas),
            of(Standing.PLANNED, *areas),
            book.sources.get(code),
        )

    goals = (
        goal(_("Credits in all"), rules.TOTAL, "credits"),
        goal(Area.GENERAL.label, rules.AREAS, "general", Area.GENERAL),
        goal(Area.VOCATIONAL.label, rules.AREAS, "vocational", Area.VOCATIONAL),
        goal(Area.CREATIVE.label, rules.AREAS, "creative", Area.CREATIVE),
    )
    free = book.value(rules.AREAS, "free")
    if free and all(one.required is not None for one in goals):
        goals += (_rest(goals, free),)
    hoped = (Standing.EARNED, Standing.UNDER_WAY, Standing.PLANNED)
    coming = {one.official or one.name for one in courses if one.standing in hoped}
    required = book.value(rules.REQUIRED, "subjects") or ()
    return Balance(
        goals,
        tuple(one for one in courses if one.standing == Standing.LOST),
        tuple(_missed(courses)),
        tuple(book.subject_in_words(name) for name in required if name not in coming),
    )


def _rest(goals: Sequence[Goal], required: int) -> Goal:
    """What the school chooses freely (자율 이수): credits above what each area needs."""
    total, *areas = goals

    def above(*parts: str) -> int:
        def of(goal: Goal) -> int:
            return sum(getattr(goal, part) for part in parts)

        return of(total) - sum(min(of(one), one.required) for one in areas)

    earned, coming = above("earned"), above("earned", "under_way")
    return Goal(
        _("Free choice of the school"),
        required,
        earned,
        coming - earned,
        above("earned", "under_way", "planned") - coming,
        areas[0].source,
        is_rest=True,
    )


def _missed(courses: Sequence[Course]) -> Iterable[Course]:
    """What should have been taken by now; a choice group is met by any of its subjects."""
    met = {(one.semester, one.choice) for one in courses if one.choice and one.standing != Standing.MISSED}
    seen = set()
    for one in courses:
        if one.standing != Standing.MISSED:
            continue
        key = (one.semester, one.choice)
        if one.choice and (key in met or key in seen):
            continue
        seen.add(key)
        yield one
