"""What will become of understood rows, and once more what may be done with confirmed ones."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from consortium.imports.registry import Target
from consortium.imports.states import Outcome, Result
from consortium.imports.understanding import Judged

if TYPE_CHECKING:
    from consortium.imports.models import Row
    from consortium.shell.people import Member


def find_repetitions(rows: list[Judged], seen: dict[str, int], *, first_counts: bool = True) -> None:
    """The same thing twice in one file. `seen`: key → its row further up.

    The first row counts, or, where the target wants neither, is refused too if it stands in the same chunk.
    """
    firsts: dict[str, Judged] = {}
    for row in rows:
        if not row.key or row.outcome:
            continue
        if row.key not in seen:
            seen[row.key] = row.number
            firsts[row.key] = row
            continue
        first = firsts.get(row.key)
        if first is not None and row.cells == first.cells:
            row.skipped(_("The same as row %(row)s") % {"row": first.number})
            continue
        words = _("Row %(row)s is about the same. Keep one of the two.")
        row.fails(None, words % {"row": seen[row.key]})
        if first is not None and not first_counts:
            first.fails(None, words % {"row": row.number})


def compare(rows: list[Judged], target: Target, by: Member) -> None:
    """Hold understood rows against what the portal has: new, changed or the same."""
    open_rows = [row for row in rows if not row.outcome]
    existing = target.find_existing(open_rows, by) if open_rows else {}
    new = Outcome.NEW.value
    for row in open_rows:
        row.existing = existing.get(row.number)
        if row.refused:
            row.fails(None, row.refused)
            continue
        if row.passed_over:
            row.skipped(str(row.passed_over))
            continue
        row.changes = target.plan(row)
        if row.existing is None:
            row.outcome = new
            continue
        row.outcome = Outcome.CHANGED if row.changes else Outcome.SAME
        if row.changes and row.existing.frozen:
            row.fails(None, row.existing.frozen)


def decide(
    rows: list[Judged], seen: dict[int, Row], target: Target, by: Member
) -> tuple[list[Judged], dict[int, str]]:
    """Hold confirmed rows against the portal once more: those to apply, and results for the others.

    A row whose subject somebody else changed (or added, or took away) since the preview is not applied.
    """
    existing = target.find_existing([row for row in rows if not row.outcome], by)
    ready: list[Judged] = []
    results: dict[int, str] = {}
    for row in rows:
        if row.outcome:  # it was understood when it was checked, and is no more
            results[row.number] = Result.MOVED_ON
            continue
        row.existing = existing.get(row.number)
        row.changes = target.plan(row)
        if row.existing is not None and not row.changes:
            results[row.number] = Result.UNCHANGED
        elif row.refused or row.passed_over or _has_moved_on(seen[row.number], row):
            results[row.number] = Result.MOVED_ON
        else:
            ready.append(row)
    return ready, results


def _has_moved_on(seen: Row, row: Judged) -> bool:
    """Whether the preview no longer tells the truth about this row."""
    if (row.existing is None) != (seen.outcome == Outcome.NEW):
        return True
    before: dict[str, Any] = {name: tuple(pair) for name, pair in seen.changes.items()}
    return row.changes != before or bool(row.existing is not None and row.existing.frozen)
