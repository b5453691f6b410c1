"""The editor of a draft: the grid, one row on a page of its own, adding, moving, removing, undoing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from consortium.shell.forms import by_form, sent, show_refusal
from consortium.workflow import StateConflict
from curriculum.models import ProgrammeEdit, ProgrammeRow, ProgrammeTable
from curriculum.programme import policies, services
from curriculum.programme.comparing import in_words
from curriculum.programme.forms import NewRowForm, RowForm
from curriculum.programme.rows import CELLS, cells_of
from curriculum.programme.services import CellConflict
from curriculum.programme.sheet import Sheet
from curriculum.programme.views.frame import find_row, find_table

if TYPE_CHECKING:
    from partners.models import Member


@require_safe
def table_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """The grid of a draft, edited in place; without script each row has its own button."""
    table, member = find_table(request, pk), request.member
    policies.edits(member, table).require()
    if not table.is_draft:
        messages.warning(request, _("This table is no draft any more, so it cannot be edited."))
        return redirect(table)
    context = {
        "table": table,
        "sheet": Sheet(table, member),
        "new_row": NewRowForm(member=member, table=table, auto_id="new_%s"),
        "last_edit": last_edit(table, member),
    }
    return render(request, "curriculum/table_edit.html", context)


@by_form
def row(request: HttpRequest, pk: int) -> HttpResponse:
    """One row: written from the grid cell by cell, or as a whole on its own page."""
    found, member = find_row(request, pk), request.member
    policies.edits(member, found.table).require()
    if request.accepts("text/html"):
        return _row_page(request, found)
    return _cell(request, found)


def _cell(request: HttpRequest, found: ProgrammeRow) -> HttpResponse:
    """The answer to the grid: what the row says now, or why the cell was not written."""
    name = request.POST.get("cell", "")
    if request.method != "POST" or name not in CELLS:
        return JsonResponse({"message": _("There is no such cell.")}, status=422)
    form = RowForm(request.POST, instance=found, only=name)
    if not form.is_valid():
        return _unwritten(found, name, form.errors.get(name) or form.errors["seen"])
    try:
        written = services.change_row(
            found, by=request.member, seen=form.cleaned_data["seen"], values=form.cells
        )
    except CellConflict as conflict:
        words = _conflict_words(conflict)
        return JsonResponse(
            {"message": words, "cells": conflict.cells, "row": cells_of(conflict.row)}, status=409
        )
    except StateConflict as conflict:
        return JsonResponse({"message": str(conflict.message)}, status=409)
    except ValidationError as error:
        return _unwritten(found, name, error.messages)
    return JsonResponse(_present(request, written))


def _unwritten(row: ProgrammeRow, cell: str, why: list[str]) -> JsonResponse:
    """Which cell it is, because by now somebody may be typing in the next one, and why."""
    label = ProgrammeRow._meta.get_field(cell).verbose_name
    return JsonResponse({"message": f"{row.subject}, {label}: {' '.join(map(str, why))}"}, status=422)


def _present(request: HttpRequest, written: ProgrammeRow) -> dict[str, Any]:
    sheet = Sheet(written.table, request.member)
    context = {"sheet": sheet, "table": written.table, "member": request.member}
    return sheet.as_numbers() | {
        "row": cells_of(written),
        "credits": written.credits,
        "rules": render_to_string("curriculum/_rules.html", context, request),
    }


def _row_page(request: HttpRequest, found: ProgrammeRow) -> HttpResponse:
    form = RowForm(sent(request), instance=found)
    status, conflict = 200, ""
    if form.is_valid():
        try:
            services.change_row(found, by=request.member, seen=form.cleaned_data["seen"], values=form.cells)
        except CellConflict as caught:
            form, conflict, status = _typed_again(form, caught), _conflict_words(caught), 409
        except ValidationError as error:
            show_refusal(form, error)
        else:
            messages.success(request, _("“%(row)s” is saved.") % {"row": found.subject})
            return redirect(_editor(found.table, f"row-{found.pk}"))
    context = {"form": form, "row": found, "table": found.table, "conflict": conflict}
    return render(request, "curriculum/table_row.html", context, status=422 if form.errors else status)


def _typed_again(form: RowForm, conflict: CellConflict) -> RowForm:
    """What was typed stands there still; what this person left alone follows the other's change."""
    seen, present = form.cleaned_data["seen"], cells_of(conflict.row)
    typed = {name: present[name] if value == seen.get(name) else value for name, value in form.cells.items()}
    return RowForm(instance=conflict.row, initial=typed)


def _conflict_words(conflict: CellConflict) -> str:
    labels = {name: ProgrammeRow._meta.get_field(name).verbose_name for name in conflict.cells}
    cells = ", ".join(f"{labels[name]}: {in_words(value)}" for name, value in conflict.cells.items())
    if conflict.by:
        return _("%(by)s has changed this in the meantime. There stands now: %(cells)s.") % {
            "by": conflict.by,
            "cells": cells,
        }
    return _("Somebody else has changed this in the meantime. There stands now: %(cells)s.") % {
        "cells": cells
    }


@by_form
def row_add(request: HttpRequest, pk: int) -> HttpResponse:
    """One more subject in the table."""
    table, member = find_table(request, pk), request.member
    policies.edits(member, table).require()
    form = NewRowForm(sent(request), member=member, table=table)
    if form.is_valid():
        values = form.cells | {"subject": form.cleaned_data["subject"]}
        try:
            added = services.add_row(table, by=member, **values)
        except ValidationError as error:
            show_refusal(form, error)
        else:
            messages.success(request, _("“%(row)s” is part of the table now.") % {"row": added.subject})
            return redirect(_editor(table, f"row-{added.pk}"))
    context = {"form": form, "table": table}
    return render(request, "curriculum/table_row.html", context, status=422 if form.errors else 200)


@require_POST
def row_remove(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a subject out; the editor offers to undo it."""
    found = find_row(request, pk)
    table = services.remove_row(found, by=request.member)
    messages.success(request, _("“%(row)s” is taken out. You can undo this.") % {"row": found.subject})
    return redirect(_editor(table, "totals"))


@require_POST
def row_move(request: HttpRequest, pk: int) -> HttpResponse:
    """Move a row up or down by one place."""
    found = find_row(request, pk)
    moved = services.move_row(found, by=request.member, up=request.POST.get("up") == "1")
    return redirect(_editor(moved.table, f"row-{moved.pk}"))


@require_POST
def table_undo(request: HttpRequest, pk: int) -> HttpResponse:
    """Take back this person's last step."""
    table = find_table(request, pk)
    edit = services.undo(table, by=request.member)
    if edit is None:
        messages.info(request, _("There is nothing of yours to undo."))
        return redirect(_editor(table))
    messages.success(request, _("Your last step is undone."))
    return redirect(_editor(table, _place_of(edit)))


def last_edit(table: ProgrammeTable, member: Member) -> ProgrammeEdit | None:
    """What this person would undo next."""
    mine = ProgrammeEdit.objects.visible_to(member).filter(table=table, by=member, undone_at=None)
    return mine.order_by("-number").first()


def _place_of(edit: ProgrammeEdit) -> str:
    """The cell that a step was about, where it is one of credits; else its row."""
    cells = [name for name in edit.before if name.startswith("semester_")]
    if len(cells) == 1:
        return f"cell-{edit.row}-{cells[0].removeprefix('semester_')}"
    return f"row-{edit.row}" if edit.before else "totals"


def _editor(table: ProgrammeTable, place: str = "") -> str:
    address = reverse("curriculum:table_edit", args=[table.consortium.slug, table.pk])
    return f"{address}#{place}" if place else address
