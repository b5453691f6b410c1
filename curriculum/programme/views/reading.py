"""Reading tables: the list, one table with its rules, two versions side by side, the file."""

from __future__ import annotations

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from consortium.reports.services import request_report
from consortium.shell.lists import paginate
from curriculum.models import SEMESTERS, ProgrammeTable, Student
from curriculum.programme import policies
from curriculum.programme.comparing import Change, Pair, compare
from curriculum.programme.filters import TableFilter
from curriculum.programme.reports import KEY
from curriculum.programme.sheet import Sheet
from curriculum.programme.views.frame import find_table
from curriculum.states import TableState
from curriculum.terms import semester_in_words

ORDERS = (("-entry_year", "department", "-version"), ("state", "-entry_year"))


@require_safe
def tables(request: HttpRequest) -> HttpResponse:
    """The tables that this member may know, the newest entry year first."""
    member = request.member
    known = ProgrammeTable.objects.visible_to(member).select_related("department", "consortium")
    filterset = TableFilter(request.GET, known, request=request)
    context = {
        "filterset": filterset,
        "page": paginate(filterset.qs.with_subjects(), request, order=ORDERS),
        "mine": _of_myself(request),
        "may_edit": policies.edits(member),
    }
    return render(request, "curriculum/tables.html", context)


@require_safe
def table(request: HttpRequest, pk: int) -> HttpResponse:
    """One table in the official columns, with the rules of its entry year at the side."""
    found, member = find_table(request, pk), request.member
    context = {
        "table": found,
        "sheet": Sheet(found, member),
        "others": _others(request, found),
        "may_edit": policies.edits(member, found),
        "may_submit": policies.submits(member, found),
        "may_approve": policies.approves(member, found),
    }
    return render(request, "curriculum/table.html", context)


@require_safe
def table_compare(request: HttpRequest, pk: int) -> HttpResponse:
    """Two versions side by side; without a choice it is compared with the one it is based on."""
    found, member = find_table(request, pk), request.member
    others = list(_others(request, found))
    earlier = [one for one in others if (one.entry_year, one.version) < (found.entry_year, found.version)]
    asked = request.GET.get("with", "")
    if asked:
        number = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 19 else 0
        other = get_object_or_404(
            ProgrammeTable.objects.visible_to(member).select_related("department", "consortium"), pk=number
        )
    else:
        likely = [one for one in others if one.pk == found.based_on_id] + earlier + others
        other = likely[0] if likely else None
    before = Sheet(other, member) if other else None
    after = Sheet(found, member)
    differences = compare(before.stored, after.stored) if before else []
    only_changed = request.GET.get("only") == "changed"
    count = {change: sum(one.change == change for one in differences) for change in Change}
    context = {
        "table": found,
        "other": other,
        "others": others,
        "differences": [one for one in differences if not only_changed or one.change != Change.SAME],
        "only_changed": only_changed,
        "semesters": [semester_in_words(one) for one in SEMESTERS],
        "counts": [(change.label, count[change]) for change in Change],
        "totals": _totals(before, after) if before else [],
    }
    return render(request, "curriculum/table_compare.html", context)


def _totals(before: Sheet, after: Sheet) -> list[Pair]:
    """The sums of both, semester by semester and in all."""
    sums = [(*one.totals.by_semester, one.totals.total) for one in (before, after)]
    return [Pair("credits", *pair) for pair in zip(*sums, strict=True)]


@require_POST
def table_file(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask for the table as PDF and XLSX in the official layout."""
    found = find_table(request, pk)
    request_report(
        KEY,
        by=request.member,
        formats=(),
        language=request.LANGUAGE_CODE,
        parameters={"table": found.pk},
    )
    messages.success(request, _("The table is being written. PDF and XLSX appear here when they are ready."))
    return redirect("reports:list", request.member.consortium.slug)


def _others(request: HttpRequest, table: ProgrammeTable) -> QuerySet[ProgrammeTable]:
    """Other tables of the same department, which it can be compared with."""
    known = ProgrammeTable.objects.visible_to(request.member).filter(department=table.department_id)
    return known.exclude(pk=table.pk).select_related("department", "consortium")


def _of_myself(request: HttpRequest) -> ProgrammeTable | None:
    """The table that holds for the student who asks."""
    if policies.has_an_own_table(request.member):
        own = Student.objects.visible_to(request.member).first()
        if own is not None:
            known = ProgrammeTable.objects.visible_to(request.member).filter(state=TableState.APPROVED)
            same = known.filter(department=own.department_id, entry_year=own.entry_year)
            return same.select_related("department", "consortium").first()
    return None
