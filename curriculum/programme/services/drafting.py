"""New tables: empty, copied to the next entry year, or as the next version of an approved one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from curriculum.models import Department, ProgrammeRow, ProgrammeTable, Subject
from curriculum.programme import policies
from curriculum.programme.rows import cells_of
from curriculum.programme.rulebook import known_generations, rulebook_of
from curriculum.programme.services.editing import GAP
from curriculum.programme.services.locks import lock_draft
from curriculum.states import Generation, TableState

if TYPE_CHECKING:
    from partners.models import Member

OPEN = (TableState.DRAFT, TableState.IN_REVIEW)


class UnderWay(ValidationError):
    """Another version for the same entrants is being written; `table` is that one."""

    def __init__(self, table: ProgrammeTable) -> None:
        text = _(
            "A version for this department and entry year is being written already. Go on with that one."
        )
        super().__init__({"entry_year": text})
        self.table = table


@transaction.atomic
def create_table(
    *, by: Member, department: Department, entry_year: int, generation: Generation | None = None
) -> ProgrammeTable:
    """An empty draft; the rules of the entry year say which curriculum it follows."""
    policies.edits(by).require()
    department = _locked_department(department, by=by)
    generation = _followed_by(entry_year, generation)
    return _next_version(department, entry_year, generation, None, by=by)


@transaction.atomic
def copy_table(
    source: ProgrammeTable, *, by: Member, entry_year: int
) -> tuple[ProgrammeTable, list[Subject]]:
    """A draft with the rows of an earlier table, and the subjects that its curriculum does not know.

    For the same entry year it is the next version, which replaces the approved one once it is approved.
    """
    policies.edits(by, source).require()
    department = _locked_department(source.department, by=by)
    generation = _followed_by(entry_year, Generation(source.generation))
    table = _next_version(department, entry_year, generation, source, by=by)
    rows = list(ProgrammeRow.objects.visible_to(by).filter(table=source).select_related("subject"))
    if generation != source.generation:
        names = [row.subject.name for row in rows]
        known = Subject.objects.visible_to(by).filter(school=by.partner_id, generation=generation)
        same = {one.name: one for one in known.filter(name__in=names)}
    else:
        same = {row.subject.name: row.subject for row in rows}
    copied = [row for row in rows if row.subject.name in same]
    ProgrammeRow.objects.bulk_create(
        ProgrammeRow(
            table=table,
            school_id=table.school_id,
            subject=same[row.subject.name],
            position=place * GAP,
            **cells_of(row),
        )
        for place, row in enumerate(copied, start=1)
    )
    return table, [row.subject for row in rows if row.subject.name not in same]


@transaction.atomic
def discard(table: ProgrammeTable, *, by: Member) -> None:
    """Throw a draft away with its rows and steps."""
    table = lock_draft(table, by=by)
    if table.successors.exists():
        raise ValidationError(_("Another table is based on this draft. Throw that one away first."))
    table.delete()


def _locked_department(department: Department, *, by: Member) -> Department:
    """Two people who begin a table of one department take turns, or both would make the same version."""
    known = Department.objects.visible_to(by).filter(school=by.partner_id)
    return known.select_for_update(of=("self",)).get(pk=department.pk)


def _followed_by(entry_year: int, otherwise: Generation | None) -> Generation:
    """The curriculum of these entrants by the dated rules; only where there are none, it may be chosen."""
    found = rulebook_of(entry_year).generation
    if found is None and (known := known_generations()):
        words = _("Entrants of %(year)s follow no curriculum that is known here. Possible: %(possible)s.")
        possible = ", ".join(_span(*one) for one in known)
        raise ValidationError({"entry_year": words % {"year": entry_year, "possible": possible}})
    found = found or otherwise
    if found is None:
        words = _("No rule says which curriculum these entrants follow. Choose it.")
        raise ValidationError({"generation": words})
    return found


def _span(generation: Generation, first: int | None, last: int | None) -> str:
    facts = {"first": first, "last": last, "generation": generation.label}
    if first and last:
        return _("%(first)s to %(last)s (%(generation)s)") % facts
    if first:
        return _("from %(first)s (%(generation)s)") % facts
    return _("until %(last)s (%(generation)s)") % facts if last else str(generation.label)


def _next_version(
    department: Department,
    entry_year: int,
    generation: Generation,
    source: ProgrammeTable | None,
    *,
    by: Member,
) -> ProgrammeTable:
    versions = ProgrammeTable.objects.visible_to(by).filter(department=department, entry_year=entry_year)
    open_one = versions.filter(state__in=OPEN).select_related("department", "consortium").first()
    if open_one is not None:
        raise UnderWay(open_one)
    table = ProgrammeTable(
        consortium_id=by.consortium_id,
        school_id=by.partner_id,
        department=department,
        entry_year=entry_year,
        version=(versions.aggregate(last=Max("version"))["last"] or 0) + 1,
        generation=generation,
        based_on=source,
    )
    table.clean_fields()
    table.save()
    return table
