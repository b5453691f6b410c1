"""Settling the results of a course, opening them again, and recovery."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from consortium.rules.checks import rule_on
from consortium.shell.forms import sent, show_refusal
from curriculum.models import Enrolment, Recovery
from curriculum.roster.forms import ReasonForm
from curriculum.states import EnrolmentState, RecoveryState
from curriculum.teaching import policies, rules
from curriculum.teaching.forms import RecoveryForm, RecoveryResultForm
from curriculum.teaching.levels import levels_of
from curriculum.teaching.services import results
from curriculum.teaching.views.frame import find_offering, show
from curriculum.teaching.workflow import FAIL, PASS


def settle(request: HttpRequest, pk: int) -> HttpResponse:
    """What the rules say of everybody as it stands, before the results are settled."""
    found = find_offering(request, pk)
    policies.settles(request.member, found).require()
    rows = Enrolment.objects.visible_to(request.member).filter(offering=found, state=EnrolmentState.ENROLLED)
    errors = []
    if request.method == "POST":
        try:
            counts = results.settle_results(found, by=request.member, all_held="all_held" in request.POST)
        except ValidationError as error:
            errors = error.messages
        else:
            text = _("The results stand: %(completed)s completed, %(not_completed)s not completed.") % counts
            if counts["not_completed"]:
                text += " " + _("Who has not completed the course needs a recovery.")
            messages.success(request, text)
            return redirect(found)
    today = timezone.localdate()
    lines = [
        {
            "row": row,
            "verdict": rules.completes(found.subject.name, row.held, row.attended, row.score, today),
        }
        for row in rows.with_hours().order_by("student_number", "pk")
    ]
    held = max((line["row"].held for line in lines), default=0)
    return show(
        request,
        "curriculum/teaching/settle.html",
        found,
        lines=lines,
        held=held,
        is_early=0 < held < found.planned_hours,
        errors=errors,
        rules=[rule_on(code, today) for code in ("completion-attendance", "completion-achievement")],
        missing=sum(not line["row"].achievement for line in lines) if levels_of(found.subject) else 0,
        status=422 if errors else 200,
    )


def reopen(request: HttpRequest, pk: int) -> HttpResponse:
    """Open settled results again, for a reason."""
    found = find_offering(request, pk)
    policies.reopens(request.member, found).require()
    form = ReasonForm(
        sent(request),
        hint=_("It is kept in the history of the course."),
    )
    if form.is_valid():
        results.reopen_results(found, by=request.member, reason=form.cleaned_data["reason"])
        messages.success(request, _("The results are open again. Settle them when they are right."))
        return redirect(found)
    return show(
        request, "curriculum/teaching/reopen.html", found, form=form, status=422 if form.errors else 200
    )


def recovery(request: HttpRequest, pk: int, enrolment: int) -> HttpResponse:
    """Agree how a course is made up for; once agreed, enter the result."""
    found = find_offering(request, pk)
    row = get_object_or_404(
        Enrolment.objects.visible_to(request.member).select_related("offering__subject"),
        pk=enrolment,
        offering=found,
    )
    policies.recovers(request.member, row).require()
    known = list(Recovery.objects.visible_to(request.member).filter(enrolment=row))
    agreed = next((one for one in known if one.state == RecoveryState.AGREED), None)
    data = sent(request)
    form = RecoveryResultForm(data) if agreed else RecoveryForm(data)
    if form.is_valid():
        try:
            text = _decide(agreed, form, request) if agreed else _agree(row, form, request)
        except ValidationError as error:
            show_refusal(form, error)
        else:
            messages.success(request, text)
            return redirect(found)
    return show(
        request,
        "curriculum/teaching/recovery.html",
        found,
        form=form,
        enrolment=row,
        recoveries=known,
        agreed=agreed,
        may_agree=row.state == EnrolmentState.NOT_COMPLETED,
        status=422 if form.errors else 200,
    )


def _agree(row: Enrolment, form: RecoveryForm, request: HttpRequest) -> str:
    results.agree_recovery(row, by=request.member, **form.cleaned_data)
    return _("The recovery is agreed, and the student is told. Enter its result here.")


def _decide(agreed: Recovery, form: RecoveryResultForm, request: HttpRequest) -> str:
    passed = form.cleaned_data["result"] == "PASS"
    results.decide_recovery(
        agreed,
        by=request.member,
        step=PASS if passed else FAIL,
        on=form.cleaned_data["on"],
        evidence=form.cleaned_data["evidence"],
    )
    if passed:
        return _("The course counts as recovered; its credits are earned.")
    return _("The result is kept. Another recovery can be agreed on.")
