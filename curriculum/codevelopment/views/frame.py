"""What pages about courses share: finding a version, and what its reader may do."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse

from curriculum.codevelopment import policies
from curriculum.codevelopment.workflow import APPROVE, DECLINE, OPEN, PASS_ON, SEND_BACK, SUBMIT
from curriculum.models import CourseContribution, CourseSection, CourseVersion
from curriculum.states import CourseState


def find_version(request: HttpRequest, pk: int) -> CourseVersion:
    """A version that the member may know."""
    return get_object_or_404(CourseVersion.objects.visible_to(request.member).for_pages(), pk=pk)


def find_section(request: HttpRequest, pk: int) -> CourseSection:
    """A section of a version that the member may know."""
    known = CourseSection.objects.visible_to(request.member).select_related("version__consortium")
    return get_object_or_404(known.prefetch_related("units__unit"), pk=pk)


def find_contribution(request: HttpRequest, pk: int) -> CourseContribution:
    """A contribution that the member may know."""
    known = CourseContribution.objects.visible_to(request.member).select_related(
        "version__consortium", "version__school", "section", "partner"
    )
    return get_object_or_404(known, pk=pk)


def to_version(request: HttpRequest, pk: int, *, waiting: bool = False) -> HttpResponse:
    """The version's page, at the first contribution that waits for an answer where that is asked."""
    address = reverse("curriculum:course_version", args=[request.member.consortium.slug, pk])
    if waiting:
        unanswered = CourseContribution.objects.visible_to(request.member).filter(version=pk).waiting()
        first = unanswered.order_by("pk").values_list("pk", flat=True).first()
        address += f"#contribution-{first}" if first else ""
    return redirect(address)


def steps(request: HttpRequest, version: CourseVersion) -> dict[str, Any]:
    """What this member may do with a version now."""
    member = request.member
    return {
        "may_edit": policies.edits(member, version),
        "may_ask": OPEN.verdict(version, by=member)
        or (version.state == CourseState.OPEN and policies.keeps_courses(member, version)),
        "may_submit": SUBMIT.verdict(version, by=member),
        "may_decide": PASS_ON.verdict(version, by=member) or APPROVE.verdict(version, by=member),
        "may_send_back": SEND_BACK.verdict(version, by=member),
        "may_decline": DECLINE.verdict(version, by=member),
        "may_contribute": policies.contributes(member, version),
        "may_answer": policies.keeps_courses(member, version),
        "may_start_next": version.state == CourseState.APPROVED and policies.keeps_courses(member, version),
    }
