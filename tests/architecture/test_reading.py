"""Nothing in our code reads past the watcher that records whose data was read."""

import re

import pytest

from tests.architecture.house import code, name

PAST_THE_WATCHER = re.compile(
    r"cursor\.copy\(|connection\.connection\b|psycopg\.connect\b|\bCOPY\s+\w+\s+TO\b"
)
ALLOWED = {
    "consortium/audit/reads.py",  # asks the catalogue for the numbers of the personal tables
    "consortium/embedded/postgres.py",  # starts the database and makes its log-ins
    "consortium/health.py",  # asks whether the database answers
}
# Whoever opens a collection of its own decides what becomes of it.
COLLECTORS = {
    "consortium/audit/reads.py",
    "consortium/audit/services.py",
    "consortium/reports/services.py",  # asks the records themselves whose data a report holds
    "partners/middleware.py",
    "placements/services/candidates.py",  # counts and clears as the system; shows nothing either
    "placements/services/letters.py",  # looks up whom to write to; shows nothing to whoever acts
}


@pytest.mark.parametrize("path", code(), ids=name)
def test_nothing_reads_past_the_watcher(path):
    text = path.read_text(encoding="utf-8")
    if name(path) not in ALLOWED:
        assert PAST_THE_WATCHER.findall(text) == []
    if name(path) not in COLLECTORS:
        assert "collecting(" not in text
