"""What tests of demand set on the stage: a job with duties, tasks and units, and its survey."""

from __future__ import annotations

import datetime

import pgtrigger
from django.db.models import Model
from django.utils import timezone

from curriculum.models import Duty, JobAnalysis, Survey, SurveyContact, SurveyLink, Task, TaskUnit
from curriculum.states import AnalysisState, SurveyState
from tests.authorization import as_owner
from tests.cast import Cast

MAY = datetime.date(2026, 5, 4)
STEPS = (
    "curriculum.JobAnalysis:state_of_birth",
    "curriculum.Duty:in_drafts_only",
    "curriculum.Task:in_drafts_only",
    "curriculum.TaskUnit:in_drafts_only",
    "curriculum.Survey:state_of_birth",
)


def job(cast: Cast, *, company: str = "company", tasks: tuple = (), **facts) -> JobAnalysis:
    """A draft unless told otherwise; `tasks` are (ratings, units)."""
    facts = {"title": "검사 담당", "analysed_on": MAY, "participants": 3, "jobs": 4} | facts
    if facts.get("state", AnalysisState.DRAFT) != AnalysisState.DRAFT:
        facts.setdefault("agreed_on", MAY)
    with as_owner(), pgtrigger.ignore(*STEPS):
        made = JobAnalysis.objects.create(
            consortium=cast.consortium,
            school=cast.partners["school"],
            company=cast.partners[company],
            made_by=cast["curriculum_head"],
            **facts,
        )
        duty = Duty.objects.create(analysis=made, position=1, title="검사")
        for place, (ratings, units) in enumerate(tasks, start=1):
            names = ("importance", "frequency", "difficulty")
            task = Task.objects.create(
                duty=duty, position=place, title=f"과업 {place}", **dict(zip(names, ratings, strict=False))
            )
            for unit in units:
                TaskUnit.objects.create(task=task, unit=unit)
    return made


def only(model: type[Model]) -> Model:
    """The one row that there is, whoever may know it."""
    with as_owner():
        return model.objects.select_related().get()


def survey_of(analysis: JobAnalysis, cast: Cast, **facts) -> Survey:
    """A survey that waits, with its contact and a link that has not left yet."""
    facts = {"closes_on": timezone.localdate() + datetime.timedelta(days=7)} | facts
    with as_owner(), pgtrigger.ignore(*STEPS):
        made = Survey.objects.create(
            consortium=analysis.consortium,
            school=analysis.school,
            company=analysis.company,
            analysis=analysis,
            asked_by=cast["curriculum_head"],
            **facts,
        )
        if made.state != SurveyState.CLOSED:
            SurveyContact.objects.create(survey=made, name="담당", email="work@company.example")
            SurveyLink.objects.create(survey=made, expires_at=timezone.now() + datetime.timedelta(days=7))
    return made
