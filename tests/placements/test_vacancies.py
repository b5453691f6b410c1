"""Vacancies as the school drafts them and everybody else reads them."""

import datetime
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from consortium.notifications.models import Notification
from consortium.rowlevel import acting_as
from curriculum.competencies.choosing import choices
from placements.models import Candidate, Vacancy
from placements.states import VacancyState
from tests import factories
from tests.authorization import as_owner
from tests.placements.conftest import open_vacancy


def in_days(days):
    return (timezone.localdate() + datetime.timedelta(days=days)).isoformat()


def form_data(cast, chosen, **changed):
    return {
        "company": cast.partners["company"].pk,
        "title": "AI 품질 점검",
        "description": "자료를 점검합니다.",
        "places": 2,
        "starts_on": in_days(45),
        "ends_on": in_days(135),
        "units": [unit.pk for unit in chosen],
    } | changed


@pytest.fixture
def units(db):
    return [factories.UnitFactory(name="프로그래밍"), factories.UnitFactory(name="데이터 수집")]


@pytest.fixture
def coordinator(client, cast):
    client.force_login(cast["coordinator"].user)
    return client


def test_the_coordinator_drafts_a_vacancy_and_opens_it(coordinator, cast, units):
    factories.ConsentFactory(
        student=cast.student, recipient=cast.partners["company"], recorded_by=cast["coordinator"]
    )
    response = coordinator.post("/paju/vacancies/new/", form_data(cast, units))
    with as_owner():
        vacancy = Vacancy.objects.get()
    assert response.url == f"/paju/vacancies/{vacancy.pk}/"
    assert vacancy.state == VacancyState.DRAFT
    assert "동의가 유효한 재학생이 모두 여기에 추천됩니다" in coordinator.get(response.url).content.decode()
    assert coordinator.post(f"/paju/vacancies/{vacancy.pk}/open/").url == response.url
    shown = coordinator.get(response.url).content.decode()
    assert "김가람" in shown
    with as_owner():
        assert Candidate.objects.values_list("student", flat=True).get() == cast.student.pk
        told = Notification.objects.filter(event="placements/vacancy_opened")
        assert [row.recipient_id for row in told] == [cast["hr"].user_id]


def test_before_it_opens_the_page_says_whose_data_go_to_the_company(coordinator, cast, units):
    for student in (cast.student, cast.classmate):
        factories.ConsentFactory(
            student=student, recipient=cast.partners["company"], recorded_by=cast["coordinator"]
        )
    young = factories.StudentFactory(department=cast.department, grade=1)
    factories.ConsentFactory(student=young, recipient=cast.partners["company"])
    coordinator.post("/paju/vacancies/new/", form_data(cast, units, starts_on=in_days(3)))
    with as_owner():
        vacancy = Vacancy.objects.get()
    page = f"/paju/vacancies/{vacancy.pk}/"
    assert f'href="{page}open/"' in coordinator.get(page).content.decode()
    response = coordinator.get(f"{page}open/")
    assert response.context["number"] == 2
    shown = response.content.decode()
    assert ("학생 2명의 정보가 바로" in shown, "직업교육훈련 촉진법 제9조제1항" in shown) == (True, True)
    with as_owner():
        assert (Vacancy.objects.get().state, Candidate.objects.count()) == (VacancyState.DRAFT, 0)


def counts_shown(client, email_of):
    client.force_login(email_of.user)
    page = client.get("/paju/vacancies/").content.decode()
    return re.findall(r'data-label="(?:검토 대기|면접 대상)">([^<]*)', page)


def test_school_and_company_count_the_same_candidates_and_students_count_none(client, cast, units):
    vacancy = open_vacancy(cast, units)
    factories.ConsentFactory(
        student=cast.student, recipient=cast.partners["company"], recorded_by=cast["coordinator"]
    )
    with as_owner():
        Candidate.objects.all().delete()
    factories.CandidateFactory(vacancy=vacancy, student=cast.student)
    factories.CandidateFactory(vacancy=vacancy, student=cast.classmate)  # without a consent
    assert counts_shown(client, cast["coordinator"]) == ["1", "-"]
    assert counts_shown(client, cast["hr"]) == ["1", "-"]
    assert counts_shown(client, cast["student"]) == []


