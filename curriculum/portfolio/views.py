"""Plan and credits, competencies against a job, and the portfolio."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from consortium.reports.services import request_report
from consortium.shell.forms import by_form
from curriculum.models import Student
from curriculum.portfolio import jobs, policies
from curriculum.portfolio.comparing import compare, picture
from curriculum.portfolio.plan import approved_table, plan_of
from curriculum.portfolio.qualifications import progress_of
from curriculum.portfolio.reports import KEY
from curriculum.roster.views.frame import find_student, show
from curriculum.roster.views.own import own_record
from curriculum.tabs import Place


@require_GET
def student_plan(request: HttpRequest, pk: int) -> HttpResponse:
    """A student's plan and credits, for the school."""
    return _plan(request, find_student(request, pk), "curriculum:student_plan", Place.SCHOOL)


@require_GET
def my_plan(request: HttpRequest) -> HttpResponse:
    """The student's own plan and credits."""
    found = own_record(request)
    if found is None:
        return render(request, "curriculum/no_record.html")
    return _plan(request, found, "curriculum:my_plan", Place.OWN)


def _plan(request: HttpRequest, student: Student, tab: str, place: Place) -> HttpResponse:
    return show(
        request,
        "curriculum/portfolio/plan.html",
        student,
        tab=tab,
        place=place,
        own=place is Place.OWN,
        layout="curriculum/me_page.html" if place is Place.OWN else "curriculum/student_page.html",
        plan=plan_of(student, by=request.member),
        qualifications=progress_of(student, by=request.member),
    )


@require_GET
def student_jobs(request: HttpRequest, pk: int) -> HttpResponse:
    """A student's competencies against a job, for the school."""
    return _jobs(request, find_student(request, pk), "curriculum:student_jobs", Place.SCHOOL)


@require_GET
def my_jobs(request: HttpRequest) -> HttpResponse:
    """The student's own competencies against a job of their choice."""
    found = own_record(request)
    if found is None:
        return render(request, "curriculum/no_record.html")
    return _jobs(request, found, "curriculum:my_jobs", Place.OWN)


def _jobs(request: HttpRequest, student: Student, tab: str, place: Place) -> HttpResponse:
    offered = [
        (source.label, [(f"{source.key}:{job.key}", job.label) for job in source.find(request.member)])
        for source in jobs.sources()
    ]
    first = next((key for _label, entries in offered for key, _name in entries), "")
    chosen = request.GET.get("job", first)
    job = jobs.job_of(request.member, chosen) if chosen else None
    comparison = (
        compare(student, job, by=request.member, table=approved_table(student, request.member))
        if job
        else None
    )
    return show(
        request,
        "curriculum/portfolio/jobs.html",
        student,
        tab=tab,
        place=place,
        own=place is Place.OWN,
        layout="curriculum/me_page.html" if place is Place.OWN else "curriculum/student_page.html",
        offered=[(label, entries) for label, entries in offered if entries],
        chosen=chosen,
        comparison=comparison,
        picture=picture(comparison) if comparison and comparison.lines else "",
    )


@by_form
def portfolio(request: HttpRequest) -> HttpResponse:
    """Ask for the own portfolio as a file; a worker makes it. The button for it stands on the plan's page."""
    policies.makes_the_portfolio(request.member).require()
    if request.method != "POST":
        return redirect("curriculum:my_plan", request.member.consortium.slug)
    request_report(KEY, by=request.member, formats=["pdf"], language=get_language() or "ko")
    messages.success(request, _("Your portfolio is being made. It appears here when it is ready."))
    return redirect("reports:list", request.member.consortium.slug)
