"""Lists of courses, one course with its versions, one version, and two compared."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from consortium.reports.services import request_report
from consortium.shell.lists import paginate
from curriculum.codevelopment import comparing, policies
from curriculum.codevelopment.filters import CourseFilter
from curriculum.codevelopment.forms import CompareForm
from curriculum.codevelopment.reports import KEY
from curriculum.codevelopment.views.frame import find_version, steps
from curriculum.models import Course, CourseContribution, CoursePartner, CourseVersion
from curriculum.states import ContributionKind, ContributionState


@require_safe
def courses(request: HttpRequest) -> HttpResponse:
    """Of each course the newest version that the member may know."""
    known = CourseVersion.objects.visible_to(request.member)
    filterset = CourseFilter(request.GET, known.newest().for_pages(), request=request)
    context = {
        "filterset": filterset,
        "page": paginate(filterset.qs, request, order=(("-created_at",), ("name",))),
        "may_propose": policies.proposes(request.member),
    }
    return render(request, "curriculum/courses.html", context)


@require_safe
def course(request: HttpRequest, pk: int) -> HttpResponse:
    """One course with its versions."""
    found = get_object_or_404(
        Course.objects.visible_to(request.member).select_related("subject", "proposer", "consortium"), pk=pk
    )
    versions = list(_versions(request, found).for_pages().order_by("-number"))
    form = CompareForm(
        versions=_versions(request, found),
        initial={"older": versions[1].pk, "newer": versions[0].pk} if len(versions) > 1 else None,
    )
    return render(request, "curriculum/course.html", {"course": found, "versions": versions, "form": form})


@require_safe
def version(request: HttpRequest, pk: int) -> HttpResponse:
    """One version: its text, who takes part, what they brought and what became of it, the decisions."""
    found = find_version(request, pk)
    known = CourseContribution.objects.visible_to(request.member).filter(version=found)
    contributions = list(known.select_related("partner", "section", "author__user").order_by("pk"))
    for one in contributions:
        one.difference = comparing.of_contribution(one) if one.kind != ContributionKind.COMMENT else None
        one.names_person = policies.sees_contributors(request.member, one)
        one.is_mine = policies.withdraws(request.member, one)
    asked = CoursePartner.objects.visible_to(request.member).filter(version=found)
    taking = list(asked.select_related("partner"))
    gave = {one.partner_id for one in contributions}
    for one in taking:
        one.has_contributed = one.partner_id in gave or one.accepted_count
    mine = next((one for one in taking if one.partner_id == request.member.partner_id), None)
    context = {
        "version": found,
        "sections": list(found.sections.prefetch_related("units__unit__elements")),
        "contributions": contributions,
        "waiting": [one for one in contributions if one.state == ContributionState.OFFERED],
        "taking": taking,
        "mine": mine,
        "earlier": found.based_on_id,
        "in_school": policies.works_at_the_school(request.member, found),
    } | steps(request, found)
    context["may_contribute"] = context["may_contribute"] and (mine or (context["in_school"] and taking))
    return render(request, "curriculum/course_version.html", context)


@require_safe
def compare(request: HttpRequest, pk: int) -> HttpResponse:
    """Two versions of a course, section by section, with the words that differ."""
    found = get_object_or_404(Course.objects.visible_to(request.member), pk=pk)
    form = CompareForm(request.GET, versions=_versions(request, found))
    if not form.is_valid():
        return render(request, "curriculum/course_compare.html", {"course": found, "form": form}, status=422)
    older, newer = form.cleaned_data["older"], form.cleaned_data["newer"]
    differences = comparing.between(older, newer)
    context = {
        "course": found,
        "form": form,
        "older": older,
        "newer": newer,
        "aims": comparing.compared(older.aims, newer.aims),
        "differences": differences,
        "changed": sum(one.kind != comparing.SAME for one in differences),
    }
    return render(request, "curriculum/course_compare.html", context)


@require_POST
def version_file(request: HttpRequest, pk: int) -> HttpResponse:
    """The version as a PDF for the committee."""
    found = find_version(request, pk)
    request_report(
        KEY,
        by=request.member,
        formats=(),
        language=request.LANGUAGE_CODE,
        parameters={"version": found.pk},
    )
    messages.success(request, _("The course is being written. The PDF appears here when it is ready."))
    return redirect("reports:list", request.member.consortium.slug)


def _versions(request: HttpRequest, course: Course) -> object:
    return CourseVersion.objects.visible_to(request.member).filter(course=course)