def test_correcting_keeps_the_rest_and_changes_the_units(coordinator, cast, units):
    vacancy = open_vacancy(cast, units[:1])
    data = form_data(cast, units[1:], title="고친 제목")
    assert coordinator.post(f"/paju/vacancies/{vacancy.pk}/edit/", data).status_code == 302
    with as_owner():
        found = Vacancy.objects.get()
        assert (found.title, found.state) == ("고친 제목", VacancyState.OPEN)
        assert [row.unit for row in found.demanded_units.all()] == units[1:]


def test_an_open_vacancy_never_changes_its_company(coordinator, cast, units):
    vacancy = open_vacancy(cast, units)
    data = form_data(cast, units, company=cast.partners["rival"].pk)
    response = coordinator.post(f"/paju/vacancies/{vacancy.pk}/edit/", data)
    assert set(response.context["form"].errors) == {"company"}


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("ends_on", in_days(45)),
        ("places", "0"),
        ("units", []),
        ("title", "문의 090501-3123456"),
        ("company", "999999"),
    ],
)
def test_the_form_says_which_field_is_wrong(coordinator, cast, units, field, value):
    response = coordinator.post("/paju/vacancies/new/", form_data(cast, units, **{field: value}))
    assert response.status_code == 200
    assert set(response.context["form"].errors) == {field}


def test_without_script_searching_units_keeps_what_was_typed(coordinator, cast, units):
    data = form_data(cast, units[:1], search="1", unit_search="데이터", title="아직 저장 전")
    shown = coordinator.post("/paju/vacancies/new/", data).content.decode()
    assert ("아직 저장 전" in shown, "데이터 수집" in shown, "프로그래밍" in shown) == (True, True, True)
    with as_owner():
        assert Vacancy.objects.count() == 0


def test_with_htmx_the_list_of_units_comes_alone(coordinator, cast, units):
    address = f"/paju/vacancies/units/?unit_search=데이터&units={units[0].pk}"
    shown = coordinator.get(address, HTTP_HX_REQUEST="true").content.decode()
    assert shown.index("프로그래밍") < shown.index("데이터 수집")
    assert "<html" not in shown


def test_closing_tells_those_who_had_no_answer(coordinator, cast, units):
    vacancy = open_vacancy(cast, units)
    factories.ConsentFactory(
        student=cast.student, recipient=cast.partners["company"], recorded_by=cast["coordinator"]
    )
    factories.CandidateFactory(vacancy=vacancy, student=cast.student)
    coordinator.post(f"/paju/vacancies/{vacancy.pk}/close/")
    with as_owner():
        told = set(Notification.objects.values_list("event", "recipient"))
    assert told == {
        ("placements/vacancy_closed", cast["hr"].user_id),
        ("placements/closed_without_answer", cast["student"].user_id),
    }


def test_the_page_suggests_students_who_have_units_and_gave_no_consent_yet(coordinator, cast, units):
    vacancy = open_vacancy(cast, units)
    factories.AttainmentFactory(student=cast.classmate, unit=units[0], judged_by=cast["teacher"])
    suggested = coordinator.get(f"/paju/vacancies/{vacancy.pk}/").context["suggested"]
    assert [(student.pk, student.fitting) for student in suggested] == [(cast.classmate.pk, 1)]


@pytest.mark.parametrize(
    ("who", "titles"),
    [
        ("coordinator", {"열린 우리 것", "작성 중 우리 것", "경쟁사 것"}),
        ("hr", {"열린 우리 것"}),
        ("trainer", {"열린 우리 것"}),
        ("rival_hr", {"경쟁사 것"}),
        ("student", {"열린 우리 것", "경쟁사 것"}),
    ],
)
def test_who_knows_which_vacancy(client, cast, units, who, titles):
    for title, company, opened in (
        ("열린 우리 것", "company", True),
        ("작성 중 우리 것", "company", False),
        ("경쟁사 것", "rival", True),
    ):
        vacancy = factories.VacancyFactory(
            consortium=cast.consortium, company=cast.partners[company], title=title
        )
        if opened:
            with as_owner():
                Vacancy.objects.filter(pk=vacancy.pk).update(state=VacancyState.OPEN)
    client.force_login(cast[who].user)
    assert {row.title for row in client.get("/paju/vacancies/").context["page"].rows} == titles


