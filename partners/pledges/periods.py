"""Periods that the ledger is read by: school years, fiscal years, quarters, or all time."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from consortium.rules.calendar import first_day_of, school_year

YEARS = 3  # offered to choose from: this one and those before it
CODE = re.compile(r"(school|fiscal)-(\d{4})|quarter-(\d{4})-([1-4])")
ALL = "all"
BEGINNING, END = date(2000, 1, 1), date(2999, 12, 31)


@dataclass(frozen=True)
class Period:
    """From the first to the last day, both included; `code` is how an address names it."""

    code: str
    first: date
    last: date

    @property
    def label(self) -> str:
        """The school counts March to February, city and education office January to December."""
        if self.code == ALL:
            return _("All time")
        year = self.first.year
        if self.code.startswith("school"):
            return _("School year %(year)s (from March)") % {"year": year}
        if self.code.startswith("fiscal"):
            return _("Fiscal year %(year)s (from January)") % {"year": year}
        return _("Quarter %(number)s of %(year)s") % {"number": self.code[-1], "year": year}


def period_of(code: str) -> Period | None:
    """The period of a code, None for what is no code."""
    if code == ALL:
        return Period(ALL, BEGINNING, END)
    match = CODE.fullmatch(code)
    if match is None:
        return None
    kind, year, quarter_year, number = match.groups()
    if kind == "school":
        return Period(code, first_day_of(int(year)), first_day_of(int(year) + 1) - timedelta(days=1))
    if kind == "fiscal":
        return Period(code, date(int(year), 1, 1), date(int(year), 12, 31))
    return _quarter(int(quarter_year), int(number))


def present(today: date | None = None) -> Period:
    """The school year that a day lies in."""
    return period_of(f"school-{school_year(today or timezone.localdate())}")


def choices(today: date | None = None) -> list[tuple[str, str]]:
    """What can be chosen: the latest of each kind first."""
    today = today or timezone.localdate()
    codes = [f"school-{school_year(today) - back}" for back in range(YEARS)]
    codes += [f"fiscal-{today.year - back}" for back in range(YEARS)]
    codes += [_quarter_before(today, back).code for back in range(4)]
    return [(code, period_of(code).label) for code in [*codes, ALL]]


def _quarter(year: int, number: int) -> Period:
    first = date(year, 3 * number - 2, 1)
    after = date(year + number // 4, 3 * number % 12 + 1, 1)
    return Period(f"quarter-{year}-{number}", first, after - timedelta(days=1))


def _quarter_before(today: date, back: int) -> Period:
    quarters = today.year * 4 + (today.month - 1) // 3 - back
    return _quarter(quarters // 4, quarters % 4 + 1)
