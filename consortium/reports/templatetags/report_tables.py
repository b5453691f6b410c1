"""Shows tables and charts of the document model on a page, in the very words of the files."""

from __future__ import annotations

from django import template
from django.template.defaultfilters import filesizeformat
from django.utils.safestring import SafeString
from django.utils.translation import ngettext

from consortium.reports import charts
from consortium.reports.document import Table, shown

register = template.Library()


@register.inclusion_tag("reports/_table.html")
def report_table(table: Table) -> dict[str, object]:
    """A table with its caption, unit and notes."""
    rows = []
    for place, row in enumerate(table.rows):
        cells = [
            (column, shown(value, column.decimals_of(value)))
            for value, column in zip(row, table.columns, strict=True)
        ]
        rows.append((place >= len(table.rows) - table.totals, cells))
    return {"table": table, "rows": rows}


@register.simple_tag
def picture(svg: str, alt: str) -> SafeString:
    """A chart inside the page."""
    return charts.inline(svg, alt)


@register.filter
def as_size(number: int) -> str:
    return filesizeformat(number)


@register.filter
def as_duration(seconds: int) -> str:
    """A rough time to wait: seconds below a minute, then minutes."""
    if seconds < 60:
        return ngettext("about %(n)s second", "about %(n)s seconds", seconds) % {"n": seconds}
    minutes = round(seconds / 60)
    return ngettext("about %(n)s minute", "about %(n)s minutes", minutes) % {"n": minutes}
