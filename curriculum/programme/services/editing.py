"""Editing a draft: each step is kept with what stood there before, so that it can be undone.

Two people may write one table. A cell says what its editor saw in it; where something else stands there
by now, nothing is written and the conflict names what does, and who wrote it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from consortium.workflow import StateConflict
from curriculum.models import ProgrammeEdit, ProgrammeRow, ProgrammeTable, Subject
from curriculum.programme.rows import CELLS, CONTENT, content_of
from curriculum.programme.services.locks import lock_draft

if TYPE_CHECKING:
    from collections.abc import Mapping

    from partners.models import Member

GAP = 10  # between positions, so that a row fits between two others


@dataclass(eq=False)
class CellConflict(StateConflict):
    """Cells that hold something else than their editor saw; `cells` maps their names to what is there."""

    row: ProgrammeRow
    cells: dict[str, Any]
    by: str = ""

    def __post_init__(self) -> None:
        super().__init__(self.row, _("Somebody else has changed this cell in the meantime."))


@transaction.atomic
def change_row(
    row: ProgrammeRow, *, by: Member, seen: Mapping[str, Any], values: Mapping[str, Any]
) -> ProgrammeRow:
    """Write cells of a row; `seen` is what its editor saw in them. What is unchanged is left alone."""
    row = _locked_row(row, by=by)
    wanted = {name: value for name, value in values.items() if name in CELLS}
    taken = {
        name: getattr(row, name)
        for name, value in wanted.items()
        if name in seen and value != seen[name] and getattr(row, name) not in (seen[name], value)
    }
    if taken:
        raise CellConflict(row, taken, _last_editor(row, taken))
    changed = {
        name: value
        for name, value in wanted.items()
        if value != seen.get(name, getattr(row, name)) and value != getattr(row, name)
    }
    if not changed:
        return row
    before = {name: getattr(row, name) for name in changed}
    for name, value in changed.items():
        setattr(row, name, value)
    row.clean_fields(exclude=["table", "school", "subject", "credits"])
    row.save(update_fields=[*changed])
    _keep(row.table, row.pk, before, changed, by=by)
    row.refresh_from_db(fields=["credits"])
    return row


@transaction.atomic
def add_row(table: ProgrammeTable, *, by: Member, subject: Subject, **values: Any) -> ProgrammeRow:
    """One more subject at the end of its kind; sent twice it is there once."""
    table = lock_draft(table, by=by)
    same = ProgrammeRow.objects.visible_to(by).filter(table=table, subject=subject).first()
    if same is not None:
        return same
    subject = Subject.objects.visible_to(by).get(pk=subject.pk, school=by.partner_id)
    if subject.generation != table.generation:
        raise ValidationError({"subject": _("This subject belongs to another curriculum.")})
    row = ProgrammeRow(table=table, school_id=table.school_id, subject=subject, **values)
    row.position = _room_for(table, subject, by=by)
    row.clean_fields(exclude=["table", "school", "subject", "credits"])
    row.save()
    _keep(table, row.pk, {}, content_of(row), by=by)
    return row


@transaction.atomic
def remove_row(row: ProgrammeRow, *, by: Member) -> ProgrammeTable:
    """Take a subject out of the table; it can be undone."""
    row = _locked_row(row, by=by)
    table, pk, before = row.table, row.pk, content_of(row)
    row.delete()
    _keep(table, pk, before, {}, by=by)
    return table


@transaction.atomic
def move_row(row: ProgrammeRow, *, by: Member, up: bool) -> ProgrammeRow:
    """Change places with the row above or below; at the edge nothing happens."""
    row = _locked_row(row, by=by)
    rows = list(ProgrammeRow.objects.visible_to(by).filter(table=row.table))
    place = [one.pk for one in rows].index(row.pk)
    other = place - 1 if up else place + 1
    if not 0 <= other < len(rows):
        return row
    rows[place], rows[other] = rows[other], rows[place]
    for position, one in enumerate(rows, start=1):
        if one.position != position * GAP:
            ProgrammeRow.objects.filter(pk=one.pk).update(position=position * GAP)
    row.refresh_from_db(fields=["position"])
    # Undone, it goes back to the other side of the row it changed places with.
    back = row.position + (GAP + GAP // 2 if up else -GAP - GAP // 2)
    _keep(row.table, row.pk, {"position": back}, {"position": row.position}, by=by)
    return row


@transaction.atomic
def undo(table: ProgrammeTable, *, by: Member) -> ProgrammeEdit | None:
    """Take back this person's last step; refused (409) where somebody else has written over it."""
    table = lock_draft(table, by=by)
    mine = ProgrammeEdit.objects.visible_to(by).filter(table=table, by=by, undone_at=None)
    edit = mine.order_by("-number").first()
    if edit is None:
        return None
    row = ProgrammeRow.objects.visible_to(by).filter(table=table, pk=edit.row).first()
    _take_back(edit, row, table)
    ProgrammeEdit.objects.filter(pk=edit.pk).update(undone_at=timezone.now())
    return edit


