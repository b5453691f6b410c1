import datetime
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from consortium.audit.models import AccessRecord
from curriculum.models import Attainment, Certificate, CompetencyElement, Contact, Student
from curriculum.states import StudentState
from tests import factories
from tests.authorization import as_owner

SCHOOL = ("coordinator", "teacher", "training_teacher", "curriculum_head", "principal")
OUTSIDE = (
    *("accountant", "hr", "trainer", "official", "education_official", "lecturer", "association_secretary"),
    "student",
)
# Written by hand: who of the school may open which page about a student.
PAGES = {
    "student": set(SCHOOL),
    "competencies": set(SCHOOL),
    "correct": {"coordinator", "teacher", "curriculum_head"},
    "state": {"coordinator", "curriculum_head"},
    "add_attainment": {"coordinator", "teacher", "training_teacher", "curriculum_head"},
    "add_certificate": {"coordinator", "teacher", "training_teacher", "curriculum_head"},
    "contact": {"coordinator", "teacher", "training_teacher", "principal"},
    "edit_contact": {"coordinator", "teacher"},
    "history": {"coordinator", "teacher", "training_teacher", "curriculum_head", "principal"},
}


def address(cast, name, *args):
    return reverse(f"curriculum:{name}", args=[cast.consortium.slug, *args])


@pytest.fixture
def enter(client, cast):
    """Log in as somebody of the cast and get the client."""

    def as_somebody(who):
        client.force_login(cast[who].user)
        return client

    return as_somebody


def typed(student, **changes):
    """The correction form as a browser sends it."""
    return {
        "name": student.name,
        "department": student.department_id,
        "entry_year": student.entry_year,
        "grade": student.grade,
        "class_no": student.class_no,
        "number": student.number,
        "birth_date": student.birth_date or "",
        "attendance_rate": "",
        "seen_at": student.updated_at.isoformat(),
    } | changes


def names_in(response):
    return [student.name for student in response.context["page"].rows]


@pytest.mark.parametrize("who", SCHOOL)
def test_school_staff_see_their_own_roster(enter, cast, who):
    assert names_in(enter(who).get(address(cast, "students"))) == ["김가람", "이나래"]


@pytest.mark.parametrize("who", OUTSIDE)
@pytest.mark.parametrize("name", ["students", "register"])
def test_the_roster_is_closed_to_everybody_else_with_a_reason(enter, cast, who, name):
    assert enter(who).get(address(cast, name)).status_code == 403


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("who", SCHOOL)
def test_each_page_about_a_student_opens_for_its_offices(enter, cast, name, who):
    response = enter(who).get(address(cast, name, cast.student.pk))
    assert response.status_code == (200 if who in PAGES[name] else 403)


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("who", OUTSIDE)
def test_pages_about_a_student_answer_others_the_same_whoever_it_is(enter, cast, name, who):
    client = enter(who)
    answers = {
        client.get(address(cast, name, pk)).status_code
        for pk in (cast.student.pk, cast.foreign_student.pk, 999_999)
    }
    assert answers == {403}


@pytest.mark.parametrize("name", PAGES)
def test_a_foreign_student_is_not_there(enter, cast, name):
    client = enter("coordinator")
    foreign = client.get(address(cast, name, cast.foreign_student.pk))
    missing = client.get(address(cast, name, 999_999))
    assert (foreign.status_code, missing.status_code) == (404, 404)
    assert "박다른" not in foreign.content.decode()


@pytest.mark.parametrize(
    ("filters", "found"),
    [
        ({"q": "ㄱㄱㄹ"}, ["김가람"]),
        ({"q": "ㅇㄴ"}, ["이나래"]),
        ({"q": "김ㄱ"}, ["김가람"]),
        ({"q": "김ㄴ"}, []),
        ({"q": "이나"}, ["이나래"]),
        ({"q": "30102"}, ["이나래"]),
        ({"q": "301"}, ["김가람", "이나래"]),
        ({"q": "3010"}, ["김가람", "이나래"]),
        ({"q": "2"}, []),
        ({"q": "람"}, []),
        ({"q": "김가람' OR 1=1"}, []),
        ({"grade": "3", "class_no": "1"}, ["김가람", "이나래"]),
        ({"grade": "1"}, []),
        ({"state": "ON_LEAVE"}, []),
        ({"attendance": "UNKNOWN"}, ["김가람", "이나래"]),
        ({"attendance": "HIGH"}, []),
        ({"attained": "none"}, ["이나래"]),
    ],
)
def test_the_roster_is_found_by_what_people_type(enter, cast, filters, found):
    factories.AttainmentFactory(student=cast.student)
    response = enter("teacher").post(address(cast, "students"), filters, follow=True)
    assert names_in(response) == found


