"""Surveys: a link opens one survey and nothing else, one answer that can be corrected until it is closed."""

import datetime
import re

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DatabaseError, transaction
from django.utils import timezone

from consortium.notifications.models import Notification
from consortium.rowlevel import Actor, Kind, acting_as
from consortium.workflow import StateConflict
from curriculum.demand import letters, services
from curriculum.demand.entrance import open_token
from curriculum.models import (
    CompetencyUnit,
    JobAnalysis,
    Student,
    Survey,
    SurveyContact,
    SurveyLink,
    SurveyRating,
    Task,
)
from curriculum.states import SurveyState
from tests import factories
from tests.authorization import act, as_owner, fresh
from tests.curriculum.demanding import job, survey_of

pytestmark = pytest.mark.django_db
TOKEN = re.compile(r"/survey/(\d+-[\w-]+)/")


@pytest.fixture
def analysis(cast):
    return job(cast, tasks=(((), [factories.UnitFactory(name="재는 법")]), ((2, 2, 2), [])))


def asked(analysis, cast):
    """The company was asked, and the mail has left; gives back the survey and the token of its link."""
    closes_on = timezone.localdate() + datetime.timedelta(days=7)
    contact = {"name": "담당", "email": "work@company.example"}
    survey = act(cast["curriculum_head"], services.ask_company, analysis, closes_on=closes_on, **contact)
    return survey, mailed(survey)


def mailed(survey):
    mail.outbox.clear()
    with as_owner():
        link = SurveyLink.objects.get(survey=survey, revoked_at=None)
    letters.mail(link.pk)
    (letter,) = mail.outbox
    assert letter.to == ["work@company.example"]
    return TOKEN.search(letter.body)[1]


def ratings(value=4):
    with as_owner():
        tasks = list(Task.objects.values_list("pk", flat=True))
    names = ("importance", "frequency", "difficulty")
    return {f"{name}_{task}": value for task in tasks for name in names}


def test_the_company_answers_by_link_and_corrects_until_it_is_closed(client, cast, analysis):
    survey, token = asked(analysis, cast)
    page = client.get(f"/survey/{token}/")
    assert page.status_code == 200
    assert "과업 1" in page.content.decode()
    assert page["Referrer-Policy"] == "strict-origin"
    answer = client.post(f"/survey/{token}/", ratings(4) | {"jobs": 6, "comment": "포장도 있습니다."})
    assert answer.status_code == 302
    assert client.get(answer["Location"]).status_code == 200
    client.post(f"/survey/{token}/", ratings(5) | {"jobs": 7})
    with as_owner():
        survey.refresh_from_db()
        assert (survey.state, survey.jobs, survey.comment) == (SurveyState.ANSWERED, 7, "")
        assert {one.importance for one in SurveyRating.objects.all()} == {5}
        assert SurveyRating.objects.count() == 2
        told = Notification.objects.filter(event="curriculum/survey_answered")
        assert cast["curriculum_head"].user_id in {one.recipient_id for one in told}
    act(cast["curriculum_head"], services.close_survey, survey)
    assert client.get(f"/survey/{token}/").status_code == 410
    assert client.post(f"/survey/{token}/", ratings(1)).status_code == 410


def test_nothing_typed_is_lost_when_a_rating_is_missing(client, cast, analysis):
    _survey, token = asked(analysis, cast)
    sent = ratings(3) | {"comment": "남아 있어야 할 말"}
    sent.pop(next(iter(sent)))
    page = client.post(f"/survey/{token}/", sent)
    assert page.status_code == 422
    assert "남아 있어야 할 말" in page.content.decode()
    with as_owner():
        assert not SurveyRating.objects.exists()


def test_a_wrong_secret_opens_nothing_whether_the_number_exists_or_not(client, cast, analysis):
    _survey, token = asked(analysis, cast)
    number = token.partition("-")[0]
    for wrong in (f"{number}-wrong", "999999-wrong", "nonsense", f"{number}-"):
        assert open_token(wrong) is None
        assert client.get(f"/survey/{wrong}/").status_code == 404


