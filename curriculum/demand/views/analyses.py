"""Job analyses: the list, one of them, and what is done with it."""

from __future__ import annotations

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from consortium.shell.forms import by_form, carry_out, form_page, sent
from consortium.shell.lists import paginate
from curriculum.demand import policies, services
from curriculum.demand.filters import AnalysisFilter
from curriculum.demand.forms import AgreementForm, AnalysisForm
from curriculum.demand.services.analyses import kept_for, missing_for_agreement
from curriculum.demand.views.frame import tabs
from curriculum.demand.weights import weight_of
from curriculum.demand.workflow import AGREE, RETIRE
from curriculum.models import Duty, JobAnalysis, Survey
from curriculum.states import AnalysisState, SurveyState
from partners.states import Role

FORM = "curriculum/demand/analysis_form.html"


@require_safe
def analyses(request: HttpRequest) -> HttpResponse:
    """The jobs that were analysed, the newest first."""
    member = request.member
    policies.reads_demand(member).require()
    filterset = AnalysisFilter(request.GET, queryset=known(request), request=request)
    context = {
        "filterset": filterset,
        "page": paginate(filterset.qs, request, order=(("-analysed_on",), ("title",), ("-jobs",))),
        "tabs": tabs(member, "job_analyses"),
        "may_analyse": policies.analyses_jobs(member),
    }
    return render(request, "curriculum/demand/analyses.html", context)


@require_safe
def analysis(request: HttpRequest, pk: int) -> HttpResponse:
    """One job: duties, tasks with their ratings and units, its surveys, and what may be done now."""
    member = request.member
    found = get_object_or_404(known(request), pk=pk)
    duties = list(Duty.objects.filter(analysis=found).prefetch_related("tasks__task_units__unit__elements"))
    for task in (task for duty in duties for task in duty.tasks.all()):
        task.weight = weight_of(task)
    surveys = list(
        Survey.objects.visible_to(member).filter(analysis=found).select_related("consortium", "company")
    )
    may_edit = policies.edits_analysis(member, found)
    answered = next((one for one in surveys if one.answered_at), None)
    context = {
        "analysis": found,
        "duties": duties,
        "surveys": surveys,
        "open_survey": next((one for one in surveys if one.state != SurveyState.CLOSED), None),
        "may_edit": may_edit,
        "kept_for": kept_for(answered) if answered and may_edit else "",
        "missing": missing_for_agreement(found) if may_edit else [],
        "may_agree": AGREE.verdict(found, by=member),
        "may_retire": RETIRE.verdict(found, by=member),
        "may_again": policies.analyses_jobs(member, found) and found.state != AnalysisState.DRAFT,
    }
    return render(request, "curriculum/demand/analysis.html", context)


@by_form
def add(request: HttpRequest) -> HttpResponse:
    """Begin the analysis of a company's job."""
    member = request.member
    policies.analyses_jobs(member).require()
    form = AnalysisForm(sent(request), member=member)
    made: list[JobAnalysis] = []
    if carry_out(form, lambda: made.append(services.draft_analysis(by=member, **form.cleaned_data))):
        messages.success(request, _("The draft is saved. Next, enter the duties and their tasks."))
        return to_analysis(request, made[0].pk)
    return form_page(request, FORM, form)


@by_form
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Correct the head of a draft."""
    member = request.member
    found = get_object_or_404(known(request), pk=pk)
    policies.edits_analysis(member, found).require()
    form = AnalysisForm(sent(request), instance=found, member=member)
    if carry_out(form, lambda: services.edit_analysis(found, by=member, **form.cleaned_data)):
        messages.success(request, _("Saved."))
        return to_analysis(request, pk)
    return form_page(request, FORM, form, analysis=found)


@require_POST
def discard(request: HttpRequest, pk: int) -> HttpResponse:
    """Throw a draft away that no company has answered to."""
    found = get_object_or_404(known(request), pk=pk)
    services.discard_analysis(found, by=request.member)
    messages.success(request, _("The draft is discarded."))
    return redirect("curriculum:job_analyses", request.member.consortium.slug)


@by_form
def agree(request: HttpRequest, pk: int) -> HttpResponse:
    """The company agrees on screen, or the school records that it did."""
    member = request.member
    found = get_object_or_404(known(request), pk=pk)
    on_screen = member.role == Role.HR
    if request.method != "POST":
        AGREE.enforce(found, by=member)
    else:
        policies.agrees_analysis(member, found).require()
    form = AgreementForm(sent(request), on_screen=on_screen)

    def act() -> None:
        facts = {name: value for name, value in form.cleaned_data.items() if name != "open_to_consortium"}
        if on_screen:
            facts = {"agreed_on": timezone.localdate()}
        services.agree_analysis(found, by=member, **facts)

    if carry_out(form, act):
        messages.success(request, _("Agreed. From now on this job counts in the demand of the consortium."))
        return to_analysis(request, pk)
    answered = Survey.objects.visible_to(member).filter(analysis=found, state=SurveyState.ANSWERED)
    context = {
        "analysis": found,
        "missing": missing_for_agreement(found),
        "survey": answered.first(),
        "on_screen": on_screen,
    }
    return form_page(request, "curriculum/demand/agree.html", form, **context)


@require_POST
def retire(request: HttpRequest, pk: int) -> HttpResponse:
    """The job has changed: its analysis stays readable and no longer counts."""
    services.retire_analysis(get_object_or_404(known(request), pk=pk), by=request.member)
    messages.success(request, _("This analysis no longer counts. It stays readable."))
    return to_analysis(request, pk)


@require_POST
def again(request: HttpRequest, pk: int) -> HttpResponse:
    """A new draft with the duties and tasks of this one."""
    found = get_object_or_404(known(request), pk=pk)
    copy = services.analyse_again(found, by=request.member, on=timezone.localdate())
    messages.success(
        request, _("A new draft is made. When the company agrees to it, it takes the old one's place.")
    )
    return to_analysis(request, copy.pk)


def known(request: HttpRequest) -> QuerySet[JobAnalysis]:
    found = JobAnalysis.objects.visible_to(request.member)
    return found.select_related("consortium", "company", "department", "based_on")


def to_analysis(request: HttpRequest, pk: int) -> HttpResponse:
    return redirect("curriculum:job_analysis", request.member.consortium.slug, pk)
