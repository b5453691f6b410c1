"""Pages of imports: my imports, a new one, its columns, its preview, what became of it."""

from __future__ import annotations

from io import BytesIO

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST
from django_htmx.http import HttpResponseClientRedirect

from consortium.imports import giving_back, policies, services
from consortium.imports.forms import ColumnsForm, HeaderForm, SheetForm, UploadForm
from consortium.imports.lines import page_of
from consortium.imports.models import Import, Row
from consortium.imports.presentation import counts_of, filters_of, rows_on_page, table_of
from consortium.imports.reading import Unreadable
from consortium.imports.registry import Target, find, targets_for
from consortium.imports.states import ImportState, Outcome
from consortium.shell.forms import by_form, sent
from consortium.shell.lists import paginate

PAGE = 50
NEWEST_FIRST = (("-created_at", "-id"),)
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_GET
def imports(request: HttpRequest) -> HttpResponse:
    """What I may bring, and what I brought."""
    policies.imports_something(request.member).require()
    mine = Import.objects.visible_to(request.member).select_related("consortium").defer("sample")
    context = {
        "page": paginate(mine, request, order=NEWEST_FIRST, size=20),
        "targets": targets_for(request.member),
    }
    return render(request, "imports/list.html", context)


@by_form
def upload(request: HttpRequest, key: str) -> HttpResponse:
    """Bring a file; a worker reads it, and the page then shows how far that is."""
    target = _target(request, key)
    form = UploadForm(*((request.POST, request.FILES) if request.method == "POST" else ()))
    if form.is_valid():
        file = form.cleaned_data["file"]
        try:
            imported = services.upload_file(
                target,
                by=request.member,
                name=file.name,
                content=file,
                size=file.size,
                language=get_language() or "ko",
            )
        except Unreadable as fault:
            form.add_error("file", str(fault))
        else:
            return redirect(imported)
    context = {"target": target, "form": form, "days": settings.IMPORT_DAYS}
    return render(request, "imports/upload.html", context, status=422 if form.is_bound else 200)


@require_GET
def example(request: HttpRequest, key: str) -> HttpResponse:
    """A list with the right column names and two invented rows."""
    target = _target(request, key)
    book = BytesIO()
    giving_back.write_example(target, book)
    book.seek(0)
    name = _("Example – %(list)s") % {"list": target.label}
    return FileResponse(book, as_attachment=True, filename=f"{name}.xlsx", content_type=XLSX)


@require_GET
def one(request: HttpRequest, pk: str) -> HttpResponse:
    """How far it is, or what became of it; a step that waits for the person leads there."""
    imported = _import(request, pk)
    waiting = {ImportState.MAPPING: "imports:columns", ImportState.PREVIEW: "imports:preview"}
    if imported.state in waiting:
        there = reverse(waiting[imported.state], args=[request.member.consortium.slug, imported.pk])
        return HttpResponseClientRedirect(there) if request.htmx else redirect(there)
    if request.htmx and not imported.is_at_work:
        return HttpResponseClientRedirect(imported.get_absolute_url())
    template = "imports/_progress.html" if request.htmx else "imports/import.html"
    after = imported.into.after_url if imported.into else ""
    context = {
        "imported": imported,
        "counts": counts_of(imported),
        "after_url": reverse(after, args=[request.member.consortium.slug]) if after else "",
    }
    if not request.htmx and imported.is_kept:
        wrong = Row.objects.visible_to(request.member).filter(imported=imported).given_back()
        context["page"] = _rows(request, imported, wrong)
    return render(request, template, context)


@by_form
def columns(request: HttpRequest, pk: str) -> HttpResponse:
    """Which column of the file is which field."""
    imported = _import(request, pk)
    policies.steers(request.member, imported).require()
    if imported.state not in (ImportState.MAPPING, ImportState.PREVIEW):
        return redirect(imported)
    services.record_reading(imported, by=request.member, action="sampled", rows=len(imported.sample))
    header = services.header_of(imported)
    form = ColumnsForm(sent(request), imported=imported, header=header)
    if form.is_valid():
        try:
            services.choose_columns(imported, by=request.member, mapping=form.mapping)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            return redirect(imported)
    return _columns_page(request, imported, form, status=422 if form.is_bound else 200)


