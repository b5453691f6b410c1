"""What pages about external programmes share: finding rows, and what their reader may do."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone

from curriculum.external import policies
from curriculum.external.workflow import CANCEL, FINISH, PUBLISH, SELECT
from curriculum.models import ExternalProgramme, ProgrammeApplication, ProgrammeSession
from curriculum.states import ProgrammeStage


def find_programme(request: HttpRequest, pk: int) -> ExternalProgramme:
    """A programme that the member may know."""
    return get_object_or_404(ExternalProgramme.objects.visible_to(request.member).for_pages(), pk=pk)


def find_session(request: HttpRequest, pk: int) -> ProgrammeSession:
    """A session of a programme that the member may know."""
    known = ProgrammeSession.objects.visible_to(request.member)
    return get_object_or_404(known.select_related("programme__provider", "programme__consortium"), pk=pk)


def find_application(request: HttpRequest, pk: int) -> ProgrammeApplication:
    """An application that the member may know."""
    known = ProgrammeApplication.objects.visible_to(request.member)
    return get_object_or_404(
        known.select_related("programme__provider", "programme__consortium", "student__department"), pk=pk
    )


def to_programme(request: HttpRequest, pk: int) -> HttpResponse:
    return redirect("curriculum:external_programme", request.member.consortium.slug, pk)


def steps(request: HttpRequest, programme: ExternalProgramme) -> dict[str, Any]:
    """What this member may do with a programme now."""
    member = request.member
    return {
        "may_edit": policies.edits_programme(member, programme),
        "may_plan": policies.plans_sessions(member, programme),
        "may_open": PUBLISH.verdict(programme, by=member),
        "may_select": SELECT.verdict(programme, by=member),
        "may_finish": FINISH.verdict(programme, by=member) and programme.ends_on <= timezone.localdate(),
        "may_cancel": CANCEL.verdict(programme, by=member),
        "may_teach": policies.takes_attendance(member, programme),
        "may_enrol": policies.enrols_students(member, programme) and programme.takes_applications,
        "may_apply": policies.applies(member, programme) and policies.is_enrolled(member),
        "has_own_place": policies.has_an_own_place(member),
        "sees_applications": policies.reads_applications(member, programme)
        and programme.state != ProgrammeStage.DRAFT,
        "sees_participants": policies.reads_participants(member, programme),
        "sees_figures": policies.reads_figures(member, programme)
        and programme.state == ProgrammeStage.FINISHED,
    }
