"""How the ledger is laid out: page and report show these very tables and this picture."""

from __future__ import annotations

import json
from decimal import Decimal
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from consortium.reports import charts
from consortium.reports.document import Chart, Column, Table, Value
from partners.amounts import share_in_words
from partners.pledges.ledger import Ledger, Line, Money

if TYPE_CHECKING:
    from collections.abc import Iterable

DRAWN = 64  # pictures kept by a process; the same numbers are not drawn twice


def kind_table(ledger: Ledger) -> Table:
    """By kind and unit, over all partners chosen."""
    return _table(ledger.by_kind, _("Ledger by kind"), with_partner=False)


def line_table(ledger: Ledger) -> Table:
    """By partner, kind and unit."""
    return _table(ledger.lines, _("Ledger by partner"), with_partner=True)


def _table(lines: list[Line], caption: str, *, with_partner: bool) -> Table:
    heads = (
        *((Column(_("Partner"), None, 26),) if with_partner else ()),
        Column(_("Kind (unit)"), None, 22),
        Column(_("Number of pledges"), 0, 10),
        Column(_("Promised"), 2, 14, is_exact=True),
        Column(_("Reported, not verified"), 2, 14, is_exact=True),
        Column(_("Verified"), 2, 14, is_exact=True),
        Column(_("Share (%)"), 1, 10),
        Column(_("In-kind value (KRW)"), 0, 16),
        Column(_("Not valued"), 0, 10),
    )
    rows = tuple(_row(line, with_partner=with_partner) for line in lines)
    return Table(caption, _("(Unit: as stated, %)"), heads, rows, _notes(lines))


def _row(line: Line, *, with_partner: bool) -> tuple[Value, ...]:
    return (
        *((line.partner_name,) if with_partner else ()),
        f"{line.label} ({line.unit_label})",
        line.pledges,
        _plain(line.promised),
        _plain(line.reported),
        _plain(line.verified),
        None if line.share is None else float(round(100 * line.share, 1)),
        None if line.is_cash else _plain(line.worth),
        None if line.is_cash else line.unvalued,
    )


def _notes(lines: Iterable[Line]) -> tuple[str, ...]:
    notes = [
        _(
            "※ Promised: the whole amount of pledges that run in the period. Verified: what happened in the "
            "period. Share: verified by the end of the period ÷ promised, of each pledge at most what was "
            "promised."
        )
    ]
    if any(line.unvalued for line in lines):
        notes.append(
            _("※ Not valued: verified deliveries without a price on their day; no value is guessed.")
        )
    return tuple(notes)


def money_table(ledger: Ledger) -> Table:
    """Cash and the value of contributions in kind by partner, side by side and never added up."""
    heads = (
        Column(_("Partner"), None, 26),
        Column(_("Cash promised"), 0, 16),
        Column(_("Cash verified"), 0, 16),
        Column(_("In-kind value"), 0, 16),
        Column(_("Not valued"), 0, 12),
    )
    rows = [_money(money, money.partner_name) for money in ledger.money]
    rows.append(_money(ledger.total, _("Total")))
    return Table(_("Cash and in-kind value by partner"), _("(Unit: KRW, cases)"), heads, tuple(rows), (), 1)


def _money(money: Money, name: str) -> tuple[Value, ...]:
    return name, *map(_plain, (money.cash_promised, money.cash, money.worth)), money.unvalued


def kind_chart(ledger: Ledger) -> Chart | None:
    """Bars of what was verified by the end of the period in per cent of the promise, by kind."""
    lines = [line for line in ledger.by_kind if line.share is not None]
    if not lines:
        return None
    values = [
        {
            "row": f"{line.label} ({line.unit_label})",
            "value": float(round(100 * line.share, 1)),
            "shown": share_in_words(line.share),
        }
        for line in lines
    ]
    alt = "; ".join(f"{value['row']} {value['shown']}" for value in values)
    return Chart(_("Verified share of the pledges by kind"), _drawn(json.dumps(_bars(values))), alt)


@lru_cache(DRAWN)
def _drawn(spec: str) -> str:
    return charts.svg(json.loads(spec))


def _bars(values: list[dict[str, Any]]) -> dict[str, Any]:
    order = [value["row"] for value in values]
    axis = {"title": _("Verified (%)")}
    return {
        "width": 470,
        "height": {"step": 26},
        "data": {"values": values},
        "encoding": {
            "y": {"field": "row", "type": "nominal", "sort": order, "title": None},
            "x": {"field": "value", "type": "quantitative", "axis": axis, "scale": {"domain": [0, 100]}},
        },
        "layer": [
            {"mark": {"type": "bar", "cornerRadiusEnd": 2, "color": charts.COLOURS[0]}},
            {
                "mark": {"type": "text", "align": "left", "dx": 4, "fontSize": 12},
                "encoding": {"text": {"field": "shown", "type": "nominal"}},
            },
        ],
    }


def _plain(number: Decimal) -> Value:
    return int(number) if number == number.to_integral_value() else float(number)
