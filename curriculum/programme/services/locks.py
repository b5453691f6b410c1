"""Locks of programme tables: one writer at a time; the policy comes before the lock."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from consortium.workflow import StateConflict
from curriculum.models import ProgrammeTable
from curriculum.programme import policies

if TYPE_CHECKING:
    from partners.models import Member


def lock_table(pk: int, *, by: Member) -> ProgrammeTable:
    """The table as it is now, held until the end of the transaction."""
    known = ProgrammeTable.objects.visible_to(by).select_related("department", "consortium")
    return known.select_for_update(of=("self",)).get(pk=pk)


def lock_draft(table: ProgrammeTable, *, by: Member) -> ProgrammeTable:
    """A draft that this member writes; one that went before the committees meanwhile is a conflict."""
    policies.edits(by, table).require()
    locked = lock_table(table.pk, by=by)
    if not locked.is_draft:
        raise StateConflict(
            locked,
            _("This table is no draft any more, so nothing was changed. It is now “%(state)s”.")
            % {"state": locked.get_state_display()},
        )
    return locked
