"""Lists as files: what a list page shows, with its filters printed on top, as XLSX.

    register(ListExport("pledges", _("Pledges"), rows=chosen, columns=(…)))

A short list is made at once; a long one becomes a report job with progress, kept under "my files".
Lists about persons are not exported here: they ask for a reason first (see `curriculum.roster.reports`).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from consortium.reports import registry
from consortium.reports.document import Block, Column, Document, Table, Value
from consortium.reports.formats import write
from consortium.reports.numbering import official_date
from consortium.reports.registry import Report, ReportContext
from consortium.reports.states import Format

if TYPE_CHECKING:
    import django_filters
    from django.db.models import QuerySet

    from consortium.shell.people import Member

AT_ONCE = 1_000  # rows that are written while the reader waits
MOST = 50_000  # rows in one file


@dataclass(frozen=True)
class ListColumn:
    """One column of the file: its head, and how its cell is read from a row of the list.

    `is_exact`: rows of several units stand in it, and each number has the decimals that it needs.
    """

    label: str | Any
    value: Callable[[Any], object]
    decimals: int | None = None
    width: int = 16
    is_exact: bool = False


@dataclass(frozen=True)
class ListExport:
    """A list that can be taken away: the filtered rows in their order, and the columns.

    `rows` gets the member and what stands in the address; what it gives back is bound to both.
    """

    key: str
    title: str | Any
    roles: frozenset[str]
    rows: Callable[[Member, Mapping[str, str]], django_filters.FilterSet]
    columns: tuple[ListColumn, ...]
    order: tuple[str, ...] = ("pk",)

    @property
    def report_key(self) -> str:
        return f"list-{self.key}"

    def is_for(self, member: Member) -> bool:
        return member.role in self.roles


_exports: dict[str, ListExport] = {}


def register(export: ListExport) -> None:
    """Offer a list as a file; behind it stands a report for when the list is long."""
    _exports[export.key] = export
    registry.register(
        Report(
            key=export.report_key,
            title=export.title,
            purpose=gettext_lazy("The whole list with the filters that were on."),
            roles=export.roles,
            build=lambda context: _build(export, context),
            formats=("xlsx", "csv"),
            listed=False,
        )
    )


def find(key: str) -> ListExport | None:
    return _exports.get(key)


def filtered(
    filterset: type[django_filters.FilterSet], known: Callable[[Member], QuerySet]
) -> Callable[[Member, Mapping[str, str]], django_filters.FilterSet]:
    """The rows that a member may know, narrowed as the list's own page narrows them."""

    def rows(member: Member, query: Mapping[str, str]) -> django_filters.FilterSet:
        return filterset(query, queryset=known(member), request=SimpleNamespace(member=member))

    return rows


def chosen(export: ListExport, member: Member, query: Mapping[str, str]) -> tuple[QuerySet, str]:
    """The rows of the list in the file's order, and its filters in words."""
    from consortium.shell.filters import in_words  # noqa: PLC0415 - django-filter needs the apps loaded

    filterset = export.rows(member, query)
    return filterset.qs.order_by(*export.order), in_words(filterset)


def spreadsheet(export: ListExport, member: Member, rows: list[Any], words: str) -> bytes:
    """The file of a short list, ready to be sent."""
    table = _table(export, rows, more=False)
    document = _document(export, member, timezone.now(), words, [table])
    with TemporaryDirectory() as folder:
        path = Path(folder) / "list.xlsx"
        write(document, Format.XLSX, path)
        return path.read_bytes()


def _build(export: ListExport, context: ReportContext) -> Document:
    query = context.parameters.get("query", {})
    rows, words = chosen(export, context.member, query)

    def part() -> list[Block]:
        found = list(rows[: MOST + 1])
        return [_table(export, found[:MOST], more=len(found) > MOST)]

    return _document(export, context.member, context.snapshot_at, words, context.part("rows", part))


def _document(
    export: ListExport, member: Member, moment: datetime, words: str, blocks: list[Block]
) -> Document:
    return Document(
        title=str(export.title),
        organisation=str(member.consortium),
        reference_date=timezone.localtime(moment).date(),
        snapshot_at=moment,
        blocks=tuple(blocks),
        basis=((_("Filters"), words or _("none (the whole list)")), (_("Made by"), str(member))),
        banner=_("This consortium is a demo: students, vacancies and amounts are invented.")
        if member.consortium.is_demo
        else "",
    )


def _table(export: ListExport, rows: list[Any], *, more: bool) -> Table:
    notes = [_("%(count)s rows.") % {"count": len(rows)}]
    if more:
        notes.append(_("There are more than %(most)s. Narrow the filters for the rest.") % {"most": MOST})
    return Table(
        str(export.title),
        "",
        tuple(
            Column(str(column.label), column.decimals, column.width, is_exact=column.is_exact)
            for column in export.columns
        ),
        tuple(tuple(_cell(column, row) for column in export.columns) for row in rows),
        notes=tuple(notes),
    )


def _cell(column: ListColumn, row: Any) -> Value:
    """Numbers stay numbers; days are written as public bodies write them, everything else in words."""
    value = column.value(row)
    if value is None or (column.decimals is not None and not isinstance(value, str)):
        return value
    if isinstance(value, datetime):
        value = timezone.localtime(value).date()
    return official_date(value) if isinstance(value, date) else str(value)
