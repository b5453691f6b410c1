"""Asking partners, and what committees decide."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from consortium.shell.forms import by_form, carry_out, form_page, sent
from curriculum.codevelopment import services
from curriculum.codevelopment.forms import AskForm, DecisionForm, ReasonForm
from curriculum.codevelopment.policies import keeps_courses, records_decisions
from curriculum.codevelopment.views.frame import find_version, to_version
from curriculum.codevelopment.workflow import APPROVE, DECLINE, OPEN, PASS_ON, SEND_BACK
from curriculum.states import CourseState

STEP = "curriculum/course_step.html"


@by_form
def ask(request: HttpRequest, pk: int) -> HttpResponse:
    """Open a version for comments, and ask companies and universities."""
    version = find_version(request, pk)
    keeps_courses(request.member, version).require()
    if request.method != "POST" and version.state != CourseState.OPEN:
        OPEN.enforce(version, by=request.member)
    form = AskForm(sent(request), member=request.member, version=version)
    if carry_out(form, lambda: services.ask_partners(version, by=request.member, **form.cleaned_data)):
        messages.success(request, _("They have been asked. What they bring appears below, to be answered."))
        return to_version(request, version.pk)
    words = {"heading": _("Ask for comments"), "save": _("Ask them"), "step": "ask"}
    return form_page(request, STEP, form, version=version, **words)


@require_POST
def submit(request: HttpRequest, pk: int) -> HttpResponse:
    """Put the version before the curriculum committee."""
    version = find_version(request, pk)
    try:
        services.submit_version(version, by=request.member)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return to_version(request, version.pk, waiting=True)
    messages.success(
        request, _("The text stands still now. Record the committee's decision when it has met.")
    )
    return to_version(request, version.pk)


@by_form
def decide(request: HttpRequest, pk: int) -> HttpResponse:
    """The decision of the committee that the version is before."""
    version = find_version(request, pk)
    records_decisions(request.member, version).require()
    first = version.state == CourseState.IN_COMMITTEE
    step = PASS_ON if first else APPROVE
    if request.method != "POST":
        step.enforce(version, by=request.member)
    # The names of the bodies are kept in the school's language, as its own papers have them.
    body = "교육과정위원회" if first else "학교운영위원회"
    form = DecisionForm(sent(request), initial={"body": body, "on": timezone.localdate()})
    service = services.pass_version if first else services.approve_version
    if carry_out(form, lambda: service(version, by=request.member, **form.cleaned_data)):
        messages.success(
            request,
            _("Recorded. The steering committee deliberates next.")
            if first
            else _("Approved. The version never changes again; a next one starts from it."),
        )
        return to_version(request, version.pk)
    heading = (
        _("Decision of the curriculum committee") if first else _("Deliberation of the steering committee")
    )
    return form_page(
        request, STEP, form, version=version, heading=heading, save=_("Record the decision"), step="decide"
    )


@by_form
def send_back(request: HttpRequest, pk: int) -> HttpResponse:
    """A committee wants something changed."""
    version = find_version(request, pk)
    records_decisions(request.member, version).require()
    if request.method != "POST":
        SEND_BACK.enforce(version, by=request.member)
    form = ReasonForm(sent(request))
    if carry_out(form, lambda: services.send_version_back(version, by=request.member, **form.cleaned_data)):
        messages.success(request, _("The version is open again. Change what the committee wants changed."))
        return to_version(request, version.pk)
    words = {"heading": _("Send the version back"), "save": _("Send back"), "step": "send_back"}
    return form_page(request, STEP, form, version=version, **words)


@by_form
def decline(request: HttpRequest, pk: int) -> HttpResponse:
    """The school does not take this version up."""
    version = find_version(request, pk)
    records_decisions(request.member, version).require()
    if request.method != "POST":
        DECLINE.enforce(version, by=request.member)
    form = ReasonForm(sent(request))
    if carry_out(form, lambda: services.decline_version(version, by=request.member, **form.cleaned_data)):
        messages.success(request, _("Not taken up. Whoever proposed it reads your reason."))
        return to_version(request, version.pk)
    words = {"heading": _("Do not take this version up"), "save": _("Do not take it up"), "step": "decline"}
    return form_page(request, STEP, form, version=version, **words)
