"""Vacancies and candidates as JSON: the same gate as the pages."""

import pytest

from placements.models import Candidate
from placements.states import CandidateState
from tests import factories
from tests.authorization import as_owner
from tests.placements.conftest import open_vacancy

CARDS = "/api/v1/paju/candidates/"


@pytest.fixture
def hr(client, stage):
    client.force_login(stage.cast["hr"].user)
    return client


def test_a_card_is_blind_until_shortlisted(hr, stage):
    (card,) = hr.get(CARDS).json()["results"]
    assert card["code_name"] == "K-17"
    assert (card["name"], card["telephone"]) == (None, None)
    assert card["units_held"] == [unit.code for unit in stage.units[:2]]
    assert card["units_missing"] == [stage.units[2].code]
    answer = hr.post(f"{CARDS}{stage.candidate.pk}/shortlist/")
    assert (answer.status_code, answer.json()["name"]) == (200, "김가람")


def test_repeating_a_step_answers_409(hr, stage):
    address = f"{CARDS}{stage.candidate.pk}/shortlist/"
    assert [hr.post(address).status_code for _ in range(2)] == [200, 409]


def test_declining_needs_a_known_reason(hr, stage):
    address = f"{CARDS}{stage.candidate.pk}/decline/"
    wrong = hr.post(address, {"reason": "looks"}, content_type="application/json")
    right = hr.post(address, {"reason": "FILLED"}, content_type="application/json")
    assert (wrong.status_code, right.status_code, right.json()["state"]) == (400, 200, "DECLINED")


@pytest.mark.parametrize(
    ("who", "status"),
    [("trainer", 403), ("coordinator", 403), ("student", 403), ("official", 403), ("stranger", 404)],
)
def test_only_hr_reads_candidates(client, stage, who, status):
    client.force_login(stage.cast[who].user)
    assert client.get(CARDS).status_code == status
    assert client.post(f"{CARDS}{stage.candidate.pk}/shortlist/").status_code == status
    with as_owner():
        assert Candidate.objects.get(pk=stage.candidate.pk).state == CandidateState.PROPOSED


def test_rival_hr_finds_nothing(client, stage):
    client.force_login(stage.cast["rival_hr"].user)
    assert client.get(CARDS).json()["results"] == []
    assert client.get(f"{CARDS}{stage.candidate.pk}/").status_code == 404


def test_the_school_closes_and_opens_a_vacancy(client, stage):
    client.force_login(stage.cast["coordinator"].user)
    address = f"/api/v1/paju/vacancies/{stage.vacancy.pk}/"
    states = [client.post(f"{address}{step}/").json()["state"] for step in ("close", "open")]
    assert states == ["CLOSED", "OPEN"]
    assert "단위1" in {unit["name"] for unit in client.get(address).json()["units"]}


def test_a_company_may_not_open_its_own_vacancy(hr, stage):
    assert hr.post(f"/api/v1/paju/vacancies/{stage.vacancy.pk}/close/").status_code == 403


def test_chosen_for_one_vacancy_a_candidate_stays_blind_in_the_other(hr, stage):
    """Both cards stand in one list; the name on the blind one would tell that they are one person."""
    other = open_vacancy(stage.cast, stage.units)
    factories.CandidateFactory(vacancy=other, student=stage.cast.student, code_name="M-52")
    assert hr.post(f"{CARDS}{stage.candidate.pk}/shortlist/").status_code == 200
    cards = hr.get(CARDS).json()["results"]
    assert {card["code_name"]: (card["name"], card["telephone"]) for card in cards} == {
        "K-17": ("김가람", "010-1234-5678"),
        "M-52": (None, None),
    }
