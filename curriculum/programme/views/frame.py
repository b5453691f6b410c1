"""What the pages about tables share."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from consortium.shell.forms import show_refusal
from curriculum.models import ProgrammeRow, ProgrammeTable

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from django.forms import BaseForm


def find_table(request: HttpRequest, pk: int) -> ProgrammeTable:
    """The table, where this member may know it."""
    known = ProgrammeTable.objects.visible_to(request.member)
    facts = ("department", "consortium", "based_on__department", "approval", "committee_approval")
    return get_object_or_404(known.select_related(*facts), pk=pk)


def find_row(request: HttpRequest, pk: int) -> ProgrammeRow:
    """The row, where this member may know its table."""
    known = ProgrammeRow.objects.visible_to(request.member)
    return get_object_or_404(known.select_related("subject", "table__department", "table__consortium"), pk=pk)


def asked(
    request: HttpRequest,
    form: BaseForm,
    write: Callable[[], Any],
    table: ProgrammeTable | None,
    *,
    title: str,
    text: str,
    done: str,
    tone: str = "primary",
    **context: object,
) -> HttpResponse:
    """A page that says what a step means, and takes it; done, it leads to the table."""
    if form.is_valid():
        try:
            written = write()
        except ValidationError as error:
            show_refusal(form, error)
            context["under_way"] = getattr(error, "table", None)
        else:
            messages.success(request, done)
            return redirect(written)
    context |= {"form": form, "table": table, "title": title, "text": text, "tone": tone}
    return render(request, "curriculum/table_step.html", context, status=422 if form.errors else 200)
