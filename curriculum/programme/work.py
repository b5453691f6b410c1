"""What programme tables ask of those who write and approve them, on their home page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Prefetch
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from consortium.rules.calendar import first_day_of
from consortium.shell.work import MOST, Source, WorkItem, register
from curriculum.models import ProgrammeRow, ProgrammeTable
from curriculum.programme import policies
from curriculum.programme.check import check
from curriculum.programme.rulebook import rulebook_of
from curriculum.programme.totals import line_of
from curriculum.states import TableState

if TYPE_CHECKING:
    from partners.models import Member


def waiting_for_approval(member: Member) -> list[WorkItem]:
    """Tables before the committees, for the one who approves them."""
    if not policies.approves(member):
        return []
    found = _known(member).filter(state=TableState.IN_REVIEW).order_by("entry_year", "pk")[:MOST]
    return [
        WorkItem(
            str(table),
            reverse("curriculum:table", args=[member.consortium.slug, table.pk]),
            _("Look at it"),
            due=first_day_of(table.entry_year),
            detail=_("A programme table waits for your approval."),
        )
        for table in found
    ]


def drafts_to_finish(member: Member) -> list[WorkItem]:
    """Drafts with what still breaks a rule in them, for the one who writes them; first sent-back ones."""
    if not policies.edits(member):
        return []
    rows = ProgrammeRow.objects.visible_to(member).select_related("subject")
    drafts = _known(member).filter(state=TableState.DRAFT, entry_year__gte=timezone.localdate().year)
    found = drafts.order_by("entry_year", "pk").prefetch_related(Prefetch("rows", rows))[:MOST]
    books = {year: rulebook_of(year) for year in {table.entry_year for table in found}}
    items = []
    for table in found:
        lines = [line_of(row) for row in table.rows.all()]
        broken = sum(one.is_broken for one in check(lines, books[table.entry_year]))
        items.append(
            WorkItem(
                str(table),
                reverse("curriculum:table_edit", args=[member.consortium.slug, table.pk]),
                _("Open the editor"),
                due=first_day_of(table.entry_year),
                detail=_what_is_left(table, broken),
            )
        )
    return items


def _what_is_left(table: ProgrammeTable, broken: int) -> str:
    if table.sent_back_because:
        return _("Sent back: %(reason)s") % {"reason": table.sent_back_because}
    if not broken:
        return _("Keeps every rule. Bring it before the committees.")
    words = ngettext("%(count)s rule is broken", "%(count)s rules are broken", broken)
    return words % {"count": broken}


def _known(member: Member) -> object:
    return ProgrammeTable.objects.visible_to(member).select_related("department")


register(Source("waits", waiting_for_approval))
register(Source("waits", drafts_to_finish))