@require_POST
def layout(request: HttpRequest, pk: str) -> HttpResponse:
    """Another sheet, or another row of column names."""
    imported = _import(request, pk)
    sheets = "sheet" in request.POST
    form = (SheetForm if sheets else HeaderForm)(request.POST, imported=imported)
    if form.is_valid():
        choose = services.choose_sheet if sheets else services.choose_header
        try:
            choose(imported, by=request.member, **form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            return redirect(imported)
    policies.steers(request.member, imported).require()
    if imported.state not in (ImportState.MAPPING, ImportState.PREVIEW):
        return redirect(imported)
    header = services.header_of(imported)
    known = ColumnsForm(imported=imported, header=header)
    return _columns_page(request, imported, known, status=422, layout_form=form)


@require_GET
def preview(request: HttpRequest, pk: str) -> HttpResponse:
    """What will happen to each row, before anything does."""
    imported = _import(request, pk)
    if imported.state != ImportState.PREVIEW:
        return redirect(imported)
    rows = Row.objects.visible_to(request.member).filter(imported=imported)
    wanted = request.GET.get("outcome", "")
    if wanted in Outcome.values:
        rows = rows.filter(outcome=wanted)
    context = {
        "imported": imported,
        "filters": filters_of(imported, wanted),
        "page": _rows(request, imported, rows),
        "left_out": table_of(imported).unused,
        "twin": _taken_over_before(request, imported),
    }
    return render(request, "imports/preview.html", context)


@require_POST
def confirm(request: HttpRequest, pk: str) -> HttpResponse:
    """Take over what the preview showed."""
    seen = request.POST.get("version", "")
    version = int(seen) if seen.isascii() and seen.isdigit() and len(seen) < 9 else -1
    imported = services.confirm_import(_import(request, pk), by=request.member, version=version)
    return redirect(imported)


@require_POST
def retry(request: HttpRequest, pk: str) -> HttpResponse:
    return redirect(services.retry_import(_import(request, pk), by=request.member))


@require_POST
def discard(request: HttpRequest, pk: str) -> HttpResponse:
    services.throw_away(_import(request, pk), by=request.member)
    messages.success(request, _("The import is thrown away. The file and its rows are being destroyed."))
    return redirect("imports:list", request.member.consortium.slug)


@require_GET
def faulty(request: HttpRequest, pk: str) -> HttpResponse:
    """The rows to correct, as a spreadsheet."""
    imported = _import(request, pk)
    policies.steers(request.member, imported).require()
    if not imported.to_correct or not imported.is_kept or not imported.faulty.is_file():
        raise Http404
    services.record_reading(imported, by=request.member, action="given back", rows=imported.to_correct)
    name = _("To correct – %(file)s") % {"file": imported.file_name.rsplit(".", 1)[0]}
    response = FileResponse(
        imported.faulty.open("rb"), as_attachment=True, filename=f"{name}.xlsx", content_type=XLSX
    )
    response["X-Content-Type-Options"] = "nosniff"
    return response


def _target(request: HttpRequest, key: str) -> Target:
    target = find(key)
    if target is None:
        raise Http404
    target.policy(request.member).require()
    return target


def _import(request: HttpRequest, pk: str) -> Import:
    mine = Import.objects.visible_to(request.member).select_related("consortium")
    return get_object_or_404(mine, pk=pk)


def _columns_page(
    request: HttpRequest, imported: Import, form: ColumnsForm, *, status: int, layout_form: object = None
) -> HttpResponse:
    context = {
        "imported": imported,
        "form": form,
        "table": table_of(imported),
        "header_form": layout_form if isinstance(layout_form, HeaderForm) else HeaderForm(imported=imported),
        "sheet_form": SheetForm(imported=imported) if len(imported.sheets) > 1 else None,
    }
    return render(request, "imports/columns.html", context, status=status)


def _rows(request: HttpRequest, imported: Import, rows: object) -> object:
    page = page_of(imported, rows, request, PAGE)
    services.record_reading(imported, by=request.member, action="shown", rows=len(page.rows))
    page.rows = rows_on_page(imported, page.rows)
    return page


def _taken_over_before(request: HttpRequest, imported: Import) -> Import | None:
    """The very same file, taken over earlier."""
    mine = Import.objects.visible_to(request.member).select_related("consortium").exclude(pk=imported.pk)
    same = mine.filter(sha256=imported.sha256, target=imported.target, state=ImportState.DONE)
    return same.order_by("-finished_at").first()
