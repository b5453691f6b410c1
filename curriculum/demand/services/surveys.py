"""Surveys: the school asks, the company answers by link or in the portal, the school takes it over."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, time
from typing import TYPE_CHECKING, NamedTuple

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from consortium.notifications import doorbell
from consortium.rowlevel import SYSTEM, acting_as
from consortium.workflow import StateConflict
from curriculum.demand import policies, telling
from curriculum.demand.services.analyses import RATINGS, lock_draft
from curriculum.demand.workflow import ANSWER, CLOSE
from curriculum.models import JobAnalysis, Survey, SurveyContact, SurveyLink, SurveyRating, Task
from curriculum.states import SurveyState

if TYPE_CHECKING:
    from partners.models import Member

MAIL_LINK = "curriculum.tasks.mail_survey_link"


class Answer(NamedTuple):
    """What a company says: the ratings by task, how many people it needs, and what is missing."""

    ratings: Mapping[int, tuple[int, int, int]]
    jobs: int | None
    comment: str


@transaction.atomic
def ask_company(analysis: JobAnalysis, *, by: Member, closes_on: date, name: str, email: str) -> Survey:
    """Ask the company to rate the tasks of its job; the link goes to this person by mail."""
    analysis = lock_draft(analysis.pk, by)
    if closes_on <= timezone.localdate():
        raise ValidationError({"closes_on": _("Leave the company at least until tomorrow.")})
    if not Task.objects.filter(duty__analysis=analysis).exists():
        raise ValidationError(_("Enter tasks first; the company rates them."))
    if Survey.objects.filter(analysis=analysis).exclude(state=SurveyState.CLOSED).exists():
        raise StateConflict(analysis, _("The company has been asked already."))
    survey = Survey.objects.create(
        consortium=by.consortium,
        school_id=by.partner_id,
        company_id=analysis.company_id,
        analysis=analysis,
        asked_by=by,
        closes_on=closes_on,
    )
    SurveyContact.objects.create(survey=survey, name=name, email=email)
    _write(survey)
    telling.survey_asked(survey)
    return survey


@transaction.atomic
def send_again(survey: Survey, *, by: Member) -> Survey:
    """A new link to the same person; the one before stops working. Nothing is sent twice at once."""
    survey = _lock(survey, by)
    policies.asks_company(by, survey).require()
    _require_open(survey)
    if not SurveyLink.objects.filter(survey=survey).waiting().exists():
        _write(survey)
    return survey


@transaction.atomic
def close_survey(survey: Survey, *, by: Member) -> Survey:
    """No answer is taken any more; what was answered stays readable."""
    survey = _lock(survey, by)
    CLOSE.enforce(survey, by=by)
    _close(survey)
    return survey


@transaction.atomic
def take_over(survey: Survey, *, by: Member) -> Survey:
    """The company's ratings become those of the draft, and the survey is closed."""
    lock_draft(survey.analysis_id, by)
    survey = _lock(survey, by)
    CLOSE.enforce(survey, by=by)
    if survey.state != SurveyState.ANSWERED:
        raise StateConflict(survey, _("The company has not answered yet."))
    ratings = {one.task_id: one for one in survey.ratings.all()}
    tasks = list(Task.objects.filter(pk__in=list(ratings)))
    for task in tasks:
        for field in RATINGS:
            setattr(task, field, getattr(ratings[task.pk], field))
    Task.objects.bulk_update(tasks, RATINGS)
    if survey.jobs is not None:
        JobAnalysis.objects.filter(pk=survey.analysis_id).update(jobs=survey.jobs)
    _close(survey)
    return survey


@transaction.atomic
def answer_survey(survey: Survey, answer: Answer, *, by: Member) -> Survey:
    """The company's HR answers, or corrects the company's answer, in the portal."""
    known = Survey.objects.visible_to(by).get(pk=survey.pk)
    policies.answers_survey(by, known).require()
    return _answer(known, answer, by=by)


def answer_by_link(link: SurveyLink, answer: Answer) -> Survey:
    """Whoever holds the link answers, or corrects the answer; under the link's own rights alone."""
    with acting_as(link.actor):
        survey = _answer(Survey.objects.get(pk=link.survey_id), answer)
    with acting_as(SYSTEM):
        telling.survey_answered(
            Survey.objects.select_related("consortium", "analysis__company").get(pk=survey.pk)
        )
    return survey


def _answer(survey: Survey, answer: Answer, *, by: Member | None = None) -> Survey:
    """One answer for the company: the last one given stands."""
    survey = Survey.objects.select_for_update(of=("self",)).get(pk=survey.pk)
    _require_open(survey)
    tasks = set(Task.objects.filter(duty__analysis=survey.analysis_id).values_list("pk", flat=True))
    if missing := tasks - set(answer.ratings):
        raise ValidationError(_("Rate every task; %(count)s are not rated yet.") % {"count": len(missing)})
    SurveyRating.objects.bulk_create(
        [
            SurveyRating(survey=survey, task_id=task, **dict(zip(RATINGS, answer.ratings[task], strict=True)))
            for task in sorted(tasks)
        ],
        update_conflicts=True,
        unique_fields=["survey", "task"],
        update_fields=RATINGS,
    )
    if survey.state == SurveyState.OPEN:
        ANSWER.enforce(survey, by=by)
        survey.state = ANSWER.target
    survey.answered_at, survey.answered_by = timezone.now(), by
    survey.jobs, survey.comment = answer.jobs, answer.comment
    survey.full_clean(exclude=["consortium", "school", "company", "analysis", "asked_by", "answered_by"])
    survey.save(update_fields=["state", "answered_at", "answered_by", "jobs", "comment"])
    if by is not None:
        telling.survey_answered(survey)
    return survey


def _require_open(survey: Survey) -> None:
    verdict = policies.takes_answers(survey)
    if not verdict:
        raise StateConflict(survey, verdict.reason)


def _close(survey: Survey) -> None:
    survey.state = CLOSE.target
    survey.save(update_fields=["state"])
    SurveyLink.objects.filter(survey=survey, revoked_at=None).update(revoked_at=timezone.now())


def _lock(survey: Survey, by: Member) -> Survey:
    known = Survey.objects.visible_to(by).select_related("analysis").get(pk=survey.pk)
    policies.asks_company(by, known).require()
    locked = Survey.objects.select_for_update(of=("self",))
    return locked.select_related("analysis__company", "consortium").get(pk=survey.pk)


def _write(survey: Survey) -> SurveyLink:
    """A new way in, mailed once this is committed; it ends with the survey's last day."""
    SurveyLink.objects.filter(survey=survey, revoked_at=None).update(revoked_at=timezone.now())
    last = datetime.combine(survey.closes_on, time.max, timezone.get_current_timezone())
    link = SurveyLink.objects.create(survey=survey, expires_at=last)
    transaction.on_commit(lambda: doorbell.nudge(MAIL_LINK, [(link.pk,)]), robust=True)
    return link
