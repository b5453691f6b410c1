import io

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from consortium.api.parsers import Json, TooLarge
from tests import factories

LIST = "/api/v1/paju/students/"
JSON = {"content_type": "application/json"}


@pytest.fixture
def enter(client, cast):
    def as_somebody(who):
        client.force_login(cast[who].user)
        return client

    return as_somebody


def test_the_school_reads_its_students_with_what_they_attained(enter, cast):
    factories.AttainmentFactory(student=cast.student)
    rows = enter("principal").get(LIST).json()["results"]
    assert [(row["name"], row["student_number"], row["units_attained"]) for row in rows] == [
        ("김가람", "30101", 1),
        ("이나래", "30102", 0),
    ]


@pytest.mark.parametrize("who", ["hr", "official", "education_official", "student"])
def test_nobody_outside_the_staff_reads_the_roster(enter, cast, who):
    for pk in (cast.student.pk, cast.foreign_student.pk, 999_999):
        assert enter(who).get(f"{LIST}{pk}/").status_code == 403
    assert enter(who).get(LIST).status_code == 403


def test_a_foreign_student_is_not_there(enter, cast):
    assert enter("coordinator").get(f"{LIST}{cast.foreign_student.pk}/").status_code == 404


def test_a_student_is_registered_and_corrected_by_the_same_rules_as_on_the_pages(enter, cast):
    client = enter("coordinator")
    facts = {"name": "남다온", "department": cast.department.pk, "entry_year": 2026}
    facts |= {"grade": 1, "class_no": 1, "number": 1}
    made = client.post(LIST, facts, **JSON)
    assert made.status_code == 201
    url, seen = f"{LIST}{made.json()['id']}/", made.json()["updated_at"]
    assert client.patch(url, {"number": 2}, **JSON).status_code == 400
    assert client.patch(url, {"number": 2, "seen_at": seen}, **JSON).json()["student_number"] == "10102"
    assert client.patch(url, {"number": 3, "seen_at": seen}, **JSON).status_code == 409


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"number": 2, "grade": 3}, "number"),
        ({"name": "090501-3123456"}, "name"),
        ({"grade": 4}, "grade"),
        ({"entry_year": 0}, "entry_year"),
        ({"entry_year": 32767}, "entry_year"),
        ({"birth_date": "9999-01-01"}, "birth_date"),
        ({"birth_date": "1900-01-01"}, "birth_date"),
        ({"name": "\u0958" * 50}, "name"),
    ],
)
def test_what_cannot_be_is_refused_by_field(enter, cast, changes, field):
    facts = {"name": "남다온", "department": cast.department.pk, "entry_year": 2026}
    facts |= {"grade": 1, "class_no": 1, "number": 1} | changes
    response = enter("coordinator").post(LIST, facts, **JSON)
    assert response.status_code == 400
    assert list(response.json()["errors"]) == [field]


def test_units_are_recorded_by_their_codes(enter, cast):
    unit = factories.UnitFactory()
    url = f"{LIST}{cast.student.pk}/attainments/"
    sent = {"units": [unit.code], "judged_on": "2026-06-01", "evidence": "수행평가"}
    client = enter("training_teacher")
    assert client.post(url, sent, **JSON).status_code == 201
    assert client.post(url, sent, **JSON).status_code == 400
    assert [row["unit"] for row in client.get(url).json()] == [unit.code]
    assert enter("accountant").post(url, sent, **JSON).status_code == 403


def test_everybody_reads_the_standards(enter, cast):
    unit = factories.UnitFactory()
    rows = enter("hr").get("/api/v1/paju/competency-units/").json()["results"]
    assert [row["code"] for row in rows] == [unit.code]


def test_many_units_cost_one_query_and_no_more_than_fifty_are_taken(enter, cast):
    units = [factories.UnitFactory() for _ in range(3)]
    url = f"{LIST}{cast.student.pk}/attainments/"
    sent = {"judged_on": "2026-06-01", "evidence": "수행평가"}
    client = enter("training_teacher")
    with CaptureQueriesContext(connection) as queries:
        answer = client.post(url, sent | {"units": [unit.code for unit in units] * 10}, **JSON)
    assert answer.status_code == 201
    asked = [query for query in queries if 'FROM "curriculum_competencyunit"' in query["sql"]]
    assert len([query for query in asked if '"code" IN' in query["sql"]]) == 1
    assert len(queries) < 40
    for wrong in (["x"] * 51, [units[0].code] * 4000, ["no such"], ["a\0b"], [], "text", [{}], [1e9]):
        refused = client.post(url, sent | {"units": wrong}, **JSON)
        assert refused.status_code == 400
        assert list(refused.json()["errors"]) == ["units"]


@pytest.mark.parametrize("number", ["1e999", "-1e999", "NaN", "Infinity"])
def test_a_number_that_is_none_is_malformed(enter, cast, number):
    body = f'{{"name": "x", "department": {number}, "entry_year": {number}}}'
    assert enter("coordinator").post(LIST, body, **JSON).status_code == 400


@pytest.mark.parametrize("announced", [True, False])
def test_more_than_a_form_holds_is_not_read(enter, cast, settings, announced):
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 1000
    body = '{"name": "' + "가" * 1000 + '"}'
    extra = {} if announced else {"CONTENT_LENGTH": "900"}
    answer = enter("coordinator").post(LIST, body, **JSON, **extra)
    assert (answer.status_code, answer.json()["status"]) == ((413, 413) if announced else (400, 400))


def test_a_stream_without_a_length_is_read_up_to_the_limit_only(settings):
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 1000
    stream = io.BytesIO(b" " * 5000)
    with pytest.raises(TooLarge):
        Json().parse(stream)
    assert stream.tell() == 1001
