"""PDF: a typst template filled from JSON, tagged for screen readers (PDF/UA-1)."""

from __future__ import annotations

import re
from datetime import UTC
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from consortium.reports.document import (
    Chart,
    Column,
    Document,
    Item,
    Numbered,
    Section,
    Table,
    numbered,
    shown,
)
from consortium.reports.formats.typesetting import typeset
from consortium.reports.numbering import official_date, official_moment

TEMPLATE = Path(__file__).parents[1] / "typst" / "official.typ"
LINE, EDGES, SYLLABLE, DIGIT, LONG = 170, 3.8, 3.1, 1.65, 32  # millimetres, at the size of tables
LATIN = 0x1100  # where the letters begin that are as wide as they are high


def write(document: Document, path: Path) -> str:
    """Tagged as PDF/UA-1; where that is refused (a sign that no font has), tagged without the promise."""
    moment = document.snapshot_at.astimezone(UTC).replace(microsecond=0)
    made, is_accessible = typeset(TEMPLATE, "report", _as_plain(document), moment)
    path.write_bytes(made)
    if is_accessible:
        return ""
    return _("The PDF holds a sign that the portal's fonts do not have, so it is not marked as PDF/UA.")


def _as_plain(document: Document) -> dict[str, Any]:
    return {
        "title": document.title,
        "organisation": document.organisation,
        "language": document.language,
        "landscape": document.landscape,
        "banner": document.banner,
        "reference": _("Reference date: %(day)s") % {"day": official_date(document.reference_date)},
        "basis": [[_("Figures as of"), official_moment(document.snapshot_at)], *map(list, document.basis)],
        "approvals": list(document.approvals),
        "approval": _("Approval"),
        "attachments": _attachments(document),
        "blocks": [_printed(printed) for printed in numbered(document)],
    }


def _attachments(document: Document) -> list[str]:
    """붙임 … 끝., as an official letter closes; without attachments the text ends with it alone."""
    end = _("End.")
    if not document.attachments:
        return [end]
    lines = [f"{place}. {text}" for place, text in enumerate(document.attachments, 1)]
    if len(lines) == 1:
        lines = [document.attachments[0]]
    head, *rest = lines
    lines = [f"{_('Attachment')}  {head}", *rest]
    lines[-1] = f"{lines[-1]}  {end}"
    return lines


def _printed(printed: Numbered) -> dict[str, Any]:
    block = printed.block
    base: dict[str, Any] = {"label": printed.label, "level": printed.level}
    match block:
        case Section():
            return base | {"kind": "section", "text": block.title}
        case Item():
            return base | {"kind": "item", "text": block.text}
        case Chart():
            return base | {"kind": "chart", "caption": block.caption, "svg": block.svg, "alt": block.alt}
        case Table():
            rows = [_row(block, row) for row in block.rows]
            return base | {
                "kind": "table",
                "caption": block.caption,
                "unit": block.unit,
                "heads": [column.label for column in block.columns],
                "numeric": [column.decimals is not None for column in block.columns],
                "widths": _widths(block, rows),
                "rows": rows,
                "totals": block.totals,
                "notes": list(block.notes),
                "groups": [list(group) for group in block.groups],
                "centred": [column.merges or column.is_centred for column in block.columns],
                "merged": [list(one) for one in block.merged],
            }


def _row(table: Table, row: tuple[Any, ...]) -> list[str]:
    return [shown(value, column.decimals_of(value)) for value, column in zip(row, table.columns, strict=True)]


def _widths(table: Table, rows: list[list[str]]) -> list[float]:
    """Millimetres, so that no figure and no word of a heading is broken or runs into the next column."""
    needed = [_needed(column, [row[place] for row in rows]) for place, column in enumerate(table.columns)]
    wished = [float(column.width) for column in table.columns]
    widths, tight = wished, set()
    while len(tight) < len(wished):
        left = LINE - sum(needed[place] for place in tight)
        share = left / sum(width for place, width in enumerate(wished) if place not in tight)
        widths = [needed[place] if place in tight else width * share for place, width in enumerate(wished)]
        if not (more := {place for place, width in enumerate(widths) if width < needed[place]} - tight):
            return widths
        tight |= more
    return needed


def _needed(column: Column, cells: list[str]) -> float:
    """A figure is never broken, a word only when it is as long as a line of its own."""
    if column.decimals is not None:
        longest = max(map(_room, cells), default=0)
    else:
        longest = min(max((_room(word) for cell in cells for word in cell.split()), default=0), LONG)
    return max(longest, *map(_room, re.split(r"\s|(?=\()", column.label)))


def _room(word: str) -> float:
    """The millimetres that a word takes with the edges of its cell."""
    return EDGES + sum(SYLLABLE if ord(sign) > LATIN else DIGIT for sign in word)