def _take_back(edit: ProgrammeEdit, row: ProgrammeRow | None, table: ProgrammeTable) -> None:
    if (row is None) != (not edit.after):
        raise StateConflict(table, _("Somebody else has added or removed this row in the meantime."))
    if row is None:
        if ProgrammeRow.objects.filter(table=table, subject=edit.before["subject"]).exists():
            raise StateConflict(table, _("Somebody else has added or removed this row in the meantime."))
        facts = {name: value for name, value in edit.before.items() if name != "subject"}
        ProgrammeRow.objects.create(
            pk=edit.row, table=table, school_id=table.school_id, subject_id=edit.before["subject"], **facts
        )
        return
    present = content_of(row)
    written_over = {
        name: present[name]
        for name, value in edit.after.items()
        if present[name] != value and name != "position"
    }
    if written_over:
        raise CellConflict(row, written_over, _last_editor(row, written_over))
    if not edit.before:
        row.delete()
        return
    for name, value in edit.before.items():
        setattr(row, name, value)
    row.save(update_fields=[name for name in edit.before if name in CONTENT])


def _locked_row(row: ProgrammeRow, *, by: Member) -> ProgrammeRow:
    """The row as it is now, after its table; one that somebody removed is a conflict."""
    table = lock_draft(row.table, by=by)
    known = ProgrammeRow.objects.visible_to(by).select_related("subject").filter(pk=row.pk, table=table)
    found = known.first()
    if found is None:
        raise StateConflict(table, _("Somebody else has taken this row out in the meantime."))
    found.table = table
    return found


def _room_for(table: ProgrammeTable, subject: Subject, *, by: Member) -> int:
    """After the last row of the same kind, else at the end; rows below make room."""
    rows = list(ProgrammeRow.objects.visible_to(by).filter(table=table).select_related("subject"))
    alike = [place for place, one in enumerate(rows) if one.subject.kind == subject.kind]
    after = alike[-1] + 1 if alike else len(rows)
    for place, one in enumerate(rows):
        position = (place + (place >= after) + 1) * GAP
        if one.position != position:
            ProgrammeRow.objects.filter(pk=one.pk).update(position=position)
    return (after + 1) * GAP


def _keep(
    table: ProgrammeTable, row: int, before: Mapping[str, Any], after: Mapping[str, Any], *, by: Member
) -> None:
    last = ProgrammeEdit.objects.filter(table=table).aggregate(last=Max("number"))["last"] or 0
    ProgrammeEdit.objects.create(
        table=table,
        school_id=table.school_id,
        number=last + 1,
        by=by,
        row=row,
        before=dict(before),
        after=dict(after),
    )


def _last_editor(row: ProgrammeRow, cells: Mapping[str, Any]) -> str:
    """Who wrote one of these cells last, as far as the steps tell."""
    edits = ProgrammeEdit.objects.filter(table=row.table_id, row=row.pk).select_related("by__user")
    edit = edits.filter(after__has_any_keys=list(cells)).order_by("-number").first()
    return edit.by.user.name if edit else ""
