"""The school's calendar, which many rows count by."""

from datetime import date

FIRST_MONTH = 3


def school_year(day: date) -> int:
    """The school year (학년도) that a day belongs to; it begins on 1 March (초·중등교육법 24)."""
    return day.year if day.month >= FIRST_MONTH else day.year - 1


def first_day_of(year: int) -> date:
    """The first day of a school year."""
    return date(year, FIRST_MONTH, 1)
