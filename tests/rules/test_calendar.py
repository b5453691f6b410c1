from datetime import date

import pytest

from consortium.rules.calendar import first_day_of, school_year


@pytest.mark.parametrize(
    ("day", "year"),
    [
        (date(2026, 2, 28), 2025),
        (date(2026, 3, 1), 2026),
        (date(2026, 12, 31), 2026),
        (date(2027, 1, 1), 2026),
    ],
)
def test_a_school_year_runs_from_march_to_february(day, year):
    assert school_year(day) == year
    assert first_day_of(year) <= day < first_day_of(year + 1)
