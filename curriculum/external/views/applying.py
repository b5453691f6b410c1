"""Applications, places given back, and consent to be named."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from consortium.shell.forms import by_form, carry_out, form_page, sent
from curriculum.external import policies, services
from curriculum.external.consent import text_of
from curriculum.external.forms import ApplyForm, EnrolForm, GuardianForm, PointsForm
from curriculum.external.views.frame import find_application, find_programme, to_programme
from curriculum.models import ProgrammeApplication
from curriculum.states import SeatState

FORM = "curriculum/external_form.html"


@by_form
def apply(request: HttpRequest, pk: int) -> HttpResponse:
    """A student applies, and decides whether the provider may learn the name."""
    found = find_programme(request, pk)
    policies.applies(request.member, found).require()
    mine = ProgrammeApplication.objects.visible_to(request.member).filter(programme=found)
    if mine.exclude(state=SeatState.WITHDRAWN).exists():
        messages.info(request, _("You have applied already. What you wrote stands here."))
        return to_programme(request, pk)
    form = ApplyForm(sent(request))
    if carry_out(form, lambda: services.apply_for(found, by=request.member, **form.cleaned_data)):
        messages.success(
            request,
            _("You have applied. After the last day of applications you are told whether you have a seat."),
        )
        return to_programme(request, pk)
    context = {"programme": found, "consent": text_of(found)}
    return form_page(request, "curriculum/external_apply.html", form, **context)


@by_form
def enrol(request: HttpRequest, pk: int) -> HttpResponse:
    """A teacher applies for a student who asked for it."""
    found = find_programme(request, pk)
    policies.enrols_students(request.member, found).require()
    form = EnrolForm(sent(request), member=request.member, programme=found)
    if carry_out(form, lambda: services.apply_for(found, by=request.member, **form.cleaned_data)):
        messages.success(request, _("The application is entered."))
        return to_programme(request, pk)
    context = {"programme": found, "consent": text_of(found)}
    return form_page(request, "curriculum/external_apply.html", form, **context)


@require_POST
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Give a place back."""
    application = find_application(request, pk)
    services.withdraw_application(application, by=request.member)
    if application.state == SeatState.SELECTED:
        messages.success(request, _("The place is given back. The next on the waiting list moves up."))
    else:
        messages.success(request, _("The application is withdrawn."))
    return to_programme(request, application.programme_id)


@by_form
def points(request: HttpRequest, pk: int) -> HttpResponse:
    """Points for the criteria that were shown."""
    application = find_application(request, pk)
    policies.keeps_programmes(request.member, application.programme).require()
    form = PointsForm(sent(request), initial={"points": application.points})
    if carry_out(form, lambda: services.give_points(application, by=request.member, **form.cleaned_data)):
        messages.success(request, _("The points are entered."))
        return to_programme(request, application.programme_id)
    return _form(request, form, application, _("Points for the criteria"))


@by_form
def guardian(request: HttpRequest, pk: int) -> HttpResponse:
    """Record that a guardian agreed on paper."""
    application = find_application(request, pk)
    policies.enrols_students(request.member, application.programme).require()
    form = GuardianForm(sent(request), initial={"on": timezone.localdate()})
    if carry_out(form, lambda: services.record_guardian(application, by=request.member, **form.cleaned_data)):
        messages.success(request, _("Recorded. The provider sees the name of whoever takes part."))
        return to_programme(request, application.programme_id)
    return _form(request, form, application, _("Consent of a guardian"))


@require_POST
def withdraw_consent(request: HttpRequest, pk: int) -> HttpResponse:
    """The name is no longer passed on."""
    application = find_application(request, pk)
    services.withdraw_consent(application, by=request.member)
    messages.success(
        request, _("From now on the provider sees a number instead of your name. Your seat stays.")
    )
    return to_programme(request, application.programme_id)


@require_POST
def agree(request: HttpRequest, pk: int) -> HttpResponse:
    """Agree after all."""
    application = find_application(request, pk)
    services.agree_to_naming(application, by=request.member)
    messages.success(request, _("You agree. Your school asks a guardian too, then the name is passed on."))
    return to_programme(request, application.programme_id)


def _form(request: HttpRequest, form: object, application: object, heading: str) -> HttpResponse:
    context = {
        "programme": application.programme,
        "heading": heading,
        "save": _("Save"),
        "back": application.programme.get_absolute_url(),
        "about": application.student,
    }
    return form_page(request, FORM, form, **context)