def test_a_searched_name_stands_in_no_address(enter, cast):
    response = enter("teacher").post(address(cast, "students"), {"q": "김가람", "grade": "3"})
    assert re.fullmatch(r"/paju/students/\?q=[\w-]+&grade=3", response["Location"])
    shown = enter("teacher").get(response["Location"]).content.decode()
    assert "김가람" in shown


def test_the_roster_costs_the_same_queries_with_one_row_and_with_three(enter, cast):
    client = enter("coordinator")
    url = address(cast, "students")
    client.get(url)
    with as_owner():
        Student.objects.filter(pk=cast.classmate.pk).delete()
    counts = []
    for _round in ("one row", "three rows"):
        with CaptureQueriesContext(connection) as queries:
            client.get(url)
        counts.append(len(queries))
        for number in (21, 22):
            other = factories.StudentFactory(department=cast.department, grade=len(counts), number=number)
            factories.AttainmentFactory(student=other)
    assert counts[0] == counts[1]


def test_a_student_is_registered_from_the_page(enter, cast):
    facts = {"name": " 남 다온 ", "department": cast.department.pk, "entry_year": 2026}
    facts |= {"grade": 1, "class_no": 2, "number": 3, "birth_date": "2010-05-05", "attendance_rate": "98.5"}
    response = enter("coordinator").post(address(cast, "register"), facts, follow=True)
    assert response.status_code == 200
    with as_owner():
        student = Student.objects.get(name="남 다온")
    assert (student.school, student.student_number) == (cast.partners["school"], "10203")


def test_what_was_typed_survives_an_error(enter, cast):
    facts = {"name": "남다온", "department": cast.department.pk, "entry_year": 2026}
    facts |= {"grade": 3, "class_no": 1, "number": 2, "birth_date": "2010-05-05"}
    response = enter("coordinator").post(address(cast, "register"), facts)
    page = response.content.decode()
    assert response.status_code == 422
    assert "이나래" in page
    assert all(f'value="{value}"' in page for value in ("남다온", "2010-05-05", "2026"))


def test_the_department_of_another_school_is_no_choice(enter, cast):
    facts = typed(cast.student, department=cast.foreign_student.department_id)
    response = enter("coordinator").post(address(cast, "correct", cast.student.pk), facts)
    assert response.status_code == 422
    assert list(response.context["form"].errors) == ["department"]


def test_whoever_was_slower_sees_what_changed_and_keeps_what_they_typed(enter, cast):
    url = address(cast, "correct", cast.student.pk)
    seen = typed(cast.student)
    enter("teacher").post(url, seen | {"number": 9})
    slower = enter("coordinator").post(url, seen | {"name": "김다람"})
    page = slower.content.decode()
    assert slower.status_code == 409
    assert [(one.before, one.after) for one in slower.context["differences"]] == [("1", "9")]
    assert 'value="김다람"' in page
    form = slower.context["form"]
    again = {name: form[name].value() or "" for name in form.fields}
    assert enter("coordinator").post(url, again).status_code == 302
    with as_owner():
        saved = Student.objects.get(pk=cast.student.pk)
    assert (saved.name, saved.number) == ("김다람", 9)


def test_a_change_of_state_is_kept_with_its_reason(enter, cast):
    url = address(cast, "state", cast.student.pk)
    client = enter("coordinator")
    assert client.post(url, {"step": "student.returned", "reason": "없는 단계"}).status_code == 422
    sent = {"step": "student.on_leave", "reason": "질병 휴학", "on": timezone.localdate().isoformat()}
    assert client.post(url, sent).status_code == 302
    with as_owner():
        assert Student.objects.get(pk=cast.student.pk).state == StudentState.ON_LEAVE
    history = client.get(address(cast, "history", cast.student.pk)).content.decode()
    assert "질병 휴학" in history
    assert str(cast["coordinator"]) in history


