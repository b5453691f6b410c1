"""How published figures are laid out: the page and the report show these very tables."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from django.utils.translation import gettext as _

from consortium.governance.models import Figure, Indicator
from consortium.governance.states import Mark, Measure
from consortium.reports.document import Column, Table, Value, shown
from consortium.reports.numbering import official_date

SIGNS = {Mark.SMALL: "‹5", Mark.HIDDEN: "×"}


def decimals_of(indicator: Indicator) -> int:
    return 1 if indicator.code == "units_per_student" or indicator.measure == Measure.PERCENT else 0


def cell(figure: Figure | None) -> Value:
    """What stands in the cell: a number, or the sign of what withholds it."""
    if figure is None:
        return None
    if figure.is_withheld:
        return SIGNS[Mark(figure.mark)]
    return plain(figure.value)


def plain(number: Decimal | None) -> Value:
    if number is None:
        return None
    return int(number) if number == number.to_integral_value() else float(number)


def in_words(figure: Figure) -> str:
    """The cell as it is read on the page: `1,234`, `-`, `‹5`."""
    return shown(cell(figure), decimals_of(figure.indicator))


def unit_note(indicator: Indicator) -> str:
    return _("(Unit: %(unit)s)") % {"unit": indicator.get_measure_display()}


def cross_table(figures: list[Figure], caption: str, row_head: str) -> Table:
    """Rows by columns with their totals."""
    indicator = figures[0].indicator
    columns = _distinct((figure.column, figure.column_label) for figure in figures if figure.column)
    rows = _distinct((figure.row, figure.row_label) for figure in figures if figure.row)
    found = {(figure.row, figure.column): figure for figure in figures}
    decimals = decimals_of(indicator)
    keys = [*(key for key, _label in columns), ""]
    heads = [Column(label, decimals) for _key, label in columns] + [Column(_("Total"), decimals)]
    lines = [(label, *(cell(found.get((key, column))) for column in keys)) for key, label in rows]
    lines.append((_("Total"), *(cell(found.get(("", column))) for column in keys)))
    return Table(
        caption, unit_note(indicator), (Column(row_head, None, 26), *heads), tuple(lines), notes(figures), 1
    )


def list_table(groups: list[list[Figure]], caption: str, row_head: str, heads: list[str]) -> Table:
    """One row for each label, one column for each group of figures, the total last where there is one."""
    first = groups[0]
    by_row = [{figure.row: figure for figure in group} for group in groups]
    order = [figure for figure in first if figure.row] + [figure for figure in first if not figure.row]
    lines = [
        (figure.row_label or _("Total"), *(cell(group.get(figure.row)) for group in by_row))
        for figure in order
    ]
    columns = [
        Column(head, decimals_of(group[0].indicator)) for head, group in zip(heads, groups, strict=True)
    ]
    units = _distinct(
        (group[0].indicator.measure, group[0].indicator.get_measure_display()) for group in groups
    )
    unit = _("(Unit: %(unit)s)") % {"unit": ", ".join(label for _key, label in units)}
    everything = [figure for group in groups for figure in group]
    totals = 1 if "" in by_row[0] else 0
    return Table(
        caption, unit, (Column(row_head, None, 26), *columns), tuple(lines), notes(everything), totals
    )


def pledge_table(figures: list[Figure], caption: str, *, by_partner: bool) -> Table:
    """Promised, delivered and the share, by kind, or by partner and kind."""
    lines = tuple(
        (
            *((figure.row_label,) if by_partner else ()),
            figure.column_label,
            plain(figure.denominator),
            plain(figure.numerator),
            plain(figure.value),
        )
        for figure in figures
    )
    heads = (
        *((Column(_("Partner"), None, 26),) if by_partner else ()),
        Column(_("Kind (unit)"), None, 24),
        Column(_("Promised"), 2, 14, is_exact=True),
        Column(_("Delivered"), 2, 14, is_exact=True),
        Column(_("Share (%)"), 1, 10),
    )
    return Table(caption, _("(Unit: as stated, %)"), heads, lines)


def share_table(figures: list[Figure], caption: str, heads: tuple[str, str, str]) -> Table:
    """The whole, the part and the share, row by row, the total last."""
    lines = tuple(
        (
            figure.row_label or _("Total"),
            plain(figure.denominator),
            plain(figure.numerator),
            plain(figure.value),
        )
        for figure in figures
    )
    row, whole, part = heads
    columns = (
        Column(row, None, 26),
        Column(whole, 0, 14),
        Column(part, 0, 14),
        Column(_("Of the whole (%)"), 1, 10),
    )
    return Table(caption, _("(Unit: hours, %)"), columns, lines, totals=1)


def notes(figures: Iterable[Figure]) -> tuple[str, ...]:
    """What the signs in the table mean, and which cells stand as of an earlier day."""
    figures = list(figures)
    lines = []
    if any(figure.mark == Mark.SMALL for figure in figures):
        lines.append(_("※ ‹5: counts 1 to 4 people, so the number is not published."))
    if any(figure.mark == Mark.HIDDEN for figure in figures):
        lines.append(_("※ ×: withheld, because another cell could be worked out from it."))
    held: dict[object, list[str]] = {}
    for figure in figures:
        if figure.mark == Mark.HELD:
            labels = [label for label in (figure.row_label, figure.column_label) if label]
            held.setdefault(figure.as_of, []).append(" ".join(labels) or _("Total"))
    shown = sum(not figure.is_withheld for figure in figures)
    lines += [
        _("※ As of %(day)s, because fewer than five people have moved since: %(cells)s.")
        % {
            "day": official_date(day),
            "cells": _("every number shown") if len(cells) == shown else ", ".join(dict.fromkeys(cells)),
        }
        for day, cells in sorted(held.items())
    ]
    if held:
        lines.append(
            _("※ Numbers of different days stand in this table, so cells may not add up to the totals.")
        )
    return tuple(lines)


def _distinct(pairs: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    return list(dict(pairs).items())
