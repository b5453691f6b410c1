"""The report centre: what there is, what is being made, what is ready."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from consortium.audit.services import Circumstances
from consortium.reports import exports, policies, services
from consortium.reports.document import official_name
from consortium.reports.formats import CONTENT_TYPES
from consortium.reports.forms import DownloadForm, RequestForm
from consortium.reports.models import Job, ReportFile
from consortium.reports.registry import Report, find, reports_for
from consortium.reports.states import Format
from consortium.shell.forms import by_form, sent
from consortium.shell.lists import paginate

if TYPE_CHECKING:
    from consortium.shell.people import Member

PAGE = 20
NEWEST_FIRST = (("-created_at", "-id"),)


@require_GET
def centre(request: HttpRequest) -> HttpResponse:
    """Kinds of report, each with its button, and my reports, the newest first."""
    return _page(request, {})


@require_POST
def ask(request: HttpRequest, key: str) -> HttpResponse:
    """Ask for one report; the page then shows how far it is."""
    report = find(key)
    if report is None or not report.is_for(request.member):
        raise Http404
    form = RequestForm(request.POST, report=report)
    if not form.is_valid():
        return _page(request, {key: form}, status=422)
    services.request_report(
        key,
        by=request.member,
        formats=form.cleaned_data["formats"],
        language=get_language() or "ko",
        reason=form.cleaned_data.get("reason", ""),
    )
    return redirect("reports:list", request.member.consortium.slug)


@by_form
def export(request: HttpRequest, key: str) -> HttpResponse:
    """A list as a file: a short one at once, a long one as a job, after a page that says so."""
    found = exports.find(key)
    if found is None or not found.is_for(request.member):
        raise Http404
    if request.method == "POST":
        return _export_later(request, found)
    rows, words = exports.chosen(found, request.member, request.GET)
    short = list(rows[: exports.AT_ONCE + 1])
    if len(short) > exports.AT_ONCE:
        context = {"export": found, "words": words, "at_once": exports.AT_ONCE}
        return render(request, "reports/export.html", context)
    content = exports.spreadsheet(found, request.member, short, words)
    name = official_name(str(found.title), timezone.now(), Format.XLSX)
    disposition = content_disposition_header(as_attachment=True, filename=name)
    headers = {"Content-Disposition": disposition, "X-Content-Type-Options": "nosniff"}
    return HttpResponse(content, content_type=CONTENT_TYPES[Format.XLSX], headers=headers)


def _export_later(request: HttpRequest, found: exports.ListExport) -> HttpResponse:
    services.request_report(
        found.report_key,
        by=request.member,
        formats=["xlsx"],
        language=get_language() or "ko",
        parameters={"query": request.GET.dict()},
    )
    messages.success(request, _("The file is being made. It appears here when it is ready."))
    return redirect("reports:list", request.member.consortium.slug)


@require_POST
def retry(request: HttpRequest, pk: str) -> HttpResponse:
    services.retry_report(_job(request, pk), by=request.member)
    return redirect("reports:list", request.member.consortium.slug)


@require_POST
def cancel(request: HttpRequest, pk: str) -> HttpResponse:
    services.cancel_report(_job(request, pk), by=request.member)
    return redirect("reports:list", request.member.consortium.slug)


def fetch(request: HttpRequest, pk: str) -> HttpResponse:
    """A button makes the link that works once; a report with personal data first asks why."""
    file = get_object_or_404(
        ReportFile.objects.visible_to(request.member).select_related("job__consortium"), pk=pk
    )
    policies.fetches_file(request.member, file).require()
    personal = file.job.report.personal
    form = DownloadForm(sent(request), personal=personal)
    if request.method == "POST" and form.is_valid():
        token = services.make_link(file, by=request.member, reason=form.cleaned_data["reason"])
        return redirect("reports:download", request.member.consortium.slug, token)
    return render(request, "reports/fetch.html", {"file": file, "form": form, "personal": personal})


@require_GET
@never_cache
def download(request: HttpRequest, token: str) -> HttpResponse:
    """The file itself, once; every other visit finds nothing here."""
    try:
        link = services.redeem_link(
            token, by=request.member, address=Circumstances.of_request(request).address
        )
    except services.LinkSpent as error:
        raise Http404 from error
    file = link.file
    if file.job.report.personal:
        request.access_reason = link.reason
    response = FileResponse(
        file.location.open("rb"),
        as_attachment=True,
        filename=file_name(file),
        content_type=CONTENT_TYPES[Format(file.format)],
    )
    response["Cache-Control"] = "no-store"
    response["X-Content-Type-Options"] = "nosniff"
    return response


def file_name(file: ReportFile) -> str:
    return official_name(str(file.job), file.job.snapshot_at, file.format)


def _job(request: HttpRequest, pk: str) -> Job:
    return get_object_or_404(Job.objects.visible_to(request.member), pk=pk)


def _page(request: HttpRequest, forms: dict[str, RequestForm], status: int = 200) -> HttpResponse:
    mine = Job.objects.visible_to(request.member).with_files()
    page = paginate(mine, request, order=NEWEST_FIRST, size=PAGE)
    _say_subjects(page.rows, request.member)
    running = any(job.is_unfinished for job in page.rows)
    context = {"page": page, "running": running, "address": request.get_full_path()}
    if request.htmx:
        return render(request, "reports/_jobs.html", context)
    context["kinds"] = [_kind(request, report, forms) for report in reports_for(request.member)]
    return render(request, "reports/list.html", context, status=status)


def _say_subjects(jobs: list[Job], member: Member) -> None:
    """Give each job what it is about: several reports of one kind would all read the same."""
    for report in {job.kind: job.report for job in jobs if job.report}.values():
        alike = [job for job in jobs if job.kind == report.key]
        for job, about in zip(alike, report.subjects(member, [job.parameters for job in alike]), strict=True):
            job.about = about


def _kind(request: HttpRequest, report: Report, forms: dict[str, RequestForm]) -> dict[str, object]:
    address = reverse("reports:ask", args=[request.member.consortium.slug, report.key])
    return {"report": report, "form": forms.get(report.key) or RequestForm(report=report), "address": address}
