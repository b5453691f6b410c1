"""Duties and tasks of a draft, and the units that a task needs."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from consortium.shell.forms import by_form, carry_out, form_page, sent
from curriculum.competencies.choosing import choices_of, choices_page, is_searching
from curriculum.demand import policies, services
from curriculum.demand.forms import DutyForm, TaskForm
from curriculum.demand.views.analyses import known, to_analysis
from curriculum.models import Duty, Task

DUTY_FORM = "curriculum/demand/duty_form.html"


@by_form
def duty_add(request: HttpRequest, pk: int) -> HttpResponse:
    """Add a duty to a draft."""
    found = get_object_or_404(known(request), pk=pk)
    policies.edits_analysis(request.member, found).require()
    form = DutyForm(sent(request))
    if carry_out(form, lambda: services.add_duty(found, by=request.member, **form.cleaned_data)):
        messages.success(request, _("The duty is entered. Next, add the tasks that it holds."))
        return to_analysis(request, found.pk)
    return form_page(request, DUTY_FORM, form, analysis=found)


@by_form
def duty_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Give a duty better words."""
    found = _duty(request, pk)
    policies.edits_analysis(request.member, found.analysis).require()
    form = DutyForm(sent(request), instance=found)
    if carry_out(form, lambda: services.rename_duty(found, by=request.member, **form.cleaned_data)):
        messages.success(request, _("Saved."))
        return to_analysis(request, found.analysis_id)
    return form_page(request, DUTY_FORM, form, analysis=found.analysis, duty=found)


@require_POST
def duty_remove(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a duty out of a draft, with its tasks."""
    found = _duty(request, pk)
    services.remove_duty(found, by=request.member)
    messages.success(request, _("The duty and its tasks are taken out."))
    return to_analysis(request, found.analysis_id)


@by_form
def task_add(request: HttpRequest, pk: int) -> HttpResponse:
    """Add a task to a duty."""
    return _edit(request, _duty(request, pk), None)


@by_form
def task_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Correct a task, its ratings and units."""
    found = _task(request, pk)
    return _edit(request, found.duty, found)


@require_POST
def task_remove(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a task out of a draft."""
    found = _task(request, pk)
    services.remove_task(found, by=request.member)
    messages.success(request, _("The task is taken out."))
    return to_analysis(request, found.duty.analysis_id)


@require_safe
def unit_choices(request: HttpRequest) -> HttpResponse:
    """Competency units to tick while one types; those already ticked stay in the list."""
    policies.analyses_jobs(request.member).require()
    return choices_page(request, "curriculum:job_analyses")


def _edit(request: HttpRequest, duty: Duty, task: Task | None) -> HttpResponse:
    member = request.member
    policies.edits_analysis(member, duty.analysis).require()
    searching = is_searching(request)
    form = TaskForm(sent(request), instance=task, member=member)
    # The form fills its instance; the service reads the row anew.
    present = task and Task(pk=task.pk, duty=duty, position=task.position)
    if not searching and carry_out(
        form, lambda: services.save_task(duty, present, by=member, **form.cleaned_data)
    ):
        messages.success(request, _("The task is saved."))
        return to_analysis(request, duty.analysis_id)
    context = {
        "duty": duty,
        "analysis": duty.analysis,
        "task": task,
        **choices_of(request, form),
    }
    if searching:
        return render(request, "curriculum/demand/task_form.html", {"form": form} | context)
    return form_page(request, "curriculum/demand/task_form.html", form, **context)


def _duty(request: HttpRequest, pk: int) -> Duty:
    found = Duty.objects.visible_to(request.member).select_related(
        "analysis__consortium", "analysis__company"
    )
    return get_object_or_404(found, pk=pk)


def _task(request: HttpRequest, pk: int) -> Task:
    found = Task.objects.visible_to(request.member).select_related(
        "duty__analysis__consortium", "duty__analysis__company"
    )
    return get_object_or_404(found, pk=pk)
