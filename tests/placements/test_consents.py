"""Consent as the school records it and the student takes it back."""

import datetime

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from consortium.notifications.models import Notification
from consortium.rowlevel import acting_as
from consortium.workflow import StateConflict
from curriculum.models import Student
from curriculum.roster.services import change_student_state
from curriculum.roster.workflow import GRADUATE, RETURN, TAKE_LEAVE, TRANSFER
from placements import services
from placements.models import Candidate, Consent, Vacancy
from placements.services.candidates import put_forward
from placements.states import ConsentItem, ConsentStanding
from tests import factories
from tests.authorization import as_owner
from tests.placements.conftest import open_vacancy

TOMORROW = timezone.localdate() + datetime.timedelta(days=1)
ADULT = datetime.date(2000, 1, 1)


def terms(cast, **changed):
    return {
        "recipient": cast.partners["company"],
        "purpose": "채용 검토",
        "items": [ConsentItem.COMPETENCIES],
        "valid_until": TOMORROW,
        "refusal_explained": True,
        "student_agreed_on": timezone.localdate(),
        "guardian_agreed_on": timezone.localdate(),
    } | changed


def record(cast, who="coordinator", **changed):
    with acting_as(cast[who].actor):
        return services.record_consent(cast.student, by=cast[who], **terms(cast, **changed))


@pytest.fixture
def vacancy(cast):
    return open_vacancy(cast, [factories.UnitFactory()])


def events_for(member):
    with as_owner():
        return set(Notification.objects.filter(recipient=member.user_id).values_list("event", flat=True))


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


@pytest.mark.parametrize("who", ["student", "coordinator", "teacher", "training_teacher"])
def test_withdrawal_works_at_once_and_everybody_concerned_is_told(cast, vacancy, who):
    consent = record(cast)
    with acting_as(cast["hr"].actor):
        assert Candidate.objects.visible_to(cast["hr"]).count() == 1
    with acting_as(cast[who].actor):
        services.withdraw_consent(consent, by=cast[who])
    with acting_as(cast["hr"].actor):
        assert Candidate.objects.visible_to(cast["hr"]).count() == 0
    assert "placements/candidate_gone" in events_for(cast["hr"])
    assert "placements/consent_withdrawn" in events_for(cast["student"])
    assert "placements/consent_withdrawn_school" in events_for(cast["coordinator"])


@pytest.mark.parametrize("who", ["hr", "accountant", "principal", "curriculum_head", "official"])
def test_nobody_else_withdraws(cast, who):
    consent = record(cast)
    with pytest.raises(PermissionDenied), acting_as(cast[who].actor):
        services.withdraw_consent(consent, by=cast[who])


def test_withdrawing_twice_is_refused(cast):
    consent = record(cast)
    with acting_as(cast["student"].actor):
        services.withdraw_consent(consent, by=cast["student"])
    with pytest.raises(StateConflict), acting_as(cast["coordinator"].actor):
        services.withdraw_consent(consent, by=cast["coordinator"])


@pytest.mark.parametrize(
    ("who", "change"),
    [
        ("student", "valid_until = valid_until + 365"),
        ("student", "guardian_agreed_on = current_date"),
        ("student", "items = '{NAME,CONTACT}'"),
        ("coordinator", "items = '{NAME,CONTACT}'"),
        ("coordinator", "recipient_id = recipient_id + 1"),
        ("coordinator", "valid_until = valid_until + 365"),
    ],
)
def test_even_raw_sql_changes_no_term_of_a_recorded_consent(cast, who, change):
    record(cast, guardian_agreed_on=None)
    with pytest.raises(DatabaseError), acting_as(cast[who].actor), connection.cursor() as cursor:
        cursor.execute(f"UPDATE placements_consent SET {change}")


def test_even_the_owner_cannot_take_a_withdrawal_back(cast):
    consent = record(cast)
    rows = Consent.objects.filter(pk=consent.pk)
    with as_owner():
        rows.update(withdrawn_at=timezone.now())
        with pytest.raises(DatabaseError), transaction.atomic():
            rows.update(withdrawn_at=None)


def test_a_renewed_consent_brings_the_candidacy_back_with_what_it_gives_now(cast, vacancy):
    with as_owner():
        Student.objects.filter(pk=cast.student.pk).update(attendance_rate=98)
    first = record(cast, items=[ConsentItem.ATTENDANCE])
    with acting_as(cast["student"].actor):
        services.withdraw_consent(first, by=cast["student"])
    record(cast, items=[ConsentItem.COMPETENCIES])
    with as_owner():
        assert list(Candidate.objects.values_list("attendance_band", flat=True)) == [""]


def shortlist(cast):
    candidate = Candidate.objects.get()
    return services.shortlist(candidate, by=cast["hr"])


def seen_by_company(cast):
    """Rows that the company's role reads by SQL: candidates, bands, names."""
    found = []
    with acting_as(cast["hr"].actor), connection.cursor() as cursor:
        for sql in (
            "SELECT state FROM placements_candidate",
            "SELECT attendance_band FROM placements_candidate",
            "SELECT name FROM curriculum_student",
        ):
            cursor.execute(sql)
            found.append([value for (value,) in cursor.fetchall()])
    return found


