"""Consent on the pages of the school and of the student."""

import pytest
from django.utils import timezone

from placements.states import ConsentStanding
from tests import factories
from tests.authorization import as_owner
from tests.placements.consenting import TOMORROW, record


def form_data(cast, **changed):
    return {
        "recipient": cast.partners["company"].pk,
        "purpose": "채용 검토",
        "items": ["COMPETENCIES", "NAME"],
        "valid_until": TOMORROW.isoformat(),
        "way": "PAPER",
        "student_agreed_on": timezone.localdate().isoformat(),
        "guardian_agreed_on": timezone.localdate().isoformat(),
        "refusal_explained": "on",
    } | changed


def test_the_teacher_records_a_consent_on_the_students_page(client, cast):
    client.force_login(cast["teacher"].user)
    address = f"/paju/students/{cast.student.pk}/consents/"
    assert client.get(f"{address}new/").status_code == 200
    assert client.post(f"{address}new/", form_data(cast)).url == address
    assert "Paju company".lower() in client.get(address).content.decode().lower()


def test_the_form_says_what_is_missing(client, cast):
    client.force_login(cast["teacher"].user)
    data = form_data(cast)
    del data["refusal_explained"], data["items"]
    response = client.post(f"/paju/students/{cast.student.pk}/consents/new/", data)
    assert set(response.context["form"].errors) == {"refusal_explained", "items"}


def test_the_printed_form_names_all_five_points(client, cast):
    client.force_login(cast["teacher"].user)
    query = f"?recipient={cast.partners['company'].pk}&items=NAME&valid_until={TOMORROW.isoformat()}"
    response = client.get(f"/paju/students/{cast.student.pk}/consents/form/{query}")
    shown = response.content.decode()
    for part in ("제공받는 자", "이용 목적", "제공 항목", "보유·이용 기간", "거부할 권리와 불이익"):
        assert part in shown
    assert response.context["paper"].recipient == cast.partners["company"]


def test_the_printed_forms_address_carries_no_token(client, cast):
    client.force_login(cast["teacher"].user)
    page = f"/paju/students/{cast.student.pk}/consents/form/"
    response = client.get(page, {"csrfmiddlewaretoken": "secret", "items": "NAME"})
    assert (response.status_code, response.url) == (302, f"{page}?items=NAME")


def test_a_student_withdraws_on_their_own_page_in_two_clicks(client, cast, vacancy):
    consent = record(cast)
    client.force_login(cast["student"].user)
    assert "paju company" in client.get("/paju/me/consents/").content.decode()
    address = f"/paju/consents/{consent.pk}/withdraw/"
    assert client.get(address).status_code == 200
    assert client.post(address).url == "/paju/me/consents/"
    with as_owner():
        consent.refresh_from_db()
    assert consent.standing == ConsentStanding.WITHDRAWN


@pytest.mark.parametrize(
    ("who", "status"), [("hr", 403), ("trainer", 403), ("official", 403), ("student", 403), ("stranger", 404)]
)
def test_consents_on_the_schools_page_are_for_its_staff(client, cast, who, status):
    record(cast)
    client.force_login(cast[who].user)
    assert client.get(f"/paju/students/{cast.student.pk}/consents/").status_code == status


def test_a_classmates_consent_is_not_mine(client, cast):
    consent = factories.ConsentFactory(
        student=cast.classmate, recipient=cast.partners["company"], recorded_by=cast["coordinator"]
    )
    client.force_login(cast["student"].user)
    assert client.get(f"/paju/consents/{consent.pk}/withdraw/").status_code == 404
    assert client.post(f"/paju/consents/{consent.pk}/withdraw/").status_code == 404


def test_my_applications_say_the_next_step(client, cast, vacancy):
    record(cast)
    client.force_login(cast["student"].user)
    shown = client.get("/paju/me/applications/").content.decode()
    assert "기업이 지원자 번호만 보고 검토하고 있습니다." in shown
    assert vacancy.title in shown


def test_a_student_sees_which_organisation_viewed_their_data(client, cast):
    client.force_login(cast["teacher"].user)
    client.get(f"/paju/students/{cast.student.pk}/consents/")
    client.force_login(cast["student"].user)
    shown = client.get("/paju/me/readers/").content.decode()
    assert ("세경고등학교" in shown, str(cast["teacher"].user) in shown) == (True, False)


def test_own_pages_are_for_students_only(client, cast):
    client.force_login(cast["coordinator"].user)
    assert client.get("/paju/me/consents/").status_code == 403
