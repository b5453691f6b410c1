"""From cells to what they mean: column by column, so that what stands in many rows is read once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import zip_longest
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from consortium.imports.headers import Header, is_total
from consortium.imports.registry import Candidate, Field, Target
from consortium.imports.states import Outcome

LONGEST_KEY = 300
LONGEST_CELL = 2_000
REMEMBERED = 50_000  # texts of one column whose meaning is kept in memory
MANY = 200  # cells of a column; where most of them differ, it is read at once if its parser can
EMPTY = object()


@dataclass(slots=True)
class Judged(Candidate):
    """A row of the file and everything that is known of it; `problems` are [column or None, text]."""

    cells: list[str] = field(default_factory=list)
    key: str = ""
    outcome: str = ""
    problems: Sequence[list[Any]] = ()

    def fails(self, column: int | None, text: object) -> None:
        self.outcome = Outcome.ERROR
        self.problems = [*self.problems, [column, str(text)]]

    def skipped(self, why: str) -> None:
        self.outcome = Outcome.SKIPPED
        self.problems = [[None, why]]


@dataclass(frozen=True)
class Fault:
    """Why a text means nothing in its column."""

    words: str


class Column(dict):
    """What the texts of one column mean: text → value, `EMPTY` or `Fault`."""

    def __init__(self, one: Field, index: int) -> None:
        self.field, self.index = one, index
        self.faulty = False
        self._begin()

    def _begin(self) -> None:
        self.clear()
        self[""] = Fault(_("This must not be empty.")) if self.field.required else EMPTY

    def __missing__(self, cell: str) -> Any:
        try:
            if len(cell) > LONGEST_CELL:
                raise ValidationError(_("This is too long for a cell of a list."))
            value = self.field.parse(cell)
        except ValidationError as error:
            value = Fault(" ".join(error.messages))
            self.faulty = True
        self[cell] = value
        return value

    def read(self, cells: Sequence[str]) -> Sequence[Any]:
        """The meaning of each of these cells."""
        at_once = getattr(self.field.parse, "many", None)
        if at_once and len(set(cells[:MANY])) > MANY // 2 and "" not in cells:
            values = at_once(cells)
            if values is not None:
                return values
        if len(self) > REMEMBERED:
            self._begin()
        return list(map(self.__getitem__, cells))

    def odd_ones(self, cells: Sequence[str], values: Sequence[Any]) -> list[tuple[int, Any]]:
        """The places of cells that are empty or mean nothing."""
        if not self.faulty and "" not in cells:
            return []
        return [
            (place, value) for place, value in enumerate(values) if value is EMPTY or value.__class__ is Fault
        ]


class Reader:
    """Reads the rows of one file as one target understands them."""

    def __init__(self, target: Target, header: Header, mapping: dict[str, int]) -> None:
        self.target = target
        self.last_row_of_names = header.last_row
        self.names = [label for label in header.labels if label]
        self.first_words = _first_words(self.names)
        self.columns = [Column(one, mapping[one.name]) for one in target.fields if one.name in mapping]

    def understand(self, rows: Sequence[tuple[int, list[str]]], *, with_keys: bool = True) -> list[Judged]:
        """Blank rows and what stands above the column names fall away; totals are left out.

        Keys are for finding what stands in a file twice, and cost as much as reading a row.
        """
        found = [
            Judged(number, {}, cells=cells)
            for number, cells in rows
            if cells and number > self.last_row_of_names
        ]
        readable = [row for row in found if not self._leaves_out(row)]
        self._read(readable)
        identify = self.target.identify
        for row in readable if with_keys else ():
            if not row.outcome:
                row.key = identify(row.values)[:LONGEST_KEY]
        return found

    def _leaves_out(self, row: Judged) -> bool:
        cells = row.cells
        # A class's own total stands behind its grade and number.
        words = _first_words(cells)
        if is_total(words):
            row.skipped(_("A row of totals"))
        elif words == self.first_words and [cell for cell in cells if cell] == self.names:
            row.skipped(_("The column names once more"))
        return bool(row.outcome)

    def _read(self, rows: list[Judged]) -> None:
        upright = list(zip_longest(*(row.cells for row in rows), fillvalue=""))
        nothing = ("",) * len(rows)
        texts = [upright[one.index] if one.index < len(upright) else nothing for one in self.columns]
        read = [one.read(cells) for one, cells in zip(self.columns, texts, strict=True)]
        names = [one.field.name for one in self.columns]
        for row, values in zip(rows, zip(*read, strict=True), strict=False):
            row.values = dict(zip(names, values, strict=True))
        for one, cells, values in zip(self.columns, texts, read, strict=True):
            for place, value in one.odd_ones(cells, values):
                del rows[place].values[one.field.name]
                if value is not EMPTY:
                    rows[place].fails(one.index, value.words)


def _first_words(cells: Sequence[str]) -> str:
    """The first cell that says more than a figure."""
    for cell in cells:
        if cell and not cell.isdigit():
            return cell
    return ""
