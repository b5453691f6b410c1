"""Job analyses: drafted by the school, taken apart into duties and tasks, agreed with the company."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max, QuerySet
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from consortium.rowlevel import SYSTEM, acting_as
from consortium.workflow import StateConflict
from curriculum.demand import policies, telling
from curriculum.demand.workflow import AGREE, RETIRE
from curriculum.models import CompetencyUnit, Duty, JobAnalysis, Survey, Task, TaskUnit
from curriculum.states import AnalysisState, SurveyState

if TYPE_CHECKING:
    from partners.models import Member

COPIED = ("title", "description", "participants", "jobs", "company_id", "department_id")
RATINGS = ("importance", "frequency", "difficulty")


@transaction.atomic
def draft_analysis(*, by: Member, **facts: Any) -> JobAnalysis:
    """Begin the analysis of a company's job."""
    policies.analyses_jobs(by).require()
    analysis = JobAnalysis(consortium=by.consortium, school_id=by.partner_id, made_by=by, **facts)
    analysis.full_clean(exclude=["consortium", "school", "made_by"])
    analysis.save()
    return analysis


@transaction.atomic
def edit_analysis(analysis: JobAnalysis, *, by: Member, **facts: Any) -> JobAnalysis:
    """Correct a draft; what was agreed stays."""
    analysis = lock_draft(analysis.pk, by)
    for name, value in facts.items():
        setattr(analysis, name, value)
    analysis.full_clean(exclude=["consortium", "school", "made_by"])
    analysis.save(update_fields=[*facts, "updated_at"])
    Survey.objects.filter(analysis=analysis).exclude(company=analysis.company_id).exclude(
        state=SurveyState.CLOSED
    ).update(state=SurveyState.CLOSED)  # another company was asked; its answer is none of this one's
    return analysis


@transaction.atomic
def discard_analysis(analysis: JobAnalysis, *, by: Member) -> None:
    """A draft that came to nothing goes, with what was asked about it; what a company answered is kept."""
    draft = lock_draft(analysis.pk, by)
    surveys = Survey.objects.select_for_update(of=("self",)).filter(analysis=draft)
    if answered := next((one for one in surveys if one.answered_at), None):
        raise StateConflict(draft, kept_for(answered))
    draft.delete()


def kept_for(answered: Survey) -> str:
    """Why a draft with this answer is not thrown away, and what is to be done instead."""
    words = {"company": answered.company, "day": date_format(timezone.localdate(answered.answered_at))}
    return (
        _(
            "%(company)s answered on %(day)s. Its ratings, the people it needs and its comment would be lost"
            " with the draft, so it is kept. Correct it instead: what the company answered can be used on."
        )
        % words
    )


@transaction.atomic
def add_duty(analysis: JobAnalysis, *, by: Member, title: str) -> Duty:
    """A large part of the job, after those that stand there."""
    analysis = lock_draft(analysis.pk, by)
    return Duty.objects.create(analysis=analysis, position=_next(analysis.duties.all()), title=title)


@transaction.atomic
def rename_duty(duty: Duty, *, by: Member, title: str) -> Duty:
    """Give a duty better words."""
    lock_draft(duty.analysis_id, by)
    duty.title = title
    duty.save(update_fields=["title"])
    return duty


@transaction.atomic
def remove_duty(duty: Duty, *, by: Member) -> None:
    """A duty goes with its tasks."""
    lock_draft(duty.analysis_id, by)
    duty.delete()


@transaction.atomic
def save_task(
    duty: Duty, task: Task | None, *, by: Member, units: Iterable[CompetencyUnit], **facts: Any
) -> Task:
    """Enter or correct a task, its ratings and the competency units that it needs."""
    lock_draft(duty.analysis_id, by)
    if task is None:
        task = Task(duty=duty, position=_next(duty.tasks.all()))
    for name, value in facts.items():
        setattr(task, name, value)
    task.full_clean(exclude=["duty"])
    task.save()
    wanted = {unit.pk for unit in units}
    known = set(task.task_units.values_list("unit", flat=True))
    task.task_units.exclude(unit__in=wanted).delete()
    TaskUnit.objects.bulk_create(TaskUnit(task=task, unit_id=unit) for unit in sorted(wanted - known))
    return task


@transaction.atomic
def remove_task(task: Task, *, by: Member) -> None:
    """A task goes from the draft."""
    lock_draft(task.duty.analysis_id, by)
    task.delete()


