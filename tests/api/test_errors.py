import base64
import datetime

import pytest
from django.test import Client
from django.utils import timezone

from consortium.api.errors import PROBLEM, problem
from consortium.workflow import StateConflict
from partners.models import Delivery
from tests import factories

SENT = {"on": "2026-03-02", "amount": "4.00", "evidence": "수업 일지"}


@pytest.fixture
def pledge(cast):
    return factories.PledgeFactory(
        consortium=cast.consortium,
        partner=cast.partners["company"],
        starts_on=datetime.date(2026, 1, 1),
        ends_on=timezone.localdate() + datetime.timedelta(days=30),
    )


def _post(client, pledge, **sent):
    return client.post(
        f"/api/v1/paju/pledges/{pledge.pk}/deliveries/", SENT | sent, content_type="application/json"
    )


def test_a_partner_reports_a_delivery_and_it_counts_once_the_school_has_verified_it(client, cast, pledge):
    client.force_login(cast["hr"].user)
    answer = _post(client, pledge)
    assert answer.status_code == 201
    made = answer.json()
    assert {name: made[name] for name in SENT} == SENT
    assert (made["state"], made["reported_as"]) == ("REPORTED", "HR")
    read = client.get(f"/api/v1/paju/pledges/{pledge.pk}/").json()
    assert (read["delivered"], read["reported"]) == ("0.00", "4.00")
    client.force_login(cast["principal"].user)
    address = f"/api/v1/paju/deliveries/{made['id']}/"
    assert client.post(f"{address}verify/", {}, "application/json").status_code == 400
    seen = {"seen": client.get(address).json()["seen"]}
    assert client.post(f"{address}verify/", {"seen": "older"}, "application/json").status_code == 409
    assert client.post(f"{address}verify/", seen, "application/json").json()["state"] == "VERIFIED"
    assert client.post(f"{address}verify/", seen, "application/json").status_code == 409
    read = client.get(f"/api/v1/paju/pledges/{pledge.pk}/").json()
    assert (read["delivered"], read["reported"]) == ("4.00", "0.00")
    ledger = client.get("/api/v1/paju/pledge-ledger/", {"period": "all"}).json()
    assert [(line["promised"], line["verified"]) for line in ledger["lines"]] == [("10.00", "4.00")]
    assert client.get("/api/v1/paju/pledge-ledger/", {"period": "x"}).status_code == 400


def test_who_may_not_is_told_why(client, cast, pledge):
    client.force_login(cast["official"].user)
    answer = _post(client, pledge)
    assert (answer.status_code, answer["Content-Type"]) == (403, PROBLEM)
    assert answer.json()["detail"] != ""
    assert client.get(f"/api/v1/paju/pledges/{pledge.pk}/").json()["deliveries"] == []


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("amount", "many"),
        ("amount", "0"),
        ("evidence", ""),
        ("evidence", "900101-1234567"),
        ("on", "2025-12-31"),
        ("on", "2999-01-01"),
    ],
)
def test_what_is_wrong_is_named_by_its_field(client, cast, pledge, field, value):
    client.force_login(cast["coordinator"].user)
    answer = _post(client, pledge, **{field: value})
    assert (answer.status_code, answer["Content-Type"]) == (400, PROBLEM)
    assert set(answer.json()["errors"]) == {field}
    assert client.get(f"/api/v1/paju/pledges/{pledge.pk}/").json()["deliveries"] == []


def test_a_foreign_pledge_does_not_exist(client, cast):
    foreign = factories.PledgeFactory(
        consortium=cast.other_consortium, partner=cast.other_partners["company"]
    )
    client.force_login(cast["coordinator"].user)
    missing = _post(client, foreign), _post(client, type(foreign)(pk=0))
    assert [answer.status_code for answer in missing] == [404, 404]
    assert missing[0].content == missing[1].content


def test_a_session_needs_the_csrf_token(cast, pledge):
    client = Client(enforce_csrf_checks=True)
    client.force_login(cast["coordinator"].user)
    assert _post(client, pledge).status_code == 403


def test_a_stale_state_is_a_conflict_with_what_changed():
    answer = problem(StateConflict(Delivery(), "It is now “Ended”."), {})
    assert (answer.status_code, answer.data["detail"]) == (409, "It is now “Ended”.")


def test_an_unforeseen_error_is_left_to_the_page_for_it():
    assert problem(RuntimeError("boom"), {}) is None


@pytest.mark.parametrize("place", ["p=abc", "p=%00", "p=1.5", "o=abc", "r=x"])
@pytest.mark.parametrize("noun", ["partners", "students", "reports"])
def test_an_invented_cursor_is_not_found(client, cast, noun, place):
    client.force_login(cast["coordinator"].user)
    cursor = base64.b64encode(place.encode()).decode()
    assert client.get(f"/api/v1/paju/{noun}/", {"cursor": cursor}).status_code == 404


@pytest.mark.parametrize("number", ["9" * 19, "9" * 5000, "\u0663"])
@pytest.mark.parametrize(("who", "noun"), [("coordinator", "students"), ("hr", "candidates")])
def test_a_number_that_cannot_be_an_id_is_not_found(client, cast, who, noun, number):
    client.force_login(cast[who].user)
    assert client.get(f"/api/v1/paju/{noun}/{number}/").status_code == 404


@pytest.mark.parametrize("body", ["[" * 100_000, "{", "[1]", '{"units": ["\\u0000"]}', '{"units": [1e999]}'])
def test_what_nobody_means_is_a_bad_request(client, cast, body):
    client.force_login(cast["teacher"].user)
    address = f"/api/v1/paju/students/{cast.student.pk}/attainments/"
    assert client.post(address, body, content_type="application/json").status_code == 400


def test_what_only_the_database_refuses_is_said_in_words(client, cast):
    """A constraint that no form asked about first is bad input, not a fault of ours."""
    client.force_login(cast["coordinator"].user)
    sent = {"title": "협약", "title_en": "", "kind": "MEMORANDUM", "amount": -1}
    answer = client.post("/api/v1/paju/agreements/", sent, content_type="application/json")
    assert (answer.status_code, answer["Content-Type"]) == (400, PROBLEM)
    assert answer.json()["errors"] == {"": ["0보다 큰 값을 입력하세요."]}
