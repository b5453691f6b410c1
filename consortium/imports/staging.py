"""Rows into and out of the staging table: runs of rows with the same fate, a chunk in one statement."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any
from uuid import UUID

from django.db import connection

from consortium.imports.models import Row
from consortium.imports.states import GIVEN_BACK
from consortium.imports.understanding import Judged

INSERT = """
INSERT INTO imports_row (imported_id, number, until, cells, outcome, changes, problems, result)
SELECT %s, r.number, r.until, r.cells, r.outcome, r.changes, r.problems, r.result
FROM jsonb_to_recordset(%s::jsonb) AS r(number integer, until integer, cells jsonb, outcome text,
                                        changes jsonb, problems jsonb, result text)
"""


def add(import_id: UUID, rows: Iterable[Judged]) -> None:
    """Stage these rows."""
    _insert(import_id, (_entry(row, row.outcome, row.changes, row.problems) for row in rows))


def first_to_apply(import_id: UUID, size: int) -> list[Row]:
    """The first confirmed rows that are not decided yet, at most so many of the file; the last run is cut."""
    found, rows = [], 0
    for row in Row.objects.filter(imported=import_id).to_be_applied().order_by("number")[:size]:
        row.until = min(row.until, row.number + size - rows - 1)
        rows += row.length
        found.append(row)
        if rows == size:
            break
    return found


def settle(
    import_id: UUID, taken: list[Row], rows: list[Judged], results: dict[int, str], words: dict[int, str]
) -> None:
    """Write down what became of these rows, with words for those that did not get in."""
    seen = {number: row for row in taken for number in range(row.number, row.until + 1)}
    staged = Row.objects.filter(imported=import_id)
    last = taken[-1].until
    staged.filter(number__lte=last, until__gt=last).update(number=last + 1)  # a run that was cut goes on
    staged.filter(pk__in=[row.pk for row in taken], until__lte=last).delete()
    entries = []
    for row in rows:
        before, result = seen[row.number], results.get(row.number, "")
        problems = before.problems + ([[None, words[row.number]]] if row.number in words else [])
        entries.append(_entry(row, before.outcome, before.changes, problems, result))
    _insert(import_id, entries)


def _entry(row: Judged, outcome: str, changes: dict, problems: list, result: str = "") -> dict[str, Any]:
    return {
        "number": row.number,
        "until": row.number,
        "cells": row.cells if problems or result in GIVEN_BACK else [],
        "outcome": outcome,
        "changes": changes,
        "problems": problems,
        "result": result,
    }


def _insert(import_id: UUID, entries: Iterable[dict[str, Any]]) -> None:
    made = list(_in_runs(entries))
    if made:
        with connection.cursor() as cursor:
            cursor.execute(INSERT, [import_id, json.dumps(made, ensure_ascii=False)])


def _in_runs(entries: Iterable[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """Neighbours of which nothing is to be said but the same outcome and result become one entry."""
    last: dict[str, Any] | None = None
    for entry in entries:
        if last is not None and _continues(last, entry):
            last["until"] = entry["until"]
            continue
        if last is not None:
            yield last
        last = entry
    if last is not None:
        yield last


def _continues(last: dict[str, Any], entry: dict[str, Any]) -> bool:
    return (
        last["until"] + 1 == entry["number"]
        and last["outcome"] == entry["outcome"]
        and last["result"] == entry["result"]
        and not any((last["cells"], last["changes"], entry["cells"], entry["changes"]))
    )
