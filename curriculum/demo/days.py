"""Days on which the demo's school is at work, whatever day the demo is loaded."""

from datetime import date, timedelta

SATURDAY = 5
EVERY_YEAR = {(1, 1), (3, 1), (5, 1), (5, 5), (6, 6), (8, 15), (10, 3), (10, 9), (12, 25)}
# Holidays of the lunar calendar in school terms: Buddha's birthday, and Chuseok with the days around it.
LUNAR = {
    date(year, month, day)
    for year, month, days in (
        (2024, 9, (16, 17, 18)),
        (2025, 10, (6, 7, 8)),
        (2026, 5, (25,)),
        (2026, 9, (24, 25)),
        (2027, 5, (13,)),
        (2027, 9, (14, 15, 16)),
        (2028, 5, (2,)),
        (2028, 10, (2, 3, 4, 5)),
        (2029, 5, (21,)),
        (2029, 9, (21, 24)),
        (2030, 5, (9,)),
        (2030, 9, (11, 12, 13)),
    )
    for day in days
}


def is_school_day(day: date) -> bool:
    """Neither weekend nor holiday."""
    return day.weekday() < SATURDAY and (day.month, day.day) not in EVERY_YEAR and day not in LUNAR


def school_day(day: date) -> date:
    """This day, or the last one before it on which the school was at work."""
    while not is_school_day(day):
        day -= timedelta(days=1)
    return day
