"""From the cells of a row to what it means and what will become of it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from consortium.imports.headers import Header, is_total
from consortium.imports.registry import Candidate, Target
from consortium.imports.states import Outcome, Result

if TYPE_CHECKING:
    from consortium.imports.models import Row
    from consortium.shell.people import Member

LONGEST_KEY = 300
LONGEST_CELL = 2_000


@dataclass
class Judged:
    """A row of the file and everything that is known of it; `problems` are [column or None, text]."""

    number: int
    cells: list[str]
    values: dict[str, Any] = field(default_factory=dict)
    key: str = ""
    label: str = ""
    outcome: str = ""
    changes: dict[str, tuple[Any, Any]] = field(default_factory=dict)
    problems: list[list[Any]] = field(default_factory=list)

    def fails(self, column: int | None, text: object) -> None:
        self.outcome = Outcome.ERROR
        self.problems.append([column, str(text)])

    def skipped(self, why: str) -> None:
        self.outcome = Outcome.SKIPPED
        self.problems.append([None, why])


def understand(
    rows: Iterable[tuple[int, list[str]]], target: Target, header: Header, mapping: dict[str, int]
) -> list[Judged]:
    """Read the mapped cells of these rows; blank rows and what stands above the column names fall away."""
    wanted = [(one, mapping[one.name]) for one in target.fields if one.name in mapping]
    names = [label for label in header.labels if label]
    found = []
    for number, cells in rows:
        if number <= header.last_row or not any(cells):
            continue
        row = Judged(number, cells)
        if is_total(cells):
            row.skipped(_("A row of totals"))
        elif names[:1] == [next(filter(None, cells))] and [cell for cell in cells if cell] == names:
            row.skipped(_("The column names once more"))
        else:
            _understand_cells(row, wanted, target)
        found.append(row)
    return found


def _understand_cells(row: Judged, wanted: list, target: Target) -> None:
    for one, column in wanted:
        cell = row.cells[column] if column < len(row.cells) else ""
        if not cell:
            if one.required:
                row.fails(column, _("This must not be empty."))
            continue
        try:
            if len(cell) > LONGEST_CELL:
                raise ValidationError(_("This is too long for a cell of a list."))
            row.values[one.name] = one.parse(cell)
        except ValidationError as error:
            row.fails(column, " ".join(error.messages))
    if row.outcome != Outcome.ERROR:
        row.key = target.identify(row.values)[:LONGEST_KEY]
    named = next((column for one, column in wanted if one.required), None)
    if named is not None and named < len(row.cells):
        row.label = row.cells[named][:200]


def find_repetitions(rows: list[Judged], seen: dict[str, int]) -> None:
    """The same thing twice in one file: the first row counts. `seen`: key → its row further up."""
    cells: dict[str, list[str]] = {}
    for row in rows:
        if not row.key or row.outcome:
            continue
        if row.key not in seen:
            seen[row.key] = row.number
            cells[row.key] = row.cells
        elif row.cells == cells.get(row.key):
            row.skipped(_("The same as row %(row)s") % {"row": seen[row.key]})
        else:
            row.fails(
                None,
                _("Row %(row)s is about the same. Keep one of the two.") % {"row": seen[row.key]},
            )


def compare(rows: list[Judged], target: Target, by: Member) -> None:
    """Hold understood rows against what the portal has: new, changed or the same."""
    open_rows = [row for row in rows if not row.outcome]
    candidates = [Candidate(row.number, row.values) for row in open_rows]
    existing = target.find_existing(candidates, by) if candidates else {}
    for row, candidate in zip(open_rows, candidates, strict=True):
        candidate.existing = existing.get(row.number)
        if candidate.existing is None:
            row.outcome = Outcome.NEW
            continue
        row.changes = target.plan(candidate)
        row.outcome = Outcome.CHANGED if row.changes else Outcome.SAME
        if row.changes and candidate.existing.frozen:
            row.fails(None, candidate.existing.frozen)


def decide(staged: list[Row], target: Target, by: Member) -> tuple[list[Candidate], dict[int, str]]:
    """Hold confirmed rows against the portal once more: those to apply, and results for the others.

    A row whose subject somebody else changed (or added, or took away) since the preview is not applied.
    """
    candidates = [Candidate(row.number, row.values) for row in staged]
    existing = target.find_existing(candidates, by)
    ready, results = [], {}
    for row, candidate in zip(staged, candidates, strict=True):
        candidate.existing = existing.get(row.number)
        candidate.changes = target.plan(candidate)
        if candidate.existing is not None and not candidate.changes:
            results[row.number] = Result.UNCHANGED
        elif _has_moved_on(row, candidate):
            results[row.number] = Result.MOVED_ON
        else:
            ready.append(candidate)
    return ready, results


def _has_moved_on(row: Row, candidate: Candidate) -> bool:
    """Whether the preview no longer tells the truth about this row."""
    if candidate.existing is None or row.outcome == Outcome.NEW:
        return candidate.existing is not None or row.outcome != Outcome.NEW
    seen = {name: tuple(pair) for name, pair in row.changes.items()}
    return candidate.changes != seen or bool(candidate.existing.frozen)