@pytest.mark.parametrize(
    ("who", "read", "write"),
    [
        ("coordinator", 200, 200),
        ("training_teacher", 200, 200),
        ("teacher", 200, 403),
        ("principal", 200, 403),
        ("hr", 200, 403),
        ("student", 200, 403),
        ("official", 403, 403),
        ("lecturer", 403, 403),
        ("stranger", 404, 404),
    ],
)
def test_who_may_read_and_draft(client, cast, who, read, write):
    client.force_login(cast[who].user)
    assert client.get("/paju/vacancies/").status_code == read
    assert client.get("/paju/vacancies/new/").status_code == write


def test_the_list_costs_the_same_for_one_row_and_for_three(coordinator, cast, units):
    def queries():
        with CaptureQueriesContext(connection) as captured:
            assert coordinator.get("/paju/vacancies/").status_code == 200
        return len(captured)

    open_vacancy(cast, units)
    queries()
    alone = queries()
    for _ in range(2):
        open_vacancy(cast, units)
    assert queries() == alone


def test_rules_are_listed_with_a_warning_where_nobody_confirmed_them(coordinator):
    response = coordinator.get("/paju/rules/?day=2026-11-23")
    unconfirmed = [rule.code for rule in response.context["rules"] if not rule.confirmed]
    assert response.context["unconfirmed"] == len(unconfirmed)
    assert "minimum-wage" in unconfirmed
    assert "미확인" in response.content.decode()
    assert [
        rule.value("won_per_hour") for rule in response.context["rules"] if rule.code == "minimum-wage"
    ] == [10_320]


def test_a_day_that_is_no_day_shows_today(coordinator):
    assert coordinator.get("/paju/rules/?day=2026-02-31").status_code == 200


LONG = " ".join(f"단{number}" for number in range(3000))


@pytest.mark.parametrize("words", [LONG, "가" * 100_000, "\0", "\0데이터\0"])
def test_a_long_search_costs_no_more_than_a_short_one(coordinator, cast, units, words):
    with CaptureQueriesContext(connection) as queries:
        found = coordinator.get(
            "/paju/vacancies/units/", {"unit_search": words[:5000]}, headers={"HX-Request": "true"}
        )
        posted = coordinator.post(
            "/paju/vacancies/new/", form_data(cast, units[:1], search="1", unit_search=words)
        )
    assert (found.status_code, posted.status_code) == (200, 200)
    assert max(query["sql"].count("UPPER") for query in queries) <= 6 * 5


def test_a_company_does_not_know_a_draft(client, cast):
    draft = factories.VacancyFactory(
        consortium=cast.consortium, company=cast.partners["company"], title="아직초안"
    )
    opened = open_vacancy(cast, [])
    for who in ("hr", "trainer"):
        client.force_login(cast[who].user)
        listed = client.get("/paju/vacancies/").content.decode()
        assert ("아직초안" in listed, opened.title in listed) == (False, True)
        assert client.get(f"/paju/vacancies/{draft.pk}/").status_code == 404
        assert client.get(f"/api/v1/paju/vacancies/{draft.pk}/").status_code == 404
        with acting_as(cast[who].actor), connection.cursor() as cursor:
            cursor.execute("SELECT id FROM placements_vacancy")
            assert cursor.fetchall() == [(opened.pk,)]


def test_units_are_searched_among_those_that_the_member_may_know(cast):
    """Asked as the owner of the tables, whom no row policy holds."""
    own = factories.UnitFactory(code="SK-AI-01", name="생성형 AI 활용", consortium=cast.other_consortium)
    with as_owner():
        assert choices(cast["coordinator"], "생성형", [own.pk])["units"] == []
        assert choices(cast["stranger"], "생성형", [])["units"] == [own]
