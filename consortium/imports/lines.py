"""The rows of a file one by one, as pages show them: staged runs, opened up again."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from consortium.imports import reading
from consortium.imports.models import Import, Row
from consortium.shell.lists import KeysetPage, Sort, address

if TYPE_CHECKING:
    from django.http import HttpRequest

    from consortium.imports.querysets import RowQuerySet

BY_NUMBER = Sort(("number",))


class Cells:
    """What stands in rows of the file; asked for rows further down it reads on, else it begins anew."""

    def __init__(self, table: Path) -> None:
        self.table = table
        self.at = 0
        self.rows = iter(())

    def of(self, numbers: Iterable[int]) -> list[tuple[int, list[str]]]:
        wanted = sorted(numbers)
        if not wanted or not self.table.is_file():
            return []
        if self.at == 0 or wanted[0] <= self.at:
            self.rows = reading.rows_of(self.table, after=wanted[0] - 1)
        missing = iter(wanted)
        number, found = next(missing), []
        for at, cells in self.rows:
            self.at = at
            if at == number:
                found.append((number, cells))
                number = next(missing, 0)
                if not number:
                    break
        return found


def opened(imported: Import, runs: Iterable[Row]) -> list[Row]:
    """One entry for each row of the file, with its cells."""
    single = [
        Row(
            imported=imported,
            number=number,
            until=number,
            cells=run.cells,
            outcome=run.outcome,
            changes=run.changes,
            problems=run.problems,
            result=run.result,
        )
        for run in runs
        for number in range(run.number, run.until + 1)
    ]
    cells = dict(Cells(imported.table).of(row.number for row in single if not row.cells))
    for row in single:
        row.cells = row.cells or cells.get(row.number, [])
    return single


def page_of(imported: Import, found: RowQuerySet, request: HttpRequest, size: int) -> KeysetPage:
    """The page of rows that the address asks for; a row's number in the file is its place in the list."""
    after, before = _place(request, "after"), _place(request, "before")
    if before:
        runs = found.filter(number__lt=before).order_by("-number")[: size + 1]
        numbers = (n for run in runs for n in range(min(run.until, before - 1), run.number - 1, -1))
        chosen = list(islice(numbers, size + 1))
        if len(chosen) > size:  # else the beginning is reached: a full first page reads better
            shown = chosen[size - 1 :: -1]
            return _page(imported, runs, shown, request, more_before=True, more_after=True)
        after = 0
    runs = found.filter(until__gt=after).order_by("number")[: size + 1]
    numbers = (n for run in runs for n in range(max(run.number, after + 1), run.until + 1))
    chosen = list(islice(numbers, size + 1))
    more = len(chosen) > size
    return _page(imported, runs, chosen[:size], request, more_before=after > 0, more_after=more)


def _place(request: HttpRequest, name: str) -> int:
    asked = request.GET.get(name, "")
    return int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 9 else 0


def _page(
    imported: Import,
    runs: Iterable[Row],
    numbers: list[int],
    request: HttpRequest,
    *,
    more_before: bool,
    more_after: bool,
) -> KeysetPage:
    first, last = (numbers[0], numbers[-1]) if numbers else (1, 0)
    cut = []
    for run in sorted(runs, key=lambda run: run.number):
        run.number, run.until = max(run.number, first), min(run.until, last)
        cut.append(run)
    query = request.GET
    return KeysetPage(
        rows=opened(imported, cut),
        sort=BY_NUMBER,
        sorts=("number",),
        next_address=address(query, after=str(last)) if numbers and more_after else "",
        previous_address=address(query, before=str(first)) if numbers and more_before else "",
        first_address=address(query),
        query=query,
    )
