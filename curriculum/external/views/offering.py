"""Lists of programmes, one programme, and what school and provider do with it."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from consortium.shell.forms import by_form, carry_out, form_page, sent
from consortium.shell.lists import paginate
from curriculum.external import policies, services
from curriculum.external.figures import satisfaction
from curriculum.external.filters import ProgrammeFilter
from curriculum.external.forms import ProgrammeForm, ReasonForm, SessionForm
from curriculum.external.services.offering import FACTS
from curriculum.external.views.frame import find_programme, find_session, steps, to_programme
from curriculum.external.workflow import CANCEL
from curriculum.models import (
    ExternalProgramme,
    Participant,
    ProgrammeApplication,
    ProgrammeCertificate,
    SessionAttendance,
)
from curriculum.states import ProgrammeStage, SeatState

FORM = "curriculum/external_form.html"
OVER = (ProgrammeStage.FINISHED, ProgrammeStage.CANCELLED)


@require_safe
def programmes(request: HttpRequest) -> HttpResponse:
    """Programmes outside the school that the member may know."""
    known = ExternalProgramme.objects.visible_to(request.member).for_pages()
    filterset = ProgrammeFilter(request.GET, known, request=request)
    context = {
        "filterset": filterset,
        "page": paginate(filterset.qs, request, order=(("-starts_on",), ("name",))),
        "may_offer": policies.offers_programmes(request.member),
    }
    return render(request, "curriculum/external_programmes.html", context)


@require_safe
def programme(request: HttpRequest, pk: int) -> HttpResponse:
    """One programme: dates, rules, sessions; applications for the school, participants for the provider."""
    found = find_programme(request, pk)
    member = request.member
    may = steps(request, found)
    applications = ProgrammeApplication.objects.visible_to(member).filter(programme=found)
    sessions = list(found.sessions.all())
    context: dict[str, object] = {
        "programme": found,
        "today": timezone.localdate(),
        "sessions": sessions,
    } | may
    if may["sees_applications"]:
        rows = applications.exclude(state=SeatState.WITHDRAWN).select_related("student").in_order()
        context["applications"] = list(rows.with_certificate())
        context["may_record"] = policies.enrols_students(member, found)
        context["may_withdraw_certificates"] = policies.withdraws_certificates(member, found)
        context["is_over"] = found.state in OVER
    elif may["sees_participants"]:
        context["participants"] = list(
            Participant.objects.visible_to(member).active().filter(programme=found)
        )
    elif may["has_own_place"]:
        mine = applications.order_by("-pk").first()
        own = SessionAttendance.objects.visible_to(member).filter(session__programme=found).order_by("pk")
        was_there = {one.session_id: one.get_presence_display() for one in own}
        for session in sessions:
            session.presence = was_there.get(session.pk, "")
        context["mine"], context["mine_is_on"] = mine, mine and mine.state != SeatState.WITHDRAWN
        context["certificate"] = (
            ProgrammeCertificate.objects.visible_to(member).filter(participant__programme=found).first()
        )
        context["seat"] = (
            Participant.objects.visible_to(member).filter(programme=found).order_by("-pk").first()
        )
    if may["sees_figures"]:
        context["satisfaction"] = satisfaction(found)
    return render(request, "curriculum/external_programme.html", context)


@by_form
def add_programme(request: HttpRequest) -> HttpResponse:
    """Enter a programme, as the school or as its provider."""
    policies.offers_programmes(request.member).require()
    ours = bool(policies.keeps_programmes(request.member))
    form = ProgrammeForm(sent(request), member=request.member, ours=ours)
    made: list[ExternalProgramme] = []
    if carry_out(form, lambda: made.append(services.enter_programme(by=request.member, **form.cleaned_data))):
        messages.success(
            request,
            _("The programme is entered. Add its sessions, then open it for application.")
            if ours
            else _("The programme is entered. The school opens it for its students."),
        )
        return to_programme(request, made[0].pk)
    return form_page(request, FORM, form, **_frame(request, _("Enter a programme"), _("Enter the programme")))


@by_form
def edit_programme(request: HttpRequest, pk: int) -> HttpResponse:
    """Correct a draft."""
    found = find_programme(request, pk)
    policies.edits_programme(request.member, found).require()
    initial = {name: getattr(found, name) for name in FACTS}
    form = ProgrammeForm(sent(request), member=request.member, ours=False, initial=initial)
    if carry_out(form, lambda: services.correct_programme(found, by=request.member, **form.cleaned_data)):
        messages.success(request, _("The programme is corrected."))
        return to_programme(request, pk)
    return form_page(request, FORM, form, **_frame(request, _("Correct the programme"), _("Save"), found))


@by_form
def add_session(request: HttpRequest, pk: int) -> HttpResponse:
    """A further meeting."""
    found = find_programme(request, pk)
    policies.plans_sessions(request.member, found).require()
    form = SessionForm(sent(request))
    if carry_out(form, lambda: services.add_session(found, by=request.member, **form.cleaned_data)):
        messages.success(request, _("The session is added."))
        return to_programme(request, pk)
    return form_page(request, FORM, form, **_frame(request, _("Add a session"), _("Add the session"), found))


@require_POST
def remove_session(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a session out that was not held."""
    session = find_session(request, pk)
    services.remove_session(session, by=request.member)
    messages.success(request, _("The session is taken out."))
    return to_programme(request, session.programme_id)


@require_POST
def open_programme(request: HttpRequest, pk: int) -> HttpResponse:
    """Let students apply."""
    return _step(
        request,
        pk,
        services.open_programme,
        _("Students see the programme now and can apply in its days."),
    )


@require_POST
def select(request: HttpRequest, pk: int) -> HttpResponse:
    """Settle who takes part, by the rules that were shown."""
    return _step(
        request,
        pk,
        services.select_participants,
        _("The seats are given and everybody has been told. A seat that is given back goes to the next."),
    )


@require_POST
def finish(request: HttpRequest, pk: int) -> HttpResponse:
    """Close the programme and issue certificates."""
    return _step(
        request,
        pk,
        services.finish_programme,
        _("Finished. Certificates are issued, and participants are asked how it was."),
    )


@by_form
def cancel(request: HttpRequest, pk: int) -> HttpResponse:
    """The programme does not take place."""
    found = find_programme(request, pk)
    policies.keeps_programmes(request.member, found).require()
    if request.method != "POST":
        CANCEL.enforce(found, by=request.member)
    form = ReasonForm(sent(request))
    if carry_out(form, lambda: services.cancel_programme(found, by=request.member, **form.cleaned_data)):
        messages.success(request, _("Cancelled. Everybody who applied reads why."))
        return to_programme(request, pk)
    frame = _frame(request, _("Cancel the programme"), _("Cancel the programme"), found)
    return form_page(request, FORM, form, **frame)


def _step(request: HttpRequest, pk: int, service: object, done: str) -> HttpResponse:
    found = find_programme(request, pk)
    try:
        service(found, by=request.member)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, done)
    return to_programme(request, pk)


def _frame(
    request: HttpRequest, heading: str, save: str, found: ExternalProgramme | None = None
) -> dict[str, object]:
    slug = request.member.consortium.slug
    back = found.get_absolute_url() if found else reverse("curriculum:external_programmes", args=[slug])
    return {"heading": heading, "save": save, "back": back, "programme": found}
