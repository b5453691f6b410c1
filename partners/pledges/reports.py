"""The ledger as a report: for the council and for circulation, with the filters printed in it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from consortium.reports.document import Block, Document, Section
from consortium.reports.registry import Report, ReportContext, register
from partners.models import Partner
from partners.pledges import periods
from partners.pledges.ledger import Ledger
from partners.pledges.presentation import kind_chart, kind_table, line_table, money_table
from partners.states import PledgeKind, Role

if TYPE_CHECKING:
    from partners.models import Member

READERS = frozenset(Role) - {Role.STUDENT, Role.OPERATOR}


def build(context: ReportContext) -> Document:
    """By kind with its picture, cash and value by partner, and every line."""
    ledger = _ledger(context)
    blocks: list[Block] = []
    for name, title, make in (
        ("kinds", _("By kind"), lambda: [part for part in (kind_table(ledger), kind_chart(ledger)) if part]),
        ("money", _("Cash and contributions in kind"), lambda: [money_table(ledger)]),
        ("lines", _("By partner and kind"), lambda: [line_table(ledger)]),
    ):
        blocks += context.part(name, lambda make=make, title=title: [Section(title, tuple(make()))])
    member = context.member
    return Document(
        title=_("Ledger of the pledges of the %(consortium)s") % {"consortium": member.consortium},
        organisation=str(member.partner),
        reference_date=context.snapshot_at.astimezone().date(),
        snapshot_at=context.snapshot_at,
        blocks=tuple(blocks),
        basis=_basis(ledger),
        banner=_("This consortium is a demo: pledges, prices and amounts are invented.")
        if member.consortium.is_demo
        else "",
    )


def _ledger(context: ReportContext) -> Ledger:
    """What was asked for; asked for without anything, the school year of the day."""
    asked: dict[str, Any] = context.parameters
    period = periods.period_of(asked.get("period") or "") or periods.present(
        context.snapshot_at.astimezone().date()
    )
    partner = asked.get("partner")
    found = context.as_member(lambda: _partner(context.member, partner)) if partner else None
    return Ledger(context.member, period, found, asked.get("kind") or "")


def _partner(member: Member, pk: object) -> Partner | None:
    return Partner.objects.visible_to(member).filter(pk=pk).first()


def _basis(ledger: Ledger) -> tuple[tuple[str, str], ...]:
    return (
        (_("Period"), ledger.period.label),
        (_("Partner"), str(ledger.partner) if ledger.partner else _("All")),
        (_("Kind"), str(PledgeKind(ledger.kind).label) if ledger.kind else _("All")),
        (_("Counted"), _("verified deliveries only")),
        (_("Source"), _("Consortium portal")),
    )


LEDGER = Report(
    key="pledge_ledger",
    title=gettext_lazy("Ledger of pledges"),
    purpose=gettext_lazy(
        "Promised, reported and verified by kind and partner, with the value of contributions in kind. "
        "On the ledger's page it can be narrowed to a period, a kind and a partner."
    ),
    roles=READERS,
    build=build,
    formats=("pdf", "xlsx", "csv"),
    parts=3,
    order=20,
)
register(LEDGER)
