"""Days that nobody can have meant are refused when they are written, and by the database."""

import datetime

import pytest
from django.contrib.messages import get_messages
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from consortium.rowlevel import acting_as
from placements import services
from placements.models import Candidate, Consent, Vacancy
from tests import factories
from tests.authorization import as_owner
from tests.placements.conftest import open_vacancy
from tests.placements.test_vacancies import form_data, in_days


@pytest.fixture
def coordinator(client, cast):
    client.force_login(cast["coordinator"].user)
    return client


@pytest.fixture
def units(db):
    return [factories.UnitFactory(name="프로그래밍")]


def past_vacancy(cast, units, opened=False):
    vacancy = (
        open_vacancy(cast, units)
        if opened
        else factories.VacancyFactory(consortium=cast.consortium, company=cast.partners["company"])
    )
    with as_owner():
        Vacancy.objects.filter(pk=vacancy.pk).update(starts_on=in_days(-90), ends_on=in_days(-1))
        for unit in units if not opened else ():
            vacancy.demanded_units.create(unit=unit)
    return vacancy


@pytest.mark.parametrize(("starts", "ends"), [(-90, -1), (45, 2000), (45, 40_000)])
def test_a_vacancy_that_is_over_or_ages_away_cannot_be_saved(coordinator, cast, units, starts, ends):
    data = form_data(cast, units, starts_on=in_days(starts), ends_on=in_days(ends))
    response = coordinator.post("/paju/vacancies/new/", data)
    assert set(response.context["form"].errors) == {"ends_on"}
    with as_owner():
        assert Vacancy.objects.count() == 0


def test_a_vacancy_that_is_over_cannot_be_opened(coordinator, cast, units):
    vacancy = past_vacancy(cast, units)
    response = coordinator.post(f"/paju/vacancies/{vacancy.pk}/open/")
    assert "기간이 지났습니다" in " ".join(map(str, get_messages(response.wsgi_request)))
    with as_owner():
        assert Vacancy.objects.get().state == "DRAFT"


def test_nobody_is_put_forward_for_a_period_that_is_over(cast, units):
    past_vacancy(cast, units, opened=True)
    record(cast)
    with as_owner():
        assert Candidate.objects.count() == 0


@pytest.mark.parametrize(("days", "warned"), [(6, True), (7, False), (-3, True)])
def test_a_start_too_near_for_the_training_contract_is_saved_with_a_warning(
    coordinator, cast, units, days, warned
):
    data = form_data(cast, units, starts_on=in_days(days))
    response = coordinator.post("/paju/vacancies/new/", data)
    told = " ".join(map(str, get_messages(response.wsgi_request)))
    assert ("직업교육훈련 촉진법 제9조제1항" in told) is warned


def record(cast, **changed):
    today = timezone.localdate()
    terms = {
        "recipient": cast.partners["company"],
        "purpose": "채용 검토",
        "items": ["COMPETENCIES"],
        "valid_until": today + datetime.timedelta(days=100),
        "refusal_explained": True,
        "student_agreed_on": today,
        "guardian_agreed_on": today,
    } | changed
    with acting_as(cast["teacher"].actor):
        return services.record_consent(cast.student, by=cast["teacher"], **terms)


BEFORE_SCHOOL = datetime.date(2024, 2, 29)  # the cast's student entered in March 2024


@pytest.mark.parametrize("field", ["student_agreed_on", "guardian_agreed_on"])
@pytest.mark.parametrize("day", [BEFORE_SCHOOL, datetime.date(2001, 1, 1), datetime.date(2009, 5, 1)])
def test_nobody_signed_before_the_student_came_to_the_school(cast, field, day):
    with pytest.raises(ValidationError) as refused:
        record(cast, **{field: day})
    assert set(refused.value.message_dict) == {field}


def test_the_first_day_at_the_school_is_late_enough(cast):
    assert record(cast, guardian_agreed_on=datetime.date(2024, 3, 1)).is_live


@pytest.mark.parametrize("day", ["2001-01-01", "2999-01-01"])
def test_a_guardian_who_is_added_later_cannot_have_signed_then(client, cast, day):
    consent = record(cast, guardian_agreed_on=None)
    client.force_login(cast["teacher"].user)
    response = client.post(f"/paju/consents/{consent.pk}/complete/", {"guardian_agreed_on": day})
    assert set(response.context["form"].errors) == {"guardian_agreed_on"}
    with as_owner():
        assert Consent.objects.get().guardian_agreed_on is None


def test_a_consent_does_not_hold_for_ever(cast):
    with pytest.raises(ValidationError) as refused:
        record(cast, valid_until=datetime.date(2999, 1, 1))
    assert set(refused.value.message_dict) == {"valid_until"}


@pytest.mark.parametrize("field", ["student_agreed_on", "guardian_agreed_on"])
def test_the_database_refuses_a_consent_of_another_age(cast, field):
    with pytest.raises(IntegrityError), transaction.atomic():
        factories.ConsentFactory(student=cast.student, **{field: datetime.date(2001, 1, 1)})


def test_the_database_refuses_a_vacancy_of_another_age(cast):
    with pytest.raises(IntegrityError), transaction.atomic():
        factories.VacancyFactory(
            consortium=cast.consortium, starts_on=datetime.date(202, 1, 1), ends_on=datetime.date(2027, 1, 1)
        )
