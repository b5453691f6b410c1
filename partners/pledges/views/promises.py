"""Entering, asking for, answering, correcting and ending pledges."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from consortium.shell.forms import by_form, carry_out, form_page, sent
from consortium.shell.ids import ids_in
from partners.models import Pledge
from partners.pledges import periods, policies, services
from partners.pledges.forms import PledgeForm, ReasonForm
from partners.pledges.views.frame import to_pledge
from partners.pledges.workflow import DECLINE, END, PROPOSE
from partners.states import PledgeKind, PledgeState

FORM = "partners/pledge_form.html"


@by_form
def add_pledge(request: HttpRequest) -> HttpResponse:
    """Enter what was agreed (coordinator), or propose a pledge of one's own (a partner's administrator)."""
    member = request.member
    policies.enters(member).require()
    agreed = bool(policies.keeps_pledges(member))
    form = PledgeForm(sent(request), member=member, own=not agreed, initial=_this_school_year())
    made: list[Pledge] = []
    if carry_out(form, lambda: made.append(services.enter_pledge(by=member, **form.terms()))):
        words = (
            _("The pledge is entered. The partner has been told.")
            if agreed
            else _("The pledge is proposed. It counts once the school's coordinator has accepted it.")
        )
        messages.success(request, words)
        return to_pledge(request, made[0])
    return form_page(request, FORM, form, agreed=agreed)


@by_form
def ask_for_pledge(request: HttpRequest) -> HttpResponse:
    """Ask a partner for something it could give; nothing is counted."""
    member = request.member
    policies.keeps_pledges(member).require()
    initial = _this_school_year() | {"kind": _kind(request), "partner": _partner(request)}
    form = PledgeForm(sent(request), member=member, own=False, basis_required=False, initial=initial)
    made: list[Pledge] = []
    if carry_out(form, lambda: made.append(services.ask_for_pledge(by=member, **form.terms()))):
        messages.success(
            request, _("The partner has been asked. Nothing is counted until it promises and you accept.")
        )
        return to_pledge(request, made[0])
    return form_page(request, FORM, form, asking=True)


@by_form
def answer_pledge(request: HttpRequest, pk: int) -> HttpResponse:
    """The partner says what it can give of what it was asked for."""
    pledge = _found(request, pk)
    policies.promises(request.member, pledge).require()
    if request.method != "POST":
        PROPOSE.enforce(pledge, by=request.member)
    form = PledgeForm(sent(request), instance=_copy(pledge), member=request.member, own=True)
    form.fields.pop("reason", None)
    if carry_out(form, lambda: services.answer_pledge(pledge, by=request.member, **form.terms())):
        messages.success(
            request, _("The pledge is proposed. It counts once the school's coordinator has accepted it.")
        )
        return to_pledge(request, pledge)
    return form_page(request, FORM, form, pledge=pledge, answering=True)


@by_form
def correct_pledge(request: HttpRequest, pk: int) -> HttpResponse:
    """Put right what was entered; the history keeps what stood there."""
    pledge = _found(request, pk)
    policies.corrects_pledge(request.member, pledge).require()
    form = PledgeForm(sent(request), instance=_copy(pledge), member=request.member, own=False)
    form.initial["valued_as"], form.initial["reason"] = pledge.valued_as, ""
    if pledge.state == PledgeState.PROPOSED:
        form.fields.pop("reason", None)
    if carry_out(form, lambda: services.correct_pledge(pledge, by=request.member, **form.terms())):
        messages.success(request, _("The pledge is corrected. The history keeps what stood there before."))
        return to_pledge(request, pledge)
    return form_page(request, FORM, form, pledge=pledge)


@require_POST
def accept_pledge(request: HttpRequest, pk: int) -> HttpResponse:
    """Take what a partner proposed; from now on it counts."""
    pledge = _found(request, pk)
    try:
        services.accept_pledge(pledge, by=request.member)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(
            request, _("The pledge is agreed and counts from now on. The partner has been told.")
        )
    return to_pledge(request, pledge)


@by_form
def decline_pledge(request: HttpRequest, pk: int) -> HttpResponse:
    """Say no to a proposal or a question, and why."""
    pledge = _found(request, pk)
    DECLINE.enforce(pledge, by=request.member)
    form = ReasonForm(sent(request))
    if carry_out(form, lambda: services.decline_pledge(pledge, by=request.member, **form.cleaned_data)):
        messages.success(request, _("Turned down. The other side has been told why."))
        return to_pledge(request, pledge)
    return form_page(request, "partners/pledge_reason.html", form, pledge=pledge, declining=True)


@by_form
def end_pledge(request: HttpRequest, pk: int) -> HttpResponse:
    """Record that nothing more will come, and why."""
    pledge = _found(request, pk)
    END.enforce(pledge, by=request.member)
    form = ReasonForm(sent(request))
    if carry_out(form, lambda: services.end_pledge(pledge, by=request.member, **form.cleaned_data)):
        messages.success(request, _("The pledge has ended early. What was promised stays in the ledger."))
        return to_pledge(request, pledge)
    return form_page(request, "partners/pledge_reason.html", form, pledge=pledge)


def _found(request: HttpRequest, pk: int) -> Pledge:
    known = Pledge.objects.visible_to(request.member).for_pages().select_related("clause")
    return get_object_or_404(known, pk=pk)


def _copy(pledge: Pledge) -> Pledge:
    """A form writes into its instance; the service must meet the row as it was read."""
    names = [field.attname for field in Pledge._meta.concrete_fields]
    return Pledge(**{name: getattr(pledge, name) for name in names})


def _this_school_year() -> dict[str, object]:
    period = periods.present()
    return {"starts_on": period.first, "ends_on": period.last}


def _kind(request: HttpRequest) -> str:
    asked = request.GET.get("kind", "")
    return asked if asked in PledgeKind.values else ""


def _partner(request: HttpRequest) -> int | None:
    return next(iter(ids_in([request.GET.get("partner", "")])), None)
