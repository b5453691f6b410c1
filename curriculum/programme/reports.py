"""The programme table in its official columns, landscape on A4, and as a workbook."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from consortium.reports.document import Block, Column, Document, Item, Table
from consortium.reports.numbering import official_date
from consortium.reports.registry import Report, ReportContext, register
from consortium.rowlevel import acting_as
from curriculum.models import ProgrammeTable
from curriculum.programme.sheet import Sheet, SheetRow
from curriculum.states import TableState
from partners.models import Approval
from partners.states import Role

if TYPE_CHECKING:
    from datetime import datetime

    from partners.models import Member

KEY = "programme-table"
READERS = frozenset(set(Role) - {Role.OPERATOR})
FACTS = ("department", "approval", "committee_approval")


def prepare(member: Member) -> tuple[dict[str, Any], datetime]:
    """Asked for from the report centre, it is about the table of those who entered last."""
    with acting_as(member.actor):
        known = ProgrammeTable.objects.visible_to(member).filter(state=TableState.APPROVED)
        newest = known.order_by("-entry_year", "department", "-version").first()
    return ({"newest": newest.pk} if newest else {}), timezone.now()


def build(context: ReportContext) -> Document:
    """One part: a table is short."""
    member, asked = context.member, context.parameters
    number = asked.get("table") or asked.get("newest")
    known = ProgrammeTable.objects.visible_to(member).select_related(*FACTS)
    found, school = context.as_member(lambda: (known.filter(pk=number).first(), member.consortium.school))
    blocks = context.part("table", lambda: [_block(found, member)])
    return Document(
        title=_title(found) if found else _("There is no programme table yet."),
        organisation=str(school),
        reference_date=timezone.localtime(context.snapshot_at).date(),
        snapshot_at=context.snapshot_at,
        blocks=tuple(blocks),
        basis=_basis(found) if found else (),
        banner=_("This programme table is invented for the demo.") if found and found.is_demo else "",
        landscape=True,
    )


def _title(table: ProgrammeTable) -> str:
    words = {"year": table.entry_year, "department": table.department}
    return _("Programme table of %(department)s for entrants of %(year)s") % words


def _basis(table: ProgrammeTable) -> tuple[tuple[str, str], ...]:
    """Curriculum, version, state and the decisions that it rests on."""
    facts = [
        (_("Curriculum generation"), table.get_generation_display()),
        (_("Version"), str(table.version)),
        (_("State"), table.get_state_display()),
    ]
    if table.approval_id:
        facts += [
            (_("Curriculum committee"), _decision(table.committee_approval)),
            (_("Steering committee"), _decision(table.approval)),
        ]
    return tuple(facts)


def _decision(approval: Approval) -> str:
    return f"{approval} ({official_date(approval.on)})"


def _block(table: ProgrammeTable | None, member: Member) -> Block:
    if table is None:
        return Item(_("There is no programme table yet."))
    sheet = Sheet(table, member)
    rows = tuple(_row(one) for one in sheet.rows)
    return Table(
        caption=_("Programme table"),
        unit=_("(unit: credits)"),
        columns=_columns(),
        rows=rows + tuple(_sum(one) for one in sheet.sums),
        notes=_notes(sheet),
        totals=len(sheet.sums),
        groups=(("", 6), (_("Grade 1"), 2), (_("Grade 2"), 2), (_("Grade 3"), 2), ("", 3)),
    )


def _columns() -> tuple[Column, ...]:
    first, second = _("1st term"), _("2nd term")
    terms = tuple(
        Column(term, decimals=0, width=6, is_centred=True) for _grade in (1, 2, 3) for term in (first, second)
    )
    return (
        Column(_("Area"), width=11, merges=True),
        Column(_("Subject group"), width=16, merges=True),
        Column(_("Subject kind"), width=13, merges=True),
        Column(_("School subject"), width=36),
        Column(_("Standard credits"), decimals=0, width=8, is_centred=True),
        Column(_("Operated credits"), decimals=0, width=8, is_centred=True),
        *terms,
        Column(_("Total"), decimals=0, width=7, is_centred=True),
        Column(_("Required"), width=7, is_centred=True),
        Column(_("Remarks"), width=46),
    )


def _row(one: SheetRow) -> tuple[object, ...]:
    row = one.row
    return (
        one.area,
        row.subject.group_in_words,
        str(row.subject.kind_in_words),
        str(row.subject),
        row.subject.standard_credits,
        row.credits,
        *(value or None for value in row.by_semester),
        row.credits,
        _("required") if row.is_required else "",
        ", ".join(_remarks(one)),
    )


def _remarks(one: SheetRow) -> list[str]:
    row = one.row
    words = [row.choice_group] if row.choice_group else []
    words += [_("joint course")] if row.is_joint else []
    if row.subject.is_school_created:
        words.append(_("school-created, not approved") if row.subject.lacks_approval else _("school-created"))
    return words + ([row.note] if row.note else [])


def _sum(one: Any) -> tuple[object, ...]:
    return (one.label or _("Total"), "", "", "", None, one.total, *one.by_semester, one.total, "", "")


def _notes(sheet: Sheet) -> tuple[str, ...]:
    """How choices count, and what the rules say."""
    notes = [_("Of the subjects of a choice group, one is taken: it counts once in the totals.")]
    if sheet.broken:
        words = ngettext("%(count)s rule is broken: ", "%(count)s rules are broken: ", len(sheet.broken))
        text = "; ".join(f"{one.title} – {one.text}" for one in sheet.broken)
        notes.append(words % {"count": len(sheet.broken)} + text)
    if sheet.unconfirmed:
        words = ngettext(
            "%(count)s of the rules applied is unconfirmed.",
            "%(count)s of the rules applied are unconfirmed.",
            sheet.unconfirmed,
        )
        notes.append(words % {"count": sheet.unconfirmed})
    return tuple(notes)


register(
    Report(
        key=KEY,
        title=gettext_lazy("Programme table"),
        purpose=gettext_lazy("The three-year table of a department in the official columns."),
        roles=READERS,
        build=build,
        prepare=prepare,
        order=45,
    )
)
