"""Demand against teaching as a report for circulation, and as the file of its page."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from consortium.reports.document import Block, Column, Document, Table
from consortium.reports.formats import write
from consortium.reports.registry import Report, ReportContext, register
from consortium.reports.states import Format
from curriculum.demand.choosing import Chosen, choose
from curriculum.demand.picture import LABELS, Line
from partners.states import Role

if TYPE_CHECKING:
    from datetime import datetime

    from partners.models import Member

KEY = "demand"
Basis = tuple[tuple[str, str], ...]


def build(context: ReportContext) -> Document:
    """The usual table against all demand, as whoever asks may know it."""
    member = context.member
    chosen, basis = context.as_member(lambda: _choose(member, context.parameters))
    blocks = context.part("demand", lambda: _blocks(chosen))
    return _document(member, context.snapshot_at, basis, blocks)


def spreadsheet(member: Member, query: Mapping[str, str]) -> bytes:
    """The file of the page, with the filters that are on."""
    chosen, basis = _choose(member, query)
    document = _document(member, timezone.now(), basis, _blocks(chosen))
    with TemporaryDirectory() as folder:
        path = Path(folder) / "demand.xlsx"
        write(document, Format.XLSX, path)
        return path.read_bytes()


def _choose(member: Member, query: Mapping[str, str]) -> tuple[Chosen, Basis]:
    """The picture that is asked for, and what stands above it."""
    chosen = choose(member, query)
    basis = (
        (_("Programme table"), str(chosen.picture.table or _("none yet"))),
        (_("Filters"), chosen.in_words or _("none (the whole list)")),
        (_("Made by"), str(member)),
    )
    return chosen, basis


def _blocks(chosen: Chosen) -> list[Block]:
    return [_gaps(chosen), _matrix(chosen)]


def _document(member: Member, moment: datetime, basis: Basis, blocks: list[Block]) -> Document:
    return Document(
        title=_("Demand against teaching"),
        organisation=str(member.consortium),
        reference_date=timezone.localtime(moment).date(),
        snapshot_at=moment,
        blocks=tuple(blocks),
        basis=basis,
        banner=_("This consortium is a demo: students, vacancies and amounts are invented.")
        if member.consortium.is_demo
        else "",
    )


def _gaps(chosen: Chosen) -> Table:
    columns = (
        Column(_("Competency unit"), width=36),
        Column(_("Code"), width=20),
        Column(_("Weighted demand"), decimals=1, width=10),
        Column(_("People needed"), decimals=0, width=8),
        Column(_("Who asks for it"), width=50),
        Column(_("Missing in semester"), width=20),
    )
    rows = tuple(
        (
            line.unit.in_words,
            line.unit.code,
            float(line.demand),
            line.jobs,
            ", ".join(f"{one.title} ({one.who})" for one in line.known),
            line.missing_words,
        )
        for line in chosen.picture.gaps
    )
    note = _("Weighted demand = people needed × weight; weight = (importance + frequency + difficulty) ÷ 15.")
    return Table(_("Demanded and not taught"), _("(unit: jobs)"), columns, rows, notes=(note,))


def _matrix(chosen: Chosen) -> Table:
    semesters = tuple(Column(label, decimals=0, width=9) for label in LABELS.values())
    columns = (
        Column(_("Competency unit"), width=36),
        Column(_("Code"), width=20),
        Column(_("Sub-field"), width=20),
        Column(_("Weighted demand"), decimals=1, width=10),
        Column(_("People needed"), decimals=0, width=8),
        *semesters,
        Column(_("Hours"), decimals=0, width=9),
    )
    rows = tuple(_row(line) for _name, lines in chosen.picture.groups for line in lines)
    note = _("Hours of a unit stand in the semesters in the same proportion as the credits of its subject.")
    return Table(_("Units by semester"), _("(unit: hours)"), columns, rows, notes=(note,))


def _row(line: Line) -> tuple[object, ...]:
    return (
        line.unit.in_words,
        line.unit.code,
        line.group,
        float(line.demand),
        line.jobs if line.asked else None,
        *(cell.hours for cell in line.cells),
        line.hours,
    )


register(
    Report(
        key=KEY,
        title=gettext_lazy("Demand against teaching"),
        purpose=gettext_lazy(
            "Which competency units companies ask for, and in which semester they are taught."
        ),
        roles=frozenset(Role) - {Role.OPERATOR, Role.STUDENT},
        build=build,
        order=60,
    )
)
