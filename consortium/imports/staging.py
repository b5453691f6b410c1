"""Rows into and out of the staging table, thousands in one statement."""

from __future__ import annotations

import json
from collections.abc import Iterable
from uuid import UUID

from django.db import connection
from django.db.models import Count

from consortium.imports.judging import Judged
from consortium.imports.models import Row

# COPY is refused on a table with row policies; one JSON document for a chunk comes close to it.
INSERT = """
INSERT INTO imports_row (imported_id, number, cells, "values", key, label, outcome, changes, problems, result)
SELECT %s, r.number, r.cells, r."values", r.key, r.label, r.outcome, r.changes, r.problems, ''
FROM jsonb_to_recordset(%s::jsonb) AS r(number integer, cells jsonb, "values" jsonb, key text, label text,
                                        outcome text, changes jsonb, problems jsonb)
"""
SETTLE = """
UPDATE imports_row SET result = s.result, problems = imports_row.problems || s.problems
FROM jsonb_to_recordset(%s::jsonb) AS s(number integer, result text, problems jsonb)
WHERE imported_id = %s AND imports_row.number = s.number
"""


def add(import_id: UUID, rows: Iterable[Judged]) -> None:
    """Stage these rows."""
    made = [vars(row) for row in rows]
    if made:
        with connection.cursor() as cursor:
            cursor.execute(INSERT, [import_id, json.dumps(made, ensure_ascii=False)])


def keys_of(import_id: UUID) -> dict[str, int]:
    """By what the rows staged so far are recognised: key → its first row."""
    known = Row.objects.filter(imported=import_id).exclude(key="").order_by("-number")
    return dict(known.values_list("key", "number"))


def settle(import_id: UUID, results: dict[int, str], words: dict[int, str]) -> None:
    """Write down what became of these rows, with words for those that did not get in."""
    made = [
        {"number": number, "result": result, "problems": [[None, words[number]]] if number in words else []}
        for number, result in results.items()
    ]
    if made:
        with connection.cursor() as cursor:
            cursor.execute(SETTLE, [json.dumps(made, ensure_ascii=False), import_id])


def counted(import_id: UUID, column: str) -> dict[str, int]:
    """How many rows by outcome or by result."""
    found = Row.objects.filter(imported=import_id).order_by().values_list(column).annotate(Count("pk"))
    return {name: count for name, count in found if name}
