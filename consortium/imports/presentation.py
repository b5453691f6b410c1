"""An import as its pages show it: rows with their changes and problems in words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from consortium.imports.headers import header_at
from consortium.imports.models import Import, Row
from consortium.imports.reading import column_letter
from consortium.imports.registry import Target
from consortium.imports.states import Outcome, Result
from consortium.imports.understanding import Reader

TONES = {
    Outcome.NEW: "success",
    Outcome.CHANGED: "information",
    Outcome.SAME: "gray",
    Outcome.ERROR: "danger",
    Outcome.SKIPPED: "gray",
    Result.ADDED: "success",
    Result.UPDATED: "information",
    Result.UNCHANGED: "gray",
    Result.MOVED_ON: "warning",
    Result.FAULTY: "danger",
}
SAMPLE_ROWS, SAMPLE_COLUMNS = 5, 12


@dataclass(frozen=True)
class Change:
    """One field of a row: what stands there now and what will."""

    label: str
    now: str
    then: str


@dataclass(frozen=True)
class RowOnPage:
    """A row of the file with everything that a reader wants to know of it."""

    number: int
    label: str
    outcome: str
    tone: str
    is_new: bool
    changes: list[Change]
    problems: list[str]

    @classmethod
    def of(
        cls, row: Row, target: Target | None, labels: tuple[str, ...], named: int | None, values: dict
    ) -> RowOnPage:
        """`named`: the column that says what the row is about; `values`: what a new row brings."""
        state = row.result or row.outcome
        cells = row.cells
        label = cells[named] if named is not None and named < len(cells) else ""
        return cls(
            number=row.number,
            label=label or (_first(cells) if row.outcome == Outcome.SKIPPED else ""),
            outcome=row.get_result_display() if row.result else row.get_outcome_display(),
            tone=TONES[state],
            is_new=row.outcome == Outcome.NEW,
            changes=_changes(row, values, target) if target else [],
            problems=[_problem(labels, cells, *problem) for problem in row.problems],
        )


def rows_on_page(imported: Import, rows: list[Row]) -> list[RowOnPage]:
    """These rows with what they bring, in words."""
    target = imported.into
    header = header_at(imported.sample, imported.header_row, imported.header_height)
    if target is None or not imported.header_row:
        return [RowOnPage.of(row, None, header.labels, None, {}) for row in rows]
    new = [(row.number, row.cells) for row in rows if row.outcome == Outcome.NEW]
    reader = Reader(target, header, imported.mapping)
    values = {row.number: row.values for row in reader.understand(new)}
    named = next((one.index for one in reader.columns if one.field.required), None)
    return [RowOnPage.of(row, target, header.labels, named, values.get(row.number, {})) for row in rows]


@dataclass(frozen=True)
class SampleTable:
    """The first rows below the column names, and the columns that no field takes."""

    labels: list[tuple[str, str]]
    rows: list[tuple[int, list[str]]]
    unused: list[str]


def table_of(imported: Import) -> SampleTable:
    """The beginning of the file as the portal understands it."""
    header = header_at(imported.sample, imported.header_row, imported.header_height)
    below = list(enumerate(imported.sample, start=1))[header.last_row :]
    width = min(len(header.labels), SAMPLE_COLUMNS)
    rows = [(number, (cells + [""] * width)[:width]) for number, cells in below if any(cells)]
    used = set(imported.mapping.values())
    return SampleTable(
        labels=[(column_letter(column), label) for column, label in enumerate(header.labels[:width])],
        rows=rows[:SAMPLE_ROWS],
        unused=[label for column, label in enumerate(header.labels) if label and column not in used],
    )


def filters_of(imported: Import, wanted: str) -> list[tuple[str, str, bool]]:
    """The outcomes that occur, each with its count, as tabs: label, address, whether it is shown."""
    everything = sum(imported.counts.values())
    found = [(_("All rows (%(count)s)") % {"count": f"{everything:,}"}, "?", wanted not in Outcome.values)]
    for outcome in (Outcome.ERROR, Outcome.NEW, Outcome.CHANGED, Outcome.SAME, Outcome.SKIPPED):
        if count := imported.counts.get(outcome, 0):
            found.append((f"{outcome.label} ({count:,})", f"?outcome={outcome}", wanted == outcome))
    return found


def counts_of(imported: Import) -> list[tuple[str, int, str]]:
    """What became of the rows: words, number, tone; the rows that stayed the same are one number."""
    counts, results = imported.counts, imported.results
    lines = [
        (Result.ADDED.label, results.get(Result.ADDED, 0), "success"),
        (Result.UPDATED.label, results.get(Result.UPDATED, 0), "information"),
        (
            Outcome.SAME.label,
            counts.get(Outcome.SAME, 0) + results.get(Result.UNCHANGED, 0),
            "gray",
        ),
        (Result.MOVED_ON.label, results.get(Result.MOVED_ON, 0), "warning"),
        (Result.FAULTY.label, counts.get(Outcome.ERROR, 0) + results.get(Result.FAULTY, 0), "danger"),
        (Outcome.SKIPPED.label, counts.get(Outcome.SKIPPED, 0), "gray"),
    ]
    return [line for line in lines if line[1]]


def _first(cells: list[str]) -> str:
    return next(filter(None, cells), "")


def _changes(row: Row, values: dict[str, Any], target: Target) -> list[Change]:
    if row.outcome == Outcome.NEW:
        pairs: dict[str, Any] = {name: (None, value) for name, value in values.items()} | row.changes
    else:
        pairs = row.changes
    fields = ((one, pairs[one.name]) for one in target.fields if one.name in pairs)
    return [Change(str(one.label), one.show(now), one.show(then)) for one, (now, then) in fields]


def _problem(labels: tuple[str, ...], cells: list[str], column: int | None, text: str) -> str:
    if column is None or column >= len(labels):
        return text
    name = labels[column] or column_letter(column)
    return f"{name} ({column_letter(column)}): {text}"
