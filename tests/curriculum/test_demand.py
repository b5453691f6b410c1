"""Job analyses: who may know and do what, what agreement freezes, and what PostgreSQL refuses."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from consortium.notifications.models import Notification
from consortium.rowlevel import acting_as
from consortium.workflow import StateConflict
from curriculum.demand import services
from curriculum.demand.weights import weight_of
from curriculum.models import Duty, JobAnalysis, Task, TaskUnit
from curriculum.states import AnalysisState, SurveyState
from tests import factories
from tests.authorization import act, as_owner, fresh
from tests.curriculum.demanding import MAY, job, only, survey_of

pytestmark = pytest.mark.django_db
FULL = (5, 4, 3)


@pytest.fixture
def unit(db):
    return factories.UnitFactory()


def test_weight_is_the_share_of_fifteen_and_the_middle_where_nobody_rated(cast, unit):
    made = job(cast, tasks=((FULL, [unit]), ((1, 1, 1), []), ((), [])))
    with as_owner():
        weights = [weight_of(task) for task in Task.objects.filter(duty__analysis=made)]
    assert [str(one) for one in weights] == ["0.80", "0.20", "0.6"]


def test_the_curriculum_head_takes_a_job_apart_and_the_company_agrees_on_screen(client, cast, unit):
    head = client
    head.force_login(cast["curriculum_head"].user)
    facts = {"company": cast.partners["company"].pk, "title": "검사 담당", "description": "검사합니다."}
    facts |= {"department": "", "analysed_on": "2026-05-04", "participants": 3, "jobs": 4}
    assert head.post("/paju/demand/jobs/new/", facts).status_code == 302
    made = only(JobAnalysis)
    head.post(f"/paju/demand/jobs/{made.pk}/duties/", {"title": "검사"})
    duty = only(Duty)
    task = {"title": "표본 재기", "importance": 5, "frequency": 4, "difficulty": 3, "units": [unit.pk]}
    assert head.post(f"/paju/demand/duties/{duty.pk}/tasks/", task).status_code == 302
    client.force_login(cast["hr"].user)
    answer = client.post(f"/paju/demand/jobs/{made.pk}/agree/", {"open_to_consortium": "on"}, follow=True)
    assert answer.status_code == 200
    made = fresh(made)
    assert (made.state, made.agreed_on) == (AnalysisState.AGREED, timezone.localdate())
    told = Notification.objects.filter(event="curriculum/analysis_agreed")
    with as_owner():
        assert {one.recipient_id for one in told} == {
            cast["curriculum_head"].user_id,
            cast["coordinator"].user_id,
        }


def test_what_is_typed_stays_while_one_searches_units(client, cast, unit):
    job(cast)
    client.force_login(cast["curriculum_head"].user)
    url = f"/paju/demand/duties/{only(Duty).pk}/tasks/"
    page = client.post(url, {"title": "표본 재기", "unit_search": unit.name, "search": "1"})
    assert page.status_code == 200
    assert 'value="표본 재기"' in page.content.decode()
    with as_owner():
        assert not Task.objects.exists()


def test_drafts_are_known_to_school_and_company_and_agreed_ones_to_the_consortium(cast, unit):
    draft = job(cast, tasks=((FULL, [unit]),))
    agreed = job(cast, tasks=((FULL, [unit]),), title="합의됨", state=AnalysisState.AGREED)
    for who, known in {
        "curriculum_head": {draft, agreed},
        "hr": {draft, agreed},
        "trainer": {draft, agreed},
        "rival_hr": {agreed},
        "official": {agreed},
        "lecturer": {agreed},
        "student": {agreed},
        "stranger": set(),
        "stranger_hr": set(),
    }.items():
        member = cast[who]
        with as_owner():
            assert set(JobAnalysis.objects.visible_to(member)) == known, who
        with acting_as(member.actor):
            assert set(JobAnalysis.objects.all()) == known, who
            assert TaskUnit.objects.count() == len(known), who


def test_nobody_agrees_to_an_analysis_that_is_not_rated_or_names_no_unit(cast, unit):
    bare = job(cast, tasks=((FULL, []),))
    unrated = job(cast, tasks=(((), [unit]),))
    for one in (bare, unrated, job(cast)):
        with pytest.raises(ValidationError):
            act(cast["hr"], services.agree_analysis, one, agreed_on=MAY)


def test_only_the_company_itself_or_the_analysts_agree(cast, unit):
    made = job(cast, tasks=((FULL, [unit]),))
    for who in ("teacher", "trainer", "official"):
        with pytest.raises((PermissionDenied, JobAnalysis.DoesNotExist)):
            act(cast[who], services.agree_analysis, made, agreed_on=MAY)
    with pytest.raises(JobAnalysis.DoesNotExist):
        act(cast["rival_hr"], services.agree_analysis, made, agreed_on=MAY)
    act(cast["coordinator"], services.agree_analysis, made, agreed_on=MAY, agreed_how="방문")
    with pytest.raises(StateConflict):
        act(cast["hr"], services.agree_analysis, made, agreed_on=MAY)


def test_what_was_agreed_never_changes_whoever_asks(cast, unit):
    made = job(cast, tasks=((FULL, [unit]),), state=AnalysisState.AGREED)
    task = only(Task)
    with pytest.raises(StateConflict):
        act(cast["curriculum_head"], services.save_task, task.duty, task, units=[], title="다르게")
    attempts = (
        lambda: JobAnalysis.objects.filter(pk=made.pk).update(title="다르게"),
        lambda: JobAnalysis.objects.filter(pk=made.pk).update(state=AnalysisState.DRAFT, agreed_on=None),
        lambda: Task.objects.filter(pk=task.pk).update(importance=1),
        lambda: TaskUnit.objects.filter(task=task).delete(),
        lambda: Duty.objects.create(analysis=made, position=2, title="몰래"),
    )
    for attempt in attempts:
        with as_owner(), pytest.raises(DatabaseError), transaction.atomic():
            attempt()


def test_a_new_analysis_takes_the_old_ones_place_when_the_company_agrees(cast, unit):
    old = job(cast, tasks=((FULL, [unit]),), state=AnalysisState.AGREED)
    copy = act(cast["curriculum_head"], services.analyse_again, old, on=MAY)
    with as_owner():
        assert [task.title for task in Task.objects.filter(duty__analysis=copy)] == ["과업 1"]
    act(cast["hr"], services.agree_analysis, copy, agreed_on=MAY)
    assert fresh(old).state == AnalysisState.RETIRED


def test_agreement_closes_the_survey_that_is_still_open(cast, unit):
    made = job(cast, tasks=((FULL, [unit]),))
    survey = survey_of(made, cast)
    act(cast["hr"], services.agree_analysis, made, agreed_on=MAY)
    assert fresh(survey).state == SurveyState.CLOSED


def test_a_company_changes_nothing_of_its_draft_but_the_agreement(cast, unit):
    made = job(cast, tasks=((FULL, [unit]),))
    with acting_as(cast["hr"].actor):
        for attempt in (
            lambda: JobAnalysis.objects.filter(pk=made.pk).update(jobs=99),
            lambda: Task.objects.update(importance=5),
        ):
            with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
                attempt()
    with acting_as(cast["trainer"].actor):
        assert JobAnalysis.objects.filter(pk=made.pk).update(state=AnalysisState.AGREED, agreed_on=MAY) == 0


def test_the_list_costs_the_same_for_one_and_three_jobs(client, cast):
    client.force_login(cast["curriculum_head"].user)
    job(cast)
    client.get("/paju/demand/jobs/")
    counts = []
    for more in (0, 2):
        for _one in range(more):
            job(cast)
        with CaptureQueriesContext(connection) as queries:
            client.get("/paju/demand/jobs/")
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_the_list_of_units_alone_is_no_page(client, cast):
    """It is the part of a form that changes while one types; its address leads to where such forms begin."""
    client.force_login(cast["curriculum_head"].user)
    typed = client.get("/paju/demand/units/", follow=True)
    assert typed.redirect_chain == [("/paju/demand/jobs/", 302)]
    assert b"<h1" in typed.content
    part = client.get("/paju/demand/units/", headers={"HX-Request": "true"})
    assert part.status_code == 200
    assert b"<h1" not in part.content