def test_a_link_reads_its_survey_alone_and_a_signing_link_of_the_same_number_reads_nothing(cast, analysis):
    survey, token = asked(analysis, cast)
    other = job(cast, tasks=(((1, 1, 1), [factories.UnitFactory()]),), company="rival")
    survey_of(other, cast)
    with as_owner():
        own = CompetencyUnit.objects.create(consortium=cast.consortium, code="SK-AI-01", name="이름")
    number = int(token.partition("-")[0])
    with acting_as(Actor(Kind.LINK, survey=number)):
        assert list(Survey.objects.all()) == [survey]
        assert list(JobAnalysis.objects.all()) == [analysis]
        assert Task.objects.count() == 2
        assert not CompetencyUnit.objects.filter(pk=own.pk).exists()
        for model in (SurveyContact, Student):
            with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
                model.objects.exists()
    with acting_as(Actor(Kind.LINK, link=number)):
        assert not Survey.objects.exists()
        assert not SurveyLink.objects.exists()


def test_a_link_writes_its_answer_and_nothing_else(cast, analysis):
    survey, token = asked(analysis, cast)
    number = int(token.partition("-")[0])
    foreign = job(cast, tasks=(((1, 1, 1), []),))
    with as_owner():
        strange = Task.objects.get(duty__analysis=foreign)
    with acting_as(Actor(Kind.LINK, survey=number)):
        for attempt in (
            lambda: Survey.objects.filter(pk=survey.pk).update(closes_on=timezone.localdate()),
            lambda: Task.objects.update(importance=5),
            lambda: SurveyLink.objects.update(revoked_at=None),
            lambda: SurveyRating.objects.create(
                survey=survey, task=strange, importance=1, frequency=1, difficulty=1
            ),
        ):
            with pytest.raises(DatabaseError), transaction.atomic():
                attempt()


def test_a_link_that_is_too_old_opens_nothing(client, cast, analysis):
    _survey, token = asked(analysis, cast)
    with as_owner():
        SurveyLink.objects.update(expires_at=timezone.now() - datetime.timedelta(minutes=1))
    assert client.get(f"/survey/{token}/").status_code == 410


def test_a_new_link_takes_the_place_of_the_one_before(client, cast, analysis):
    survey, first = asked(analysis, cast)
    act(cast["curriculum_head"], services.send_again, survey)
    second = mailed(survey)
    assert client.get(f"/survey/{first}/").status_code == 410
    assert client.get(f"/survey/{second}/").status_code == 200


def test_a_mail_is_sent_once_and_not_after_the_survey_is_closed(cast, analysis):
    survey, token = asked(analysis, cast)
    mail.outbox.clear()
    letters.mail(int(token.partition("-")[0]))
    assert mail.outbox == []
    act(cast["curriculum_head"], services.send_again, survey)
    with as_owner():
        link = SurveyLink.objects.get(revoked_at=None)
        Survey.objects.filter(pk=survey.pk).update(state=SurveyState.CLOSED)
    letters.mail(link.pk)
    assert mail.outbox == []


def test_a_mail_server_that_refuses_is_tried_again(cast, analysis, monkeypatch):
    survey = survey_of(analysis, cast)
    with as_owner():
        link = SurveyLink.objects.get(survey=survey)

    def broken(*args, **kwargs):
        raise OSError

    monkeypatch.setattr(letters, "send_letter", broken)
    letters.mail(link.pk)
    with as_owner():
        link.refresh_from_db()
        assert (link.attempts, link.sent_at, link.error) == (1, None, "OSError")
        assert link.due_at > timezone.now()


def test_the_companys_hr_answers_in_the_portal_and_nobody_else(client, cast, analysis):
    survey = survey_of(analysis, cast)
    client.force_login(cast["hr"].user)
    assert client.post(f"/paju/demand/surveys/{survey.pk}/answer/", ratings(3)).status_code == 302
    survey = fresh(survey)
    assert (survey.state, survey.answered_by) == (SurveyState.ANSWERED, cast["hr"])
    for who in ("trainer", "curriculum_head"):
        client.force_login(cast[who].user)
        assert client.post(f"/paju/demand/surveys/{survey.pk}/answer/", ratings(1)).status_code == 403
    client.force_login(cast["rival_hr"].user)
    assert client.get(f"/paju/demand/surveys/{survey.pk}/").status_code == 404


def test_the_school_takes_the_answer_over_and_the_company_then_agrees(client, cast, analysis):
    survey, token = asked(analysis, cast)
    with pytest.raises(StateConflict):
        act(cast["curriculum_head"], services.take_over, survey)
    client.post(f"/survey/{token}/", ratings(4) | {"jobs": 9})
    client.force_login(cast["curriculum_head"].user)
    assert "work@company.example" in client.get(f"/paju/demand/surveys/{survey.pk}/").content.decode()
    client.post(f"/paju/demand/surveys/{survey.pk}/take/")
    with as_owner():
        assert {task.importance for task in Task.objects.all()} == {4}
    assert fresh(analysis).jobs == 9
    act(cast["hr"], services.agree_analysis, analysis, agreed_on=timezone.localdate())
    client.force_login(cast["hr"].user)
    assert "work@company.example" not in client.get(f"/paju/demand/surveys/{survey.pk}/").content.decode()


