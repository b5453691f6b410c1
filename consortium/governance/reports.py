"""The governance report: agreements, partners and pledges, curriculum and placements, without any name."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from consortium.governance.figures import Overview
from consortium.governance.models import Snapshot
from consortium.governance.policies import REPORTERS
from consortium.governance.services import publish_figures
from consortium.reports.document import Block, Column, Document, Item, Section, Table
from consortium.reports.numbering import official_date
from consortium.reports.registry import Report, ReportContext, register
from partners.agreements.reading import named
from partners.agreements.terms import Terms, effective_terms
from partners.models import Agreement, ProgrammeStatus

if TYPE_CHECKING:
    from partners.models import Member

APPROVALS = (gettext_lazy("Drafted"), gettext_lazy("Reviewed"), gettext_lazy("Final approval"))


def prepare(member: Member) -> tuple[dict[str, Any], datetime]:
    """Publish the figures once; every part of the report reads this publication and no later one."""
    snapshot = publish_figures(member.consortium_id)
    return {"snapshot": snapshot.pk}, snapshot.taken_at


def build(context: ReportContext) -> Document:
    """Four chapters and the definitions; each is kept as soon as it is made."""
    member = context.member
    chapters = (
        ("agreements", _("Agreements and clauses"), agreements),
        ("partners", _("Partners and pledges"), partners),
        ("curriculum", _("Curriculum"), curriculum),
        ("placements", _("Field training and employment"), placements),
        ("definitions", _("Definitions of the figures"), definitions),
    )
    blocks = []
    for name, title, make in chapters:
        blocks += context.part(name, lambda make=make, title=title: [Section(title, tuple(make(context)))])
    return Document(
        title=_("Governance report of the %(consortium)s") % {"consortium": member.consortium},
        organisation=str(member.partner),
        reference_date=context.snapshot_at.astimezone().date(),
        snapshot_at=context.snapshot_at,
        blocks=tuple(blocks),
        basis=((_("Standing"), _("Provisional")), (_("Source"), _("Consortium portal"))),
        approvals=tuple(str(label) for label in APPROVALS),
        attachments=(_("Figures of this report (XLSX)"),),
        banner=_("This consortium is a demo: students, vacancies and amounts are invented.")
        if member.consortium.is_demo
        else "",
    )


def overview(context: ReportContext) -> Overview:
    snapshot = Snapshot.objects.visible_to(context.member).get(pk=context.parameters["snapshot"])
    return Overview(snapshot, context.member)


def agreements(context: ReportContext) -> list[Block]:
    """What is agreed as of the report's moment, amendments included, and where the programme stands."""
    on = context.snapshot_at.astimezone().date()
    found = Agreement.objects.visible_to(context.member).signed().with_facts(context.member)
    found = sorted(found, key=lambda one: (one.signed_on is None, one.signed_on, one.pk))
    held = [(one, effective_terms(one, on)) for one in found]
    blocks: list[Block] = [
        Section(_("Where the programme stands"), tuple(_programme(context))),
        Section(_("Agreements"), (overview(context).agreements(), _agreement_table(held, on))),
    ]
    clauses = [
        Section(str(agreement), tuple(Item(str(clause)) for clause in terms.standing_clauses))
        for agreement, terms in held
        if terms.standing_clauses
    ]
    return [*blocks, Section(_("Clauses"), tuple(clauses))] if clauses else blocks


def _programme(context: ReportContext) -> list[Item]:
    found = ProgrammeStatus.objects.visible_to(context.member).order_by("on", "pk")
    lines = [Item(f"{official_date(status.on)} {status.get_state_display()}") for status in found]
    return lines or [Item(_("Nothing has been recorded yet."))]


def _agreement_table(held: list[tuple[Agreement, Terms]], on: date) -> Table:
    rows = tuple(
        (
            str(agreement),
            official_date(agreement.signed_on) if agreement.signed_on else "",
            official_date(terms.last_day) if terms.last_day else _("not stated"),
            named(terms.parties),
            agreement.get_state_display(),
        )
        for agreement, terms in held
    )
    heads = (
        Column(_("Agreement"), None, 34),
        Column(_("Signed on"), None, 15),
        Column(_("Valid until"), None, 15),
        Column(_("Parties"), None, 28),
        Column(_("State"), None, 11),
    )
    note = _("※ As of %(day)s") % {"day": official_date(on)}
    return Table(_("List of agreements"), "", heads, rows, (note,))


def partners(context: ReportContext) -> list[Block]:
    figures = overview(context)
    return [
        Section(_("Partner organisations"), (figures.partners(),)),
        Section(_("Pledges"), (figures.pledges(), figures.charts["pledges"], figures.partner_pledges())),
    ]


def curriculum(context: ReportContext) -> list[Block]:
    figures = overview(context)
    return [
        Section(_("Students"), (figures.students(), figures.charts["students"])),
        Section(_("Competency units"), (figures.units(),)),
        *(
            Section(title, (table,))
            for title, table in (
                (_("Results of courses"), figures.course_results()),
                (_("Hours taught by partners"), figures.partner_hours()),
            )
            if table is not None
        ),
    ]


def placements(context: ReportContext) -> list[Block]:
    figures = overview(context)
    return [
        Section(_("Vacancies and places"), (figures.vacancies(),)),
        Section(_("Candidates"), (figures.candidates(),)),
        Section(_("Consents"), (figures.consents(),)),
    ]


def definitions(context: ReportContext) -> list[Block]:
    return [overview(context).definitions()]


GOVERNANCE = Report(
    key="governance",
    title=gettext_lazy("Governance report"),
    purpose=gettext_lazy(
        "Agreements and clauses, partners and pledges, curriculum and placements as of one moment. "
        "For meetings of the council and for circulation: PDF to read and sign, XLSX for the figures."
    ),
    roles=frozenset(REPORTERS),
    build=build,
    formats=("pdf", "xlsx", "csv"),
    parts=5,
    prepare=prepare,
    order=10,
)
register(GOVERNANCE)
