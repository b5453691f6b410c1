"""The document model: what a report says, apart from the file format it is written in."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from consortium.reports.numbering import item_label

Value = str | int | float | Decimal | None


@dataclass(frozen=True)
class Column:
    """One column of a table; `decimals` is None for words.

    Where a column `merges`, cells that repeat what stands above them are one cell, as official forms have it;
    such columns are centred, and those that say so. Where amounts of several units stand in one column it
    `is_exact`: each has the decimals that it needs, at most `decimals`.
    """

    label: str
    decimals: int | None = None
    width: int = 12
    merges: bool = False
    is_centred: bool = False
    is_exact: bool = False

    def decimals_of(self, value: Value) -> int | None:
        """How many decimals this cell shows."""
        if not self.is_exact or self.decimals is None or value is None or isinstance(value, str):
            return self.decimals
        return next((few for few in range(self.decimals) if round(value, few) == value), self.decimals)


@dataclass(frozen=True)
class Table:
    """〈표 n〉 with its caption, unit and notes; the last `totals` rows are sums.

    `groups` is a line of heads above the columns: label and how many columns it spans, in order; an empty
    label leaves the column's own head as high as both lines.
    """

    caption: str
    unit: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Value, ...], ...]
    notes: tuple[str, ...] = ()
    totals: int = 0
    groups: tuple[tuple[str, int], ...] = ()

    @property
    def merged(self) -> list[tuple[int, int, int]]:
        """Column, first row and last row of cells that are one; sums are never part of them.

        A column breaks wherever a merging column before it does.
        """
        body = self.rows[: len(self.rows) - self.totals]
        found, known = [], []
        for place, column in enumerate(self.columns):
            if not column.merges:
                continue
            known.append(place)
            first = 0
            for number in range(1, len(body) + 1):
                same = number < len(body) and all(body[number][one] == body[first][one] for one in known)
                if not same:
                    found += [(place, first, number - 1)] if number - 1 > first else []
                    first = number
        return found


@dataclass(frozen=True)
class Chart:
    """〈그림 n〉: a picture of numbers that also stand in a table, with words for those who cannot see it."""

    caption: str
    svg: str
    alt: str


@dataclass(frozen=True)
class Item:
    """One sentence, numbered by itself unless it brings a label of its own (제1조), which may be empty."""

    text: str
    label: str | None = None


@dataclass(frozen=True)
class Section:
    """A numbered heading with what stands under it."""

    title: str
    blocks: tuple[Block, ...] = ()


Block = Section | Item | Table | Chart
KINDS: dict[str, type] = {kind.__name__: kind for kind in (Section, Item, Table, Chart)}


@dataclass(frozen=True)
class Document:
    """A whole report with what its title block and its last line need."""

    title: str
    organisation: str
    reference_date: date
    snapshot_at: datetime
    blocks: tuple[Block, ...]
    language: str = "ko"
    basis: tuple[tuple[str, str], ...] = ()  # what it was made from: (label, value), printed at the top
    approvals: tuple[str, ...] = ()
    attachments: tuple[str, ...] = ()
    banner: str = ""  # such as "invented demo data"
    landscape: bool = False  # for tables of many columns


@dataclass(frozen=True)
class Numbered:
    """A block as it is printed: its label, its depth and, for tables and charts, its running number."""

    block: Block
    level: int
    label: str


@dataclass
class _Counter:
    tables: int = 0
    charts: int = 0
    printed: list[Numbered] = field(default_factory=list)


def numbered(document: Document) -> list[Numbered]:
    """Every block in reading order with its official number."""
    counter = _Counter()
    _number(document.blocks, 0, counter)
    return counter.printed


def _number(blocks: Iterable[Block], level: int, counter: _Counter) -> None:
    place = 0
    for block in blocks:
        if isinstance(block, Table):
            counter.tables += 1
            label = _("〈Table %(number)s〉") % {"number": counter.tables}
        elif isinstance(block, Chart):
            counter.charts += 1
            label = _("〈Figure %(number)s〉") % {"number": counter.charts}
        else:
            place += 1
            own = block.label if isinstance(block, Item) else None
            label = item_label(level, place) if own is None else own
        counter.printed.append(Numbered(block, level, label))
        if isinstance(block, Section):
            _number(block.blocks, level + 1, counter)


def tables_of(document: Document) -> Iterator[Numbered]:
    return (printed for printed in numbered(document) if isinstance(printed.block, Table))


# --- parts are kept as JSON between attempts ---------------------------------------------------------
def dump(blocks: Iterable[Block]) -> list[dict[str, Any]]:
    return json.loads(json.dumps([_as_plain(block) for block in blocks], default=_plain_number))


def load(content: list[dict[str, Any]]) -> list[Block]:
    return [_as_block(entry) for entry in content]


def _as_plain(block: Block) -> dict[str, Any]:
    if isinstance(block, Section):
        inner = [_as_plain(child) for child in block.blocks]
        return {"kind": "Section", "title": str(block.title), "blocks": inner}
    return {"kind": type(block).__name__} | asdict(block)


def _plain_number(value: object) -> int | float | str:
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    return str(value)  # lazy words


def _as_block(entry: dict[str, Any]) -> Block:
    fields = dict(entry)
    kind = KINDS[fields.pop("kind")]
    if kind is Section:
        return Section(fields["title"], tuple(load(fields["blocks"])))
    if kind is Table:
        fields["columns"] = tuple(Column(**column) for column in fields["columns"])
        fields["rows"] = tuple(tuple(row) for row in fields["rows"])
        fields["notes"] = tuple(fields["notes"])
        fields["groups"] = tuple((label, span) for label, span in fields.get("groups", ()))
    return kind(**fields)


# --- numbers as they are read -------------------------------------------------------------------------
def shown(value: Value, decimals: int | None) -> str:
    """A cell as it is printed: thousands separated, zero as a dash, an unknown value as a space."""
    if value is None:
        return ""
    if isinstance(value, str) or decimals is None:
        return str(value)
    return "-" if value == 0 else f"{value:,.{decimals}f}"


def official_name(title: str, moment: datetime | None, extension: str) -> str:
    """A file name that says what and as of when: `Governance report_20261123.pdf`."""
    day = f"_{timezone.localtime(moment):%Y%m%d}" if moment else ""
    bare = "".join(sign for sign in title if sign.isalnum() or sign in " -_()").strip()
    return f"{bare}{day}.{extension}"