def test_several_units_are_recorded_at_once(enter, cast):
    units = [factories.UnitFactory(), factories.UnitFactory(name="")]
    with as_owner():
        CompetencyElement.objects.create(unit=units[1], code=f"{units[1].code}.1", name="학습 결과 검증하기")
    sent = {"units": [unit.pk for unit in units], "judged_on": "2026-06-01", "evidence": "수행평가"}
    response = enter("teacher").post(address(cast, "add_attainment", cast.student.pk), sent, follow=True)
    assert response.status_code == 200
    page = response.content.decode()
    assert all(unit.code in page for unit in units)
    assert "학습 결과 검증하기 등" in page  # the name is not known here, so an element says what the unit is


def test_units_are_searched_without_script_and_ticks_stay(enter, cast):
    chosen, wanted = factories.UnitFactory(name="회로 설계"), factories.UnitFactory(name="데이터 분석")
    factories.UnitFactory(name="용접")
    sent = {"units": [chosen.pk], "unit_words": "데이터", "evidence": "과제", "search": "1"}
    response = enter("teacher").post(address(cast, "add_attainment", cast.student.pk), sent)
    assert response.status_code == 200
    assert response.context["chosen_units"] == [chosen]
    assert response.context["offered_units"] == [wanted]
    assert 'value="과제"' in response.content.decode()
    with as_owner():
        assert not Attainment.objects.exists()


def test_what_is_attained_already_is_not_offered(enter, cast):
    attained = factories.AttainmentFactory(student=cast.student).unit
    free = factories.UnitFactory()
    url = address(cast, "add_attainment", cast.student.pk)
    response = enter("teacher").get(url, {"unit_words": "2001"}, headers={"HX-Request": "true"})
    assert attained not in response.context["offered_units"]
    assert free in response.context["offered_units"]
    assert "<html" not in response.content.decode()


def test_a_unit_is_taken_back_only_with_a_reason(enter, cast):
    row = factories.AttainmentFactory(student=cast.student)
    url = address(cast, "withdraw_attainment", cast.student.pk, row.pk)
    client = enter("teacher")
    assert client.post(url, {"reason": ""}).status_code == 422
    assert client.post(url, {"reason": "다른 학생의 평가"}).status_code == 302
    with as_owner():
        assert not Attainment.objects.exists()


def test_a_row_of_another_student_is_not_there(enter, cast):
    row = factories.AttainmentFactory(student=cast.classmate)
    url = address(cast, "withdraw_attainment", cast.student.pk, row.pk)
    assert enter("teacher").post(url, {"reason": "다른 학생의 평가"}).status_code == 404


def test_a_certificate_is_recorded_and_taken_back(enter, cast):
    client = enter("teacher")
    sent = {"name": "전자기기기능사", "issuer": "한국산업인력공단", "on": "2026-05-02"}
    client.post(address(cast, "add_certificate", cast.student.pk), sent)
    with as_owner():
        row = Certificate.objects.get(student=cast.student)
    client.post(
        address(cast, "remove_certificate", cast.student.pk, row.pk), {"reason": "다른 학생의 자격증"}
    )
    with as_owner():
        assert not Certificate.objects.exists()


@pytest.fixture
def contact(cast):
    with as_owner():
        return Contact.objects.create(student=cast.student, school=cast.student.school, phone="010-0000-1234")


def test_the_contact_opens_once_with_a_reason_that_the_access_record_keeps(enter, cast, contact):
    client = enter("teacher")
    url = address(cast, "contact", cast.student.pk)
    assert "010-0000-1234" not in client.get(url).content.decode()
    assert "010-0000-1234" not in client.post(url, {"reason": " "}).content.decode()
    opened = client.post(url, {"reason": "결석 확인 전화"})
    assert "010-0000-1234" in opened.content.decode()
    assert opened["Cache-Control"] == "no-store"
    assert "010-0000-1234" not in client.get(url).content.decode()
    with as_owner():
        records = AccessRecord.objects.filter(what="curriculum.Contact")
        assert [(record.reason, record.subjects) for record in records] == [
            ("결석 확인 전화", [cast.student.pk])
        ]


def opened(client, cast, reason="결석 확인 전화"):
    """What the page gives to whoever opens the contact with a reason."""
    return client.post(address(cast, "contact", cast.student.pk), {"reason": reason}).context["seal"]


