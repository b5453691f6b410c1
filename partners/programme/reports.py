"""The evidence pack of a bid: criterion by criterion, what the records show and what is missing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from consortium.reports.document import Block, Column, Document, Item, Section, Table
from consortium.reports.numbering import official_date
from consortium.reports.registry import Report, ReportContext, register
from consortium.rowlevel import acting_as
from partners.amounts import in_words
from partners.models import Bid, Pledge
from partners.programme.checklist import Chapter, Checklist, Shown, checklist
from partners.querysets import BID_READERS

if TYPE_CHECKING:
    from datetime import datetime

    from partners.models import Member

KEY = "evidence"


def prepare(member: Member) -> tuple[dict[str, Any], datetime]:
    """Asked for from the report centre, it is about the newest bid."""
    with acting_as(member.actor):
        newest = Bid.objects.visible_to(member).order_by("-pk").first()
    return ({"newest": newest.pk} if newest else {}), timezone.now()


def build(context: ReportContext) -> Document:
    """Criteria with their evidence, then the pledges that the bid counts on."""
    member = context.member
    number = context.parameters.get("bid") or context.parameters.get("newest")
    bid = context.as_member(lambda: Bid.objects.visible_to(member).filter(pk=number).first())
    blocks = context.part("criteria", lambda: _criteria(bid, member))
    blocks += context.part("pledges", lambda: _pledges(bid, member))
    basis = [(_("Bid"), str(bid) if bid else _("none yet"))]
    if bid and bid.deadline:
        basis.append((_("Deadline"), official_date(bid.deadline)))
    return Document(
        title=_("Evidence for the evaluation criteria"),
        organisation=str(member.consortium),
        reference_date=context.snapshot_at.astimezone().date(),
        snapshot_at=context.snapshot_at,
        blocks=tuple(blocks),
        basis=tuple(basis),
        banner=_("This consortium is a demo: students, vacancies and amounts are invented.")
        if member.consortium.is_demo
        else "",
    )


def _criteria(bid: Bid | None, member: Member) -> list[Block]:
    if bid is None:
        return [Item(_("There is no bid yet."))]
    found = checklist(bid, member)
    return [_summary(found), *(_chapter(chapter) for chapter in found.chapters)]


def _summary(found: Checklist) -> Section:
    """How far the bid is, on one glance."""
    said = Item(
        _("%(met)s of %(total)s requirements are shown by records or documents.")
        % {"met": found.met, "total": found.total}
    )
    columns = (
        Column(_("Criterion"), None, 60),
        Column(_("Requirements"), 0, 20),
        Column(_("Shown"), 0, 20),
        Column(_("Missing"), 0, 20),
    )
    rows = [(_titled(one), len(one.rows), one.met, len(one.rows) - one.met) for one in found.chapters]
    rows.append((_("Total"), found.total, found.met, found.total - found.met))
    table = Table(_("Requirements by criterion"), _("(Unit: cases)"), columns, tuple(rows), (), 1)
    day = official_date(timezone.localdate())
    today = Item(_("Compared with the records of today (%(today)s).") % {"today": day})
    return Section(_("Summary"), (said, today, table))


def _chapter(chapter: Chapter) -> Section:
    columns = (
        Column(_("What has to be shown"), None, 30),
        Column(_("State"), None, 10),
        Column(_("Evidence"), None, 44),
        Column(_("Still missing"), None, 20),
    )
    caption = _("Requirements and evidence: %(criterion)s") % {"criterion": chapter.criterion}
    table = Table(caption, "", columns, tuple(_row(row) for row in chapter.rows))
    return Section(_titled(chapter), (table,))


def _titled(chapter: Chapter) -> str:
    """The criterion with its points, where they are known."""
    points = chapter.criterion.points
    return f"{chapter.criterion} ({points})" if points else str(chapter.criterion)


def _row(row: Shown) -> tuple[str, ...]:
    lines = [line.text for line in row.found.lines] if row.found else []
    if row.requirement.document:
        lines.append(row.requirement.document)
    missing = "-" if row.is_met else str((row.found and row.found.missing) or _("nothing found"))
    return (
        str(row.requirement),
        _("shown") if row.is_met else _("missing"),
        "; ".join(lines) or "-",
        missing,
    )


def _pledges(bid: Bid | None, member: Member) -> list[Block]:
    if bid is None:
        return []
    counted = Pledge.objects.visible_to(member).for_pages().filter(counted_in__bid=bid)
    rows = tuple(
        (
            str(one.partner),
            one.description,
            in_words(one.amount, one.unit),
            in_words(one.delivered, one.unit),
            f"{official_date(one.starts_on)} ~ {official_date(one.ends_on)}",
        )
        for one in counted.order_by("partner__name", "kind", "pk")
    )
    if not rows:
        return [Item(_("The bid counts on no pledge yet."))]
    columns = (
        Column(_("Partner"), None, 24),
        Column(_("Pledge"), None, 30),
        Column(_("Promised"), 0, 14),
        Column(_("Delivered"), 0, 14),
        Column(_("Period"), None, 32),
    )
    return [Section(_("Pledges of the bid"), (Table(_("Promised and delivered"), "", columns, rows),))]


register(
    Report(
        key=KEY,
        title=gettext_lazy("Evidence for the evaluation criteria"),
        purpose=gettext_lazy(
            "What the records show for each criterion of the newest bid, and what is missing."
        ),
        roles=frozenset(BID_READERS),
        build=build,
        parts=2,
        prepare=prepare,
        order=30,
    )
)
