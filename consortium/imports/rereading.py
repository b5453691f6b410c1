"""The rows of an import once more, for a page that holds the whole list against the portal."""

from __future__ import annotations

from consortium.imports import reading
from consortium.imports.models import Import
from consortium.imports.services import header_of
from consortium.imports.understanding import Judged, Reader


def rows_again(imported: Import) -> tuple[list[Judged], list[str]]:
    """The rows that say something, and what stands in the first required column of those that do not."""
    target = imported.into
    reader = Reader(target, header_of(imported), imported.mapping)
    understood = reader.understand(list(reading.rows_of(imported.table)))
    named = next((imported.mapping[one.name] for one in target.fields if one.required), 0)
    wrong = [row.cells[named] for row in understood if row.outcome and named < len(row.cells)]
    return [row for row in understood if not row.outcome], wrong
