"""Invented job analyses over real national units and the consortium's own; every company in them is a demo.

For those who enter AI convergence, units of AI modelling are demanded and taught, some of the consortium's
own are demanded and not taught, and some are taught though nobody asks for them.
"""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta

from django.utils import timezone

from curriculum.demand import telling
from curriculum.demo.subjects import rows_of
from curriculum.models import (
    CompetencyUnit,
    Department,
    Duty,
    JobAnalysis,
    Survey,
    SurveyContact,
    SurveyLink,
    SurveyRating,
    Task,
    TaskUnit,
)
from curriculum.states import AnalysisState, SurveyState
from partners.models import Consortium, Member, Partner
from partners.states import Role

RATINGS = ("importance", "frequency", "difficulty")
RATED = (4, 4, 3)  # what the company that has answered says of each task
WAITING, ANSWERED = "E", "F"  # drafts whose survey waits, and whose survey was answered
TIME_TO_ANSWER = 14
ASKED_BEFORE, ANSWERED_BEFORE = timedelta(days=6), timedelta(days=2)


def load_own_units(consortium: Consortium, today: date) -> None:
    """AI competencies that the national standards do not have, written by the consortium."""
    CompetencyUnit.objects.bulk_create(
        CompetencyUnit(
            consortium=consortium,
            code=row["code"],
            name=row["name"],
            level=int(row["level"]),
            sub_field=row["sub_field"],
            description=row["description"],
        )
        for row in rows_of(consortium.slug, "own_units")
    )


def load_demand(consortium: Consortium, today: date) -> None:
    """Jobs that companies agreed to, a draft whose company is being asked, and one that has answered."""
    rows = rows_of(consortium.slug, "jobs")
    if not rows:
        return
    analyst = _analyst(consortium)
    companies = {one.code: one for one in Partner.objects.filter(code__in=[row["company"] for row in rows])}
    rows = [row for row in rows if row["company"] in companies]
    departments = {one.name: one for one in Department.objects.filter(consortium=consortium)}
    made = JobAnalysis.objects.bulk_create(
        JobAnalysis(
            consortium=consortium,
            school=consortium.school,
            company=companies[row["company"]],
            department=departments.get(row["department"]),
            title=row["title"],
            description=row["description"],
            analysed_on=today - timedelta(days=int(row["days_ago"])),
            participants=int(row["participants"]),
            jobs=int(row["jobs"]),
            made_by=analyst,
            is_demo=True,
        )
        for row in rows
    )
    jobs = {row["job"]: analysis for row, analysis in zip(rows, made, strict=True)}
    _load_tasks(consortium, jobs)
    for row in rows:
        if row["state"] == AnalysisState.AGREED:
            agreed_on = jobs[row["job"]].analysed_on + timedelta(days=20)
            JobAnalysis.objects.filter(pk=jobs[row["job"]].pk).update(
                state=AnalysisState.AGREED, agreed_on=agreed_on, agreed_how="기업 방문 협의(시연)"
            )
    _ask(jobs, analyst, today)


def _analyst(consortium: Consortium) -> Member:
    school = Member.objects.filter(consortium=consortium, partner=consortium.school)
    return school.filter(role=Role.CURRICULUM_HEAD).first() or school.earliest("pk")


def _load_tasks(consortium: Consortium, jobs: dict[str, JobAnalysis]) -> None:
    rows = [row for row in rows_of(consortium.slug, "tasks") if row["job"] in jobs]
    names = list(dict.fromkeys((row["job"], row["duty"]) for row in rows))
    duties = dict(
        zip(
            names,
            Duty.objects.bulk_create(
                Duty(analysis=jobs[job], position=place, title=title)
                for place, (job, title) in enumerate(names, start=1)
            ),
            strict=True,
        )
    )
    tasks = Task.objects.bulk_create(
        Task(
            duty=duties[row["job"], row["duty"]],
            position=place,
            title=row["task"],
            **{
                name: int(row[name]) if row[name] else None
                for name in ("importance", "frequency", "difficulty")
            },
        )
        for place, row in enumerate(rows, start=1)
    )
    known = CompetencyUnit.objects.filter(consortium=None) | CompetencyUnit.objects.filter(
        consortium=consortium
    )
    units = dict(known.values_list("code", "pk"))
    TaskUnit.objects.bulk_create(
        TaskUnit(task=task, unit_id=units[code])
        for task, row in zip(tasks, rows, strict=True)
        for code in row["units"].split("|")
        if code in units
    )


def _ask(jobs: dict[str, JobAnalysis], analyst: Member, today: date) -> None:
    """Two surveys: one whose mail leaves now, one of last week that is answered and not taken over yet."""
    for key in (WAITING, ANSWERED):
        if key not in jobs:
            continue
        analysis = jobs[key]
        asked_at = timezone.now() - (ASKED_BEFORE if key == ANSWERED else timedelta())
        survey = Survey.objects.create(
            consortium=analysis.consortium,
            school=analysis.school,
            company=analysis.company,
            analysis=analysis,
            asked_by=analyst,
            asked_at=asked_at,
            closes_on=today + timedelta(days=TIME_TO_ANSWER),
        )
        SurveyContact.objects.create(
            survey=survey, name="담당자(시연)", email=f"survey-{key.lower()}@demo.example"
        )
        last = datetime.combine(survey.closes_on, time.max, timezone.get_current_timezone())
        telling.survey_asked(survey)
        sent_at = asked_at if key == ANSWERED else None  # the other is mailed as soon as the portal runs
        SurveyLink.objects.create(survey=survey, wanted_at=asked_at, expires_at=last, sent_at=sent_at)
        if key == ANSWERED:
            _answer(survey, Task.objects.filter(duty__analysis=analysis))
            telling.survey_answered(survey)


def _answer(survey: Survey, tasks: Iterable[Task]) -> None:
    SurveyRating.objects.bulk_create(
        SurveyRating(survey=survey, task=task, **dict(zip(RATINGS, RATED, strict=True))) for task in tasks
    )
    survey.state, survey.answered_at = SurveyState.ANSWERED, timezone.now() - ANSWERED_BEFORE
    survey.jobs, survey.comment = 3, "표지 시안을 만드는 일도 넣어 주세요. (시연)"
    survey.save(update_fields=["state", "answered_at", "jobs", "comment"])