def chosen(cast):
    """The cast's student, with attendance on record, shortlisted under a consent to everything."""
    with as_owner():
        Student.objects.filter(pk=cast.student.pk).update(attendance_rate=98)
    consent = record(cast, items=list(ConsentItem.values))
    with acting_as(cast["hr"].actor):
        shortlist(cast)
    assert seen_by_company(cast) == [["SHORTLISTED"], ["HIGH"], ["김가람"]]
    return consent


@pytest.mark.parametrize("who", ["student", "coordinator"])
@pytest.mark.parametrize("state", ["OPEN", "CLOSED"])
def test_under_a_new_consent_nothing_opens_by_the_old_choice(cast, vacancy, who, state):
    consent = chosen(cast)
    with as_owner():
        Vacancy.objects.update(state=state)
    with acting_as(cast[who].actor):
        services.withdraw_consent(consent, by=cast[who])
    with as_owner():
        left = Candidate.objects.values_list("state", "attendance_band", "decided_by").get()
    assert left == ("PROPOSED", "", None)
    record(cast, items=[ConsentItem.NAME])
    assert seen_by_company(cast) == [["PROPOSED"], [""], []]


def test_a_consent_that_ran_out_and_was_replaced_needs_a_new_choice_too(cast, vacancy):
    chosen(cast)
    with as_owner():
        Consent.objects.all().delete()
        factories.ConsentFactory(
            student=cast.student,
            recipient=cast.partners["company"],
            valid_until=timezone.localdate() - datetime.timedelta(days=1),
        )
    record(cast, items=[ConsentItem.NAME])
    assert seen_by_company(cast) == [["PROPOSED"], [""], []]


@pytest.mark.parametrize("step", [TAKE_LEAVE, TRANSFER, GRADUATE])
def test_who_is_not_enrolled_is_not_shown_and_back_again_is_shown_as_before(cast, vacancy, step):
    chosen(cast)
    coordinator = cast["coordinator"]

    def change(step):
        with acting_as(coordinator.actor):
            change_student_state(cast.student, by=coordinator, step=step, reason="학적 변동 기록")

    change(step)
    assert seen_by_company(cast) == [[], [], []]
    with as_owner():
        resting = Consent.objects.get()
        assert (resting.standing, resting.is_live) == (ConsentStanding.PAUSED, False)
        assert not Consent.objects.live().exists()
        hidden = Candidate.objects.get()
    with acting_as(cast["hr"].actor), pytest.raises(StateConflict):
        services.decline(hidden, by=cast["hr"], reason="FILLED")
    change(RETURN)
    assert seen_by_company(cast) == [["SHORTLISTED"], ["HIGH"], ["김가람"]]


def test_a_consent_recorded_for_somebody_on_leave_opens_nothing(cast, vacancy):
    with as_owner():
        Student.objects.filter(pk=cast.student.pk).update(state="ON_LEAVE")
    assert record(cast, items=[ConsentItem.NAME]).student_id == cast.student.pk
    assert seen_by_company(cast) == [[], [], []]
    with as_owner():
        assert Consent.objects.get().standing == ConsentStanding.PAUSED


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


# --- pages ------------------------------------------------------------------------------------------


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


def test_the_database_refuses_a_consent_of_another_schools_student(cast):
    """From such a row PostgreSQL would open a stranger's competencies to the company."""
    with pytest.raises(DatabaseError, match="row-level security"), acting_as(cast["coordinator"].actor):
        Consent.objects.create(
            consortium=cast.consortium,
            school=cast.partners["school"],
            student=cast.foreign_student,
            recorded_by=cast["coordinator"],
            **terms(cast),
        )


def test_the_database_refuses_a_candidate_before_a_company_that_has_no_such_vacancy(cast, vacancy):
    with pytest.raises(DatabaseError, match="row-level security"), acting_as(cast["coordinator"].actor):
        Candidate.objects.create(
            consortium=cast.consortium,
            school=cast.partners["school"],
            company=cast.partners["rival"],
            vacancy=vacancy,
            student=cast.classmate,
            code_name="X-10",
        )


def test_neither_ids_nor_order_of_candidates_follow_the_roster(cast):
    """Side by side in two vacancies, the same order would tell who is who."""
    students = [factories.StudentFactory(department=cast.department, number=10 + n) for n in range(12)]
    for student in students:
        factories.ConsentFactory(student=student, recipient=cast.partners["company"])
    orders = []
    for _ in range(2):
        vacancy = open_vacancy(cast, [factories.UnitFactory()])
        with acting_as(cast["coordinator"].actor):
            put_forward(vacancy, by=cast["coordinator"])
        with as_owner():
            orders.append(list(vacancy.candidates.order_by("pk").values_list("student", flat=True)))
    roster = [student.pk for student in students]
    assert sorted(orders[0]) == sorted(orders[1]) == roster
    assert len({tuple(roster), *map(tuple, orders)}) == 3
