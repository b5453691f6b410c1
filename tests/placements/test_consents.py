"""Consent as the school records it."""

import datetime

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from consortium.rowlevel import acting_as
from consortium.workflow import StateConflict
from curriculum.models import Student
from placements import services
from placements.models import Candidate, Consent
from placements.states import ConsentItem, ConsentStanding
from tests import factories
from tests.authorization import as_owner
from tests.placements.conftest import open_vacancy
from tests.placements.consenting import TOMORROW, events_for, record

ADULT = datetime.date(2000, 1, 1)


def test_a_complete_consent_puts_the_student_before_the_companys_open_vacancies(cast, vacancy):
    other_company = open_vacancy(cast, [factories.UnitFactory()], company="rival")
    consent = record(cast)
    assert consent.standing == ConsentStanding.LIVE
    with as_owner():
        candidate = Candidate.objects.get()
        assert (candidate.vacancy, candidate.student) == (vacancy, cast.student)
        assert other_company.candidates.count() == 0
    assert events_for(cast["hr"]) == {"placements/candidate_proposed"}
    assert events_for(cast["student"]) == {"placements/consent_recorded", "placements/put_forward"}


def test_the_code_name_says_nothing_about_the_person(cast, vacancy):
    record(cast)
    with as_owner():
        code_name = Candidate.objects.get().code_name
    letter, number = code_name.split("-")
    assert (len(letter), number.isdigit(), str(cast.student.pk) == number) == (1, True, False)


@pytest.mark.parametrize(
    ("items", "band"), [([ConsentItem.COMPETENCIES], ""), ([ConsentItem.ATTENDANCE], "HIGH")]
)
def test_attendance_is_copied_for_the_company_only_with_its_item(cast, vacancy, items, band):
    with as_owner():
        Student.objects.filter(pk=cast.student.pk).update(attendance_rate=98)
    record(cast, items=items)
    with as_owner():
        assert Candidate.objects.get().attendance_band == band


def test_without_the_guardian_the_company_sees_nothing_until_the_signature_comes(cast, vacancy):
    consent = record(cast, guardian_agreed_on=None)
    assert (consent.standing, consent.guardian_needed) == (ConsentStanding.WAITING, True)
    with as_owner():
        assert Candidate.objects.count() == 0
    with acting_as(cast["teacher"].actor):
        completed = services.complete_consent(
            consent, by=cast["teacher"], guardian_agreed_on=timezone.localdate()
        )
    assert completed.standing == ConsentStanding.LIVE
    with as_owner():
        assert Candidate.objects.count() == 1


def test_a_person_of_nineteen_consents_alone(cast, vacancy):
    with as_owner():
        Student.objects.filter(pk=cast.student.pk).update(birth_date=ADULT)
    cast.student.birth_date = ADULT
    consent = record(cast, guardian_agreed_on=None)
    assert (consent.guardian_needed, consent.is_live) == (False, True)


@pytest.mark.parametrize(
    "wrong",
    [
        {"purpose": " "},
        {"items": []},
        {"refusal_explained": False},
        {"valid_until": timezone.localdate() - datetime.timedelta(days=1)},
        {"student_agreed_on": TOMORROW},
        {"guardian_agreed_on": TOMORROW},
        {"purpose": "주민번호 090501-3123456"},
    ],
)
def test_a_consent_that_the_law_would_not_accept_is_refused(cast, wrong):
    with pytest.raises(ValidationError):
        record(cast, **wrong)
    with as_owner():
        assert Consent.objects.count() == 0


def test_only_a_company_of_this_consortium_can_receive(cast):
    for partner in (cast.partners["city"], cast.other_partners["company"]):
        with pytest.raises(ValidationError):
            record(cast, recipient=partner)


@pytest.mark.parametrize("who", ["curriculum_head", "accountant", "principal", "hr", "official", "student"])
def test_only_the_staff_who_collect_consent_record_it(cast, who):
    with pytest.raises(PermissionDenied):
        record(cast, who)


def test_a_second_consent_for_the_same_company_must_wait_until_the_first_has_ended(cast):
    first = record(cast)
    with pytest.raises(StateConflict):
        record(cast)
    with acting_as(cast["coordinator"].actor):
        services.withdraw_consent(first, by=cast["coordinator"])
    assert record(cast).is_live


def test_an_expired_consent_is_replaced_by_the_new_one(cast):
    old = factories.ConsentFactory(
        student=cast.student,
        recipient=cast.partners["company"],
        recorded_by=cast["coordinator"],
        valid_until=timezone.localdate() - datetime.timedelta(days=1),
    )
    new = record(cast)
    with as_owner():
        old.refresh_from_db()
    assert (old.standing, new.standing) == (ConsentStanding.REPLACED, ConsentStanding.LIVE)


@pytest.mark.parametrize(
    "wrong",
    [
        {"valid_until": datetime.date(9999, 12, 31)},
        {"valid_until": timezone.localdate() + datetime.timedelta(days=4 * 366 + 1)},
        {"student_agreed_on": datetime.date(1900, 1, 1)},
        {"guardian_agreed_on": datetime.date(1900, 1, 1)},
    ],
)
def test_dates_of_a_consent_must_be_able_to_be_true(cast, wrong):
    with pytest.raises(ValidationError) as refused:
        record(cast, **wrong)
    assert set(refused.value.message_dict) == set(wrong)
