"""Attendance by the lecturer's phone, the survey, and certificates."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from consortium.reports.document import official_name
from consortium.shell.forms import by_form, carry_out, form_page, sent
from consortium.workflow import StateConflict
from curriculum.external import certificate, policies, services
from curriculum.external.forms import AttendanceForm, ReasonForm, SurveyForm
from curriculum.external.views.frame import find_programme, find_session, to_programme
from curriculum.models import Participant, ProgrammeCertificate, SessionAttendance
from curriculum.states import ProgrammeStage

FORM = "curriculum/external_form.html"


@by_form
def attendance(request: HttpRequest, pk: int) -> HttpResponse:
    """Who is here: one tap each, one button for all; made for a telephone, works without script."""
    session = find_session(request, pk)
    policies.takes_attendance(request.member, session.programme).require()
    if session.on > timezone.localdate():
        messages.info(request, _("This session is still to come."))
        return to_programme(request, session.programme_id)
    here = list(
        Participant.objects.visible_to(request.member).active().filter(programme=session.programme_id)
    )
    stood = SessionAttendance.objects.visible_to(request.member).filter(session=session)
    form = AttendanceForm(
        sent(request), participants=here, stood=dict(stood.values_list("participant", "presence"))
    )
    if carry_out(form, lambda: services.take_attendance(session, by=request.member, marks=form.marks())):
        messages.success(request, _("Attendance is saved. You can correct it here until the programme ends."))
        return to_programme(request, session.programme_id)
    context = {"session": session, "programme": session.programme}
    return form_page(request, "curriculum/external_attendance.html", form, **context)


@by_form
def survey(request: HttpRequest, pk: int) -> HttpResponse:
    """How it was, anonymously."""
    found = find_programme(request, pk)
    only = _only_participants(request, found)
    if only.has_answered and request.method != "POST":
        messages.info(request, _("You have answered already. Thank you."))
        return to_programme(request, pk)
    form = SurveyForm(sent(request))
    if carry_out(form, lambda: services.answer_survey(found, by=request.member, **form.cleaned_data)):
        messages.success(request, _("Thank you. Nobody can see who answered what."))
        return to_programme(request, pk)
    return form_page(request, "curriculum/external_survey.html", form, programme=found)


@require_safe
def certificate_file(request: HttpRequest, pk: int) -> HttpResponse:
    """The certificate as a PDF with a code that anybody can check."""
    found = get_object_or_404(
        ProgrammeCertificate.objects.visible_to(request.member).select_related("student", "consortium"), pk=pk
    )
    if found.withdrawn_at:
        raise StateConflict(found, _("This certificate was withdrawn."))
    name = official_name(f"{_('Certificate of completion')} {found.programme_name}", None, "pdf")
    return HttpResponse(
        certificate.pdf(found),
        content_type="application/pdf",
        headers={
            "Content-Disposition": content_disposition_header(True, name),
            "Cache-Control": "no-store",
            "X-Content-Type-Options": "nosniff",
        },
    )


@by_form
def withdraw_certificate(request: HttpRequest, pk: int) -> HttpResponse:
    """A certificate that should not have been issued."""
    policies.withdraws_certificates(request.member).require()
    found = get_object_or_404(
        ProgrammeCertificate.objects.visible_to(request.member)
        .select_related("student", "participant__programme__consortium")
        .defer("participant__has_answered"),
        pk=pk,
    )
    form = ReasonForm(sent(request))
    if carry_out(form, lambda: services.withdraw_certificate(found, by=request.member, **form.cleaned_data)):
        messages.success(request, _("Withdrawn. Whoever checks the code reads that it is not valid."))
        return to_programme(request, found.participant.programme_id)
    programme = found.participant.programme
    context = {
        "programme": programme,
        "heading": _("Withdraw a certificate"),
        "save": _("Withdraw it"),
        "back": programme.get_absolute_url(),
        "about": found.student,
    }
    return form_page(request, FORM, form, **context)


def _only_participants(request: HttpRequest, programme: object) -> Participant:
    policies.answers_surveys(request.member).require()
    mine = Participant.objects.visible_to(request.member).active()
    found = get_object_or_404(mine, programme=programme)
    if programme.state != ProgrammeStage.FINISHED:
        raise StateConflict(programme, _("The survey opens when the programme has ended."))
    return found