def missing_for_agreement(analysis: JobAnalysis) -> list[str]:
    """What a draft lacks before a company can agree to it, in words."""
    tasks = list(Task.objects.filter(duty__analysis=analysis).prefetch_related("task_units"))
    missing = []
    if not tasks:
        missing.append(_("There is no task yet."))
    if unrated := [task.title for task in tasks if not task.is_rated]:
        missing.append(_("Not rated yet: %(tasks)s.") % {"tasks": ", ".join(unrated)})
    if tasks and not any(task.task_units.all() for task in tasks):
        missing.append(_("No task names a competency unit yet."))
    return missing


@transaction.atomic
def agree_analysis(
    analysis: JobAnalysis, *, by: Member, agreed_on: date, agreed_how: str = ""
) -> JobAnalysis:
    """The company agrees: from now on it counts, is open to the consortium, and never changes.

    The analysis that it was made from no longer counts; a survey that is still open is closed.
    """
    analysis = _lock(analysis.pk, by)
    AGREE.enforce(analysis, by=by)
    if missing := missing_for_agreement(analysis):
        raise ValidationError(missing)
    analysis.state, analysis.agreed_on, analysis.agreed_how = AGREE.target, agreed_on, agreed_how
    analysis.save(update_fields=["state", "agreed_on", "agreed_how", "updated_at"])
    telling.analysis_agreed(analysis, by=by)
    _put_behind(analysis)
    return analysis


@transaction.atomic
def retire_analysis(analysis: JobAnalysis, *, by: Member) -> JobAnalysis:
    """The job is no longer what it was; the analysis stays readable and no longer counts."""
    analysis = _lock(analysis.pk, by)
    RETIRE.enforce(analysis, by=by)
    analysis.state = RETIRE.target
    analysis.save(update_fields=["state", "updated_at"])
    return analysis


@transaction.atomic
def analyse_again(analysis: JobAnalysis, *, by: Member, on: date) -> JobAnalysis:
    """A new draft with the duties and tasks of one that was agreed."""
    policies.analyses_jobs(by, analysis).require()
    if analysis.state == AnalysisState.DRAFT:
        raise StateConflict(analysis)
    copy = JobAnalysis.objects.create(
        consortium=by.consortium,
        school_id=by.partner_id,
        made_by=by,
        based_on=analysis,
        analysed_on=on,
        **{name: getattr(analysis, name) for name in COPIED},
    )
    for duty in analysis.duties.prefetch_related("tasks__task_units"):
        new_duty = Duty.objects.create(analysis=copy, position=duty.position, title=duty.title)
        for task in duty.tasks.all():
            ratings = {name: getattr(task, name) for name in RATINGS}
            new = Task.objects.create(duty=new_duty, position=task.position, title=task.title, **ratings)
            TaskUnit.objects.bulk_create(
                TaskUnit(task=new, unit_id=one.unit_id) for one in task.task_units.all()
            )
    return copy


def lock_draft(pk: int, by: Member) -> JobAnalysis:
    """The draft, held until the transaction ends; 409 when it was agreed in the meantime."""
    analysis = _lock(pk, by)
    policies.analyses_jobs(by, analysis).require()
    if not analysis.is_draft:
        raise StateConflict(analysis, policies.edits_analysis(by, analysis).reason)
    return analysis


def _lock(pk: int, by: Member) -> JobAnalysis:
    """Asked first: PostgreSQL lets nobody lock a row that they may not change."""
    known = JobAnalysis.objects.visible_to(by).select_related("consortium", "company").get(pk=pk)
    policies.agrees_analysis(by, known).require()
    locked = JobAnalysis.objects.select_for_update(of=("self",)).select_related("consortium", "company")
    return locked.get(pk=pk)


def _put_behind(analysis: JobAnalysis) -> None:
    """What an agreed analysis takes the place of; by the system, because the company may have agreed."""
    with acting_as(SYSTEM):
        JobAnalysis.objects.agreed().filter(pk=analysis.based_on_id).update(state=AnalysisState.RETIRED)
        Survey.objects.filter(analysis=analysis).exclude(state=SurveyState.CLOSED).update(
            state=SurveyState.CLOSED
        )


def _next(rows: QuerySet) -> int:
    return (rows.aggregate(last=Max("position"))["last"] or 0) + 1
