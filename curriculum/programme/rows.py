"""What a row of a table holds, cell by cell, in the order of the official columns."""

from __future__ import annotations

from typing import Any

from curriculum.models import SEMESTERS, ProgrammeRow

CREDITS = tuple(f"semester_{one}" for one in SEMESTERS)
CELLS = (*CREDITS, "is_required", "choice_group", "is_joint", "note")
CONTENT = ("subject", "position", *CELLS)


def content_of(row: ProgrammeRow) -> dict[str, Any]:
    """Everything a row says, as it is kept beside a step of its editors."""
    return {"subject": row.subject_id, "position": row.position} | cells_of(row)


def cells_of(row: ProgrammeRow) -> dict[str, Any]:
    """What an editor sees in the cells of a row."""
    return {name: getattr(row, name) for name in CELLS}
