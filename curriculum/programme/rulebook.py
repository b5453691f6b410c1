"""The rules of an entry year: rows of `consortium.rules` that hold on the first day of its school year."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import F

from consortium.languages import in_readers_language
from consortium.rules.calendar import first_day_of, school_year
from consortium.rules.models import Rule
from curriculum.states import Generation

GENERATION = "curriculum-generation"
TOTAL = "curriculum-credits-total"
LENGTH = "curriculum-credit-length"
AREAS = "curriculum-credits-by-area"
SEMESTER = "curriculum-credits-per-semester"
STANDARD = "curriculum-standard-credits"
REQUIRED = "curriculum-required-subjects"
CHOICE = "curriculum-choice-groups"
SCHOOL_CREATED = "curriculum-school-created"
CODES = (GENERATION, TOTAL, LENGTH, AREAS, SEMESTER, STANDARD, REQUIRED, CHOICE, SCHOOL_CREATED)


@dataclass(frozen=True)
class Source:
    """Where a rule comes from, as those who rely on it read it."""

    title: str
    words: str
    cite: str
    source: str
    confirmed: bool
    note: str = ""


@dataclass(frozen=True)
class Rulebook:
    """Thresholds and sources by code; a rule that no row gives is missing, and nobody guesses it."""

    entry_year: int
    thresholds: dict[str, dict[str, Any]] = field(default_factory=dict)
    sources: dict[str, Source] = field(default_factory=dict)

    def value(self, code: str, name: str) -> Any:
        """One threshold, or None where no rule is known for this entry year."""
        return self.thresholds.get(code, {}).get(name)

    def subject_in_words(self, name: str) -> str:
        """A required subject as the reader reads it."""
        return in_readers_language(name, (self.value(REQUIRED, "english") or {}).get(name, ""))

    @property
    def generation(self) -> Generation | None:
        found = self.value(GENERATION, "generation")
        return Generation(found) if found else None


def known_generations() -> list[tuple[Generation, int | None, int | None]]:
    """Which entrants follow which curriculum, earliest first: the first and last years of entry."""
    rules = Rule.objects.filter(code=GENERATION).order_by(F("effective_from").asc(nulls_first=True))
    return [
        (
            Generation(rule.threshold["generation"]),
            rule.effective_from and _first_entry(rule.effective_from),
            rule.effective_until and school_year(rule.effective_until),
        )
        for rule in rules
    ]


def _first_entry(day: date) -> int:
    """The first year whose entrants a rule that begins on this day finds."""
    year = school_year(day)
    return year if day == first_day_of(year) else year + 1


def rulebook_of(entry_year: int) -> Rulebook:
    """The rules for those who enter in this year, in one query."""
    day = first_day_of(entry_year)
    found: dict[str, Rule] = {}
    for rule in Rule.objects.on(day).filter(code__in=CODES):
        found.setdefault(rule.code, rule)  # the row that began last comes first
    return Rulebook(
        entry_year,
        {code: rule.threshold for code, rule in found.items()},
        {
            code: Source(
                str(rule),
                rule.threshold_words,
                rule.cite(day),
                rule.source_words,
                rule.confirmed,
                rule.note_words,
            )
            for code, rule in found.items()
        },
    )
