import pytest

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
