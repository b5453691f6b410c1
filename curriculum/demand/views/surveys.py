"""Surveys: asking a company, its answer beside the draft, and answering in the portal."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from consortium.shell.forms import by_form, carry_out, form_page, sent
from curriculum.demand import policies, services
from curriculum.demand.forms import AnswerForm, AskForm
from curriculum.demand.services.analyses import RATINGS
from curriculum.demand.views.analyses import known, to_analysis
from curriculum.demand.workflow import CLOSE
from curriculum.models import Duty, Survey, SurveyContact, SurveyLink
from curriculum.states import SurveyState


@by_form
def ask(request: HttpRequest, pk: int) -> HttpResponse:
    """Send a company the survey about its job."""
    member = request.member
    found = get_object_or_404(known(request), pk=pk)
    policies.edits_analysis(member, found).require()
    form = AskForm(sent(request))
    made: list[Survey] = []
    if carry_out(form, lambda: made.append(services.ask_company(found, by=member, **form.cleaned_data))):
        messages.success(
            request,
            _("The link is on its way by mail. You are told here as soon as the company has answered."),
        )
        return _to_survey(request, made[0].pk)
    return form_page(request, "curriculum/demand/ask.html", form, analysis=found)


@require_safe
def survey(request: HttpRequest, pk: int) -> HttpResponse:
    """The company's answer beside the ratings of the draft, and what may be done next."""
    member = request.member
    found = _survey(request, pk)
    may_run = policies.asks_company(member, found)
    answered = found.state == SurveyState.ANSWERED
    context = {
        "survey": found,
        "analysis": found.analysis,
        "duties": _compared(found),
        "contact": SurveyContact.objects.visible_to(member).filter(survey=found).first(),
        "link": SurveyLink.objects.visible_to(member).filter(survey=found, revoked_at=None).first(),
        "may_answer": policies.answers_survey(member, found) & policies.takes_answers(found),
        "may_send": may_run & policies.takes_answers(found),
        "may_close": CLOSE.verdict(found, by=member),
        "may_take": may_run and answered and found.analysis.is_draft,
    }
    return render(request, "curriculum/demand/survey.html", context)


@by_form
def answer(request: HttpRequest, pk: int) -> HttpResponse:
    """The company's HR answers, or corrects the company's answer."""
    member = request.member
    found = _survey(request, pk)
    policies.answers_survey(member, found).require()
    verdict = policies.takes_answers(found)
    if not verdict and request.method != "POST":
        messages.info(request, verdict.reason)
        return _to_survey(request, pk)
    form = AnswerForm(sent(request), survey=found, duties=_duties(found))
    if carry_out(form, lambda: services.answer_survey(found, form.answer(), by=member)):
        messages.success(
            request,
            _("Thank you. The school sees the answer; you can correct it until the survey is closed."),
        )
        return _to_survey(request, pk)
    return form_page(request, "curriculum/demand/answer.html", form, survey=found)


@require_POST
def send(request: HttpRequest, pk: int) -> HttpResponse:
    """Mail a new link to the same person."""
    services.send_again(_survey(request, pk), by=request.member)
    messages.success(request, _("A new link is on its way. The one before no longer works."))
    return _to_survey(request, pk)


@require_POST
def close(request: HttpRequest, pk: int) -> HttpResponse:
    """Take no more answers."""
    services.close_survey(_survey(request, pk), by=request.member)
    messages.success(request, _("The survey is closed. Its answer stays readable."))
    return _to_survey(request, pk)


@require_POST
def take(request: HttpRequest, pk: int) -> HttpResponse:
    """Make the company's ratings those of the draft."""
    found = services.take_over(_survey(request, pk), by=request.member)
    messages.success(request, _("The company's ratings are taken over. Next, record that it agrees."))
    return to_analysis(request, found.analysis_id)


def _survey(request: HttpRequest, pk: int) -> Survey:
    found = Survey.objects.visible_to(request.member).select_related(
        "consortium", "school", "analysis__company", "analysis__consortium"
    )
    return get_object_or_404(found.prefetch_related("ratings"), pk=pk)


def _duties(survey: Survey) -> list[Duty]:
    found = Duty.objects.filter(analysis=survey.analysis_id)
    return list(found.prefetch_related("tasks__task_units__unit__elements"))


def _compared(survey: Survey) -> list[Duty]:
    """Each task with the draft's and the company's rating, by aspect."""
    given = {one.task_id: one for one in survey.ratings.all()}
    duties = _duties(survey)
    for task in (task for duty in duties for task in duty.tasks.all()):
        theirs = given.get(task.pk)
        task.compared = [(getattr(task, name), getattr(theirs, name) if theirs else None) for name in RATINGS]
    return duties


def _to_survey(request: HttpRequest, pk: int) -> HttpResponse:
    return redirect("curriculum:survey", request.member.consortium.slug, pk)
