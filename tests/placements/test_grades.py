"""Students are put forward from the grade that the dated rule names, and nobody is asked before."""

import pytest

from consortium.notifications.models import Notification
from consortium.rowlevel import acting_as
from consortium.rules.models import Rule
from curriculum.models import Student
from placements import services, tasks
from placements.models import Candidate
from tests import factories
from tests.authorization import as_owner
from tests.placements.conftest import open_vacancy
from tests.placements.consenting import terms


@pytest.fixture
def unit(db):
    return factories.UnitFactory()


@pytest.fixture
def vacancy(cast, unit):
    return open_vacancy(cast, [unit])


@pytest.fixture
def freshman(cast, unit):
    student = factories.StudentFactory(department=cast.department, grade=1, name="한새내")
    factories.AttainmentFactory(student=student, unit=unit)
    return student


def record(cast, student):
    with acting_as(cast["coordinator"].actor):
        return services.record_consent(student, by=cast["coordinator"], **terms(cast))


def now_in(grade, student):
    with as_owner():
        Student.objects.filter(pk=student.pk).update(grade=grade)


def forward():
    with as_owner():
        return list(Candidate.objects.values_list("student", flat=True))


def test_a_consent_of_a_first_year_waits_for_the_grade_that_goes_forward(cast, vacancy, freshman):
    record(cast, freshman)
    tasks.put_forward_who_came_of_grade()
    assert forward() == []
    now_in(3, freshman)
    tasks.put_forward_who_came_of_grade()
    tasks.put_forward_who_came_of_grade()
    assert forward() == [freshman.pk]
    with as_owner():
        told = Notification.objects.filter(event="placements/candidate_proposed")
        assert [row.recipient_id for row in told] == [cast["hr"].user_id]


def test_the_rule_decides_which_grades(cast, vacancy, freshman):
    with as_owner():
        Rule.objects.filter(code="training-grades").update(threshold={"grades": [1, 2, 3]})
    record(cast, freshman)
    assert forward() == [freshman.pk]


def test_only_those_who_go_forward_are_suggested(client, cast, vacancy, freshman):
    client.force_login(cast["coordinator"].user)
    page = f"/paju/vacancies/{vacancy.pk}/"
    assert client.get(page).context["suggested"] == []
    now_in(3, freshman)
    assert client.get(page).context["suggested"] == [freshman]


def test_recording_a_consent_says_from_which_grade_it_counts(client, cast, vacancy, freshman):
    client.force_login(cast["coordinator"].user)
    page = f"/paju/students/{freshman.pk}/consents/new/"
    words = "3학년부터 기업에 추천합니다"
    assert words in client.get(page).content.decode()
    assert words not in client.get(f"/paju/students/{cast.student.pk}/consents/new/").content.decode()
    data = {name: value for name, value in terms(cast).items() if name != "recipient"}
    data |= {"recipient": cast.partners["company"].pk, "way": "PAPER", "refusal_explained": "on"}
    shown = client.post(page, data, follow=True).content.decode()
    assert (words in shown, "추천되었습니다" in shown) == (True, False)