@pytest.mark.parametrize("way", ["link", "portal"])
def test_a_company_may_say_that_it_needs_nobody_which_is_no_silence(client, cast, analysis, way):
    survey, token = asked(analysis, cast)
    page = f"/paju/demand/surveys/{survey.pk}/"
    client.force_login(cast["hr"].user)
    path = f"/survey/{token}/" if way == "link" else f"{page}answer/"
    assert client.post(path, ratings(4) | {"jobs": ""}).status_code == 302
    assert "명시 없음" in client.get(page).content.decode()
    refused = client.post(path, ratings(4) | {"jobs": -1})
    assert refused.status_code == 422
    assert client.post(path, ratings(4) | {"jobs": "0"}).status_code == 302
    with as_owner():
        assert Survey.objects.get().jobs == 0
    assert 'value="0"' in client.get(path).content.decode()  # kept, and shown when it is corrected
    text = client.get(page).content.decode()
    assert "0명(필요 없음)" in text
    assert "명시 없음" not in text
    act(cast["curriculum_head"], services.take_over, survey)
    assert fresh(analysis).jobs == 0


def test_a_draft_that_is_discarded_takes_along_what_nobody_has_answered(client, cast, analysis):
    _survey, token = asked(analysis, cast)
    act(cast["curriculum_head"], services.discard_analysis, analysis)
    with as_owner():
        assert not Survey.objects.exists()
    assert client.get(f"/survey/{token}/").status_code == 404


@pytest.mark.parametrize("closed", [False, True])
def test_what_a_company_answered_is_not_thrown_away_with_the_draft(client, cast, analysis, closed):
    survey, token = asked(analysis, cast)
    address = f"/paju/demand/jobs/{analysis.pk}/"
    client.force_login(cast["curriculum_head"].user)
    assert f"{address}discard/" in client.get(address).content.decode()
    client.post(f"/survey/{token}/", ratings(4) | {"jobs": 9})
    if closed:
        act(cast["curriculum_head"], services.close_survey, survey)
    page = client.get(address).content.decode()
    assert f"{address}discard/" not in page
    assert "사라지므로" in page
    stale = client.post(f"{address}discard/")
    assert stale.status_code == 409
    assert "사라지므로" in stale.content.decode()
    with as_owner():
        assert (Survey.objects.get().jobs, SurveyRating.objects.count()) == (9, 2)


def test_postgresql_keeps_an_answer_too(client, cast, analysis):
    _survey, token = asked(analysis, cast)
    client.post(f"/survey/{token}/", ratings(4))
    with acting_as(cast["curriculum_head"].actor):
        for rows in (JobAnalysis.objects.all(), Survey.objects.all()):
            with pytest.raises(DatabaseError), transaction.atomic():
                rows.delete()


def test_what_was_answered_about_a_task_goes_when_the_draft_drops_the_task(client, cast, analysis):
    _survey, token = asked(analysis, cast)
    client.post(f"/survey/{token}/", ratings(4))
    with as_owner():
        task = Task.objects.filter(duty__analysis=analysis).first()
    act(cast["curriculum_head"], services.remove_task, task)
    with as_owner():
        assert SurveyRating.objects.count() == 1


def test_a_company_is_asked_once_at_a_time_and_only_about_tasks_that_are_there(cast, analysis):
    facts = {"closes_on": timezone.localdate() + datetime.timedelta(days=3), "name": "담당"}
    facts |= {"email": "work@company.example"}
    coordinator = cast["coordinator"]
    act(cast["curriculum_head"], services.ask_company, analysis, **facts)
    with pytest.raises(StateConflict):
        act(coordinator, services.ask_company, analysis, **facts)
    with pytest.raises(ValidationError):
        act(coordinator, services.ask_company, job(cast), **facts)
    asked_about = job(cast, tasks=(((), []),))
    with pytest.raises(ValidationError):
        act(coordinator, services.ask_company, asked_about, **facts | {"closes_on": timezone.localdate()})
    with pytest.raises(PermissionDenied):
        act(cast["hr"], services.ask_company, analysis, **facts)