def test_a_contact_that_exists_is_corrected_only_after_it_was_opened(enter, cast, contact):
    client, url = enter("teacher"), address(cast, "edit_contact", cast.student.pk)
    with as_owner():
        Contact.objects.create(student=cast.classmate, school=cast.classmate.school, phone="010-0000-2222")
    foreign = client.post(address(cast, "contact", cast.classmate.pk), {"reason": "결석 확인"}).context[
        "seal"
    ]
    for seal in ({}, {"opened": ""}, {"opened": "made up"}, {"opened": foreign}):
        assert client.post(url, {"phone": "010-9999-9999"} | seal).status_code == 409
    seal = opened(client, cast)
    colleague = enter("coordinator")
    assert colleague.post(url, {"phone": "010-9999-9999", "opened": seal}).status_code == 409
    with as_owner():
        assert Contact.objects.get(pk=contact.pk).phone == "010-0000-1234"
        Contact.objects.filter(pk=contact.pk).update(guardian_name="김보호")
    assert enter("teacher").post(url, {"phone": "1", "opened": seal}).status_code == 409, "changed since"


def test_a_correction_changes_what_was_sent_and_keeps_the_reason(enter, cast, contact):
    with as_owner():
        Contact.objects.filter(pk=contact.pk).update(guardian_name="김보호", address="파주시")
    client = enter("teacher")
    sent = {"phone": "010-0000-5678", "address": "", "opened": opened(client, cast, "번호가 바뀜")}
    assert client.post(address(cast, "edit_contact", cast.student.pk), sent).status_code == 302
    with as_owner():
        now = Contact.objects.get(pk=contact.pk)
        assert (now.phone, now.address, now.guardian_name) == ("010-0000-5678", "", "김보호")
        reasons = AccessRecord.objects.filter(what="curriculum.Contact").values_list("reason", flat=True)
        assert set(reasons) == {"번호가 바뀜"}


def test_the_history_tells_of_a_contact_without_its_content(enter, cast, contact):
    client = enter("coordinator")
    sent = {"phone": "010-0000-5678", "opened": opened(client, cast)}
    client.post(address(cast, "edit_contact", cast.student.pk), sent)
    page = client.get(address(cast, "history", cast.student.pk)).content.decode()
    assert "연락처 변경" in page
    assert "010-0000" not in page


def test_a_student_reads_their_own_record_and_nobody_elses(enter, cast, contact):
    factories.AttainmentFactory(student=cast.student, unit__name="회로 설계")
    client = enter("student")
    page = client.get(address(cast, "me")).content.decode()
    assert "김가람" in page
    assert "010-0000-1234" in page
    assert "이나래" not in page
    assert "회로 설계" in client.get(address(cast, "my_competencies")).content.decode()
    assert enter("teacher").get(address(cast, "me")).status_code == 403


def test_a_student_without_a_record_is_told_whom_to_ask(enter, cast):
    with as_owner():
        Student.objects.filter(pk=cast.student.pk).update(user=None)
    response = enter("student").get(address(cast, "me"))
    assert response.status_code == 200
    assert "담임교사" in response.content.decode()


def test_everyone_on_the_page_is_in_the_access_record(enter, cast):
    enter("coordinator").get(address(cast, "students"))
    with as_owner():
        record = AccessRecord.objects.get(what="curriculum.Student")
    assert record.subjects == sorted([cast.student.pk, cast.classmate.pk])


def test_the_last_judgement_day_counts_from_today(enter, cast):
    unit = factories.UnitFactory()
    sent = {"units": [unit.pk], "evidence": "수행평가"}
    sent["judged_on"] = (datetime.date.today() + datetime.timedelta(days=3)).isoformat()
    response = enter("teacher").post(address(cast, "add_attainment", cast.student.pk), sent)
    assert list(response.context["form"].errors) == ["judged_on"]


def test_searching_units_for_a_byte_that_no_text_holds_finds_as_without_it(enter, cast):
    url = f"/paju/students/{cast.student.pk}/competencies/new/"
    assert enter("teacher").get(url, {"unit_words": "\0"}).status_code == 200


@pytest.mark.parametrize("seen_at", ["9999-12-31T23:59:59-23:59", "0001-01-01T00:00:00+23:59", "x", ""])
def test_a_moment_that_no_clock_shows_is_asked_for_again(enter, cast, seen_at):
    client = enter("coordinator")
    answer = client.post(address(cast, "correct", cast.student.pk), typed(cast.student, seen_at=seen_at))
    assert answer.status_code == 422
