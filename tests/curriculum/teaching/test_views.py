"""What teachers, lecturers and students get on the pages of courses and plans."""

import datetime
from unittest import mock

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from consortium.audit.models import AccessRecord
from consortium.reports import runner
from consortium.reports.models import Job
from consortium.reports.registry import ReportContext
from consortium.rowlevel import acting_as
from curriculum.models import (
    Attainment,
    Enrolment,
    JobAnalysis,
    Judgement,
    QualificationUnit,
    Session,
    TaskUnit,
)
from curriculum.portfolio import reports as portfolio
from curriculum.portfolio.plan import plan_of
from curriculum.states import AnalysisState, EnrolmentState, Presence
from curriculum.teaching.services import classes, results
from tests import factories
from tests.authorization import as_owner

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate


def address(cast, name, *args):
    return reverse(f"curriculum:{name}", args=[cast.consortium.slug, *args])


@pytest.fixture
def enter(client, cast):
    def as_somebody(who):
        client.force_login(cast[who].user)
        return client

    return as_somebody


@pytest.fixture
def offering(cast, offering):
    today = timezone.localdate()
    with as_owner():
        offering.semester = 2 if today.month >= 8 or today.month < 3 else 1
        offering.save()
        rows = Enrolment.objects.filter(offering=offering).select_related("student")
        offering.rows = list(rows.order_by("student_number"))
    return offering


def test_a_lecturer_enters_a_session_and_every_name_read_is_recorded(enter, cast, offering):
    absent = offering.rows[0]
    client = enter("lecturer")
    sheet = client.get(address(cast, "add_session", offering.pk))
    assert "김가람" in sheet.content.decode()
    with as_owner():
        read = AccessRecord.objects.filter(what="curriculum.Enrolment", role="LECTURER").latest("at")
        assert set(read.subjects) == {cast.student.pk, cast.classmate.pk}
    sent = {
        "on": classes.days_of(offering)[0].isoformat(),
        "period": 3,
        "hours": 2,
        "topic": "모델 학습",
        f"presence-{absent.pk}": Presence.ABSENT,
    }
    answer = client.post(address(cast, "add_session", offering.pk), sent)
    assert answer.status_code == 302
    with as_owner():
        session = Session.objects.get()
        found = dict(session.attendances.values_list("enrolment", "presence"))
    assert found[absent.pk] == Presence.ABSENT
    again = client.post(address(cast, "add_session", offering.pk), sent)  # sent twice: harmless
    assert again.status_code == 422
    assert "모델 학습" in again.content.decode()  # nothing typed is lost


def test_the_class_page_costs_the_same_queries_with_one_student_and_with_three(enter, cast, offering):
    client = enter("teacher")
    url = address(cast, "offering", offering.pk)
    client.get(url)
    counts = []
    for number in (31, 32):
        with CaptureQueriesContext(connection) as queries:
            assert client.get(url).status_code == 200
        counts.append(len(queries))
        student = factories.StudentFactory(department=cast.department, number=number)
        row = factories.EnrolmentFactory(student=student, offering=offering)
        factories.AttendanceFactory(enrolment=row)
    assert counts[0] == counts[1]


def test_the_list_of_courses_costs_the_same_queries_and_shows_outsiders_their_own(enter, cast, offering):
    factories.OfferingFactory(subject=offering.subject, section="다른 강좌")
    assert "다른 강좌" not in enter("lecturer").get(address(cast, "offerings")).content.decode()
    client = enter("coordinator")
    client.get(address(cast, "offerings"))
    counts = []
    for section in ("C", "D"):
        with CaptureQueriesContext(connection) as queries:
            page = client.get(address(cast, "offerings")).content.decode()
        counts.append(len(queries))
        other = factories.OfferingFactory(subject=offering.subject, section=section)
        factories.InstructorFactory(offering=other)
    assert "다른 강좌" in page
    assert counts[0] == counts[1]


def test_units_are_judged_for_the_class_and_the_page_of_a_unit_tells_all(enter, cast, offering, unit):
    first, second = offering.rows
    sent = {"unit": unit.pk, "judged_on": TODAY().isoformat(), "evidence": "실습 산출물"}
    client = enter("trainer")
    assert client.post(address(cast, "judge", offering.pk), sent).status_code == 422  # nobody judged
    answer = client.post(
        address(cast, "judge", offering.pk), sent | {f"finding-{first.pk}": "4", f"finding-{second.pk}": ""}
    )
    assert answer.status_code == 302
    client = enter("teacher")
    page = address(cast, "judgements", cast.student.pk, unit.pk)
    client.post(page, {"finding": "NOT_YET", "judged_on": TODAY().isoformat(), "evidence": "재평가"})
    shown = client.get(page).content.decode()
    assert "실습 산출물" in shown
    assert "재평가" in shown
    with as_owner():
        assert not Attainment.objects.exists()  # the latest decides
        mine = Judgement.objects.get(evidence="재평가")
    correct = address(cast, "correct_judgement", cast.student.pk, unit.pk, mine.pk)
    facts = {"finding": "TAKEN_BACK", "judged_on": TODAY().isoformat(), "evidence": "재평가"}
    assert client.post(correct, facts).status_code == 422  # without a reason
    assert client.post(correct, facts | {"reason": "다른 학생의 평가"}).status_code == 302
    assert client.post(correct, facts | {"reason": "다른 학생의 평가"}).status_code == 409
    with as_owner():
        assert Attainment.objects.get().judged_by == cast["trainer"]


def test_results_are_settled_on_the_page_and_recovered(enter, cast, offering):
    client = enter("teacher")
    settle = address(cast, "settle", offering.pk)
    assert client.post(settle).status_code == 422
    grades = {f"achievement-{row.pk}": "B" for row in offering.rows}
    bad = client.post(address(cast, "grades", offering.pk), grades | {f"score-{offering.rows[0].pk}": "101"})
    assert bad.status_code == 422
    saved = client.post(address(cast, "grades", offering.pk), grades, follow=True).text
    assert f"성취도를 저장했습니다({len(grades)}명)." in saved
    assert client.post(settle).status_code == 422  # nothing says who was there
    with as_owner():
        Enrolment.objects.filter(offering=offering).update(held_hours=20, attended_hours=9)
    page = client.post(settle)  # fewer hours than its credits ask for
    assert (page.status_code, "all_held" in page.content.decode()) == (422, True)
    settled = client.post(settle, {"all_held": "on"}, follow=True).text
    assert "미이수 학생은 보충 이수가 필요합니다." in settled
    assert client.post(settle).status_code == 409
    recovery = address(cast, "recovery", offering.pk, offering.rows[0].pk)
    until = (TODAY() + datetime.timedelta(days=9)).isoformat()
    agreed = {"way": "MAKE_UP", "hours": 8, "agreed_on": TODAY().isoformat(), "until": until}
    client.post(recovery, agreed)
    result = {"result": "PASS", "on": TODAY().isoformat(), "evidence": "확인 평가"}
    assert client.post(recovery, result).status_code == 302
    with as_owner():
        assert Enrolment.objects.get(pk=offering.rows[0].pk).state == EnrolmentState.RECOVERED
    plan = enter("student").get(address(cast, "my_plan")).content.decode()
    assert str(offering.subject) in plan


def test_who_all_completed_a_course_is_not_told_to_recover(enter, cast, offering):
    client = enter("teacher")
    counts = {"completed": 2, "not_completed": 0}
    with mock.patch.object(results, "settle_results", return_value=counts):
        settled = client.post(address(cast, "settle", offering.pk), follow=True).text
    assert "이수 2명, 미이수 0명입니다." in settled
    assert "보충 이수가 필요합니다" not in settled


@pytest.mark.parametrize(
    ("name", "task"),
    [
        ("settle", "결과 확정하기"),
        ("grades", "성취도 입력"),
        ("add_session", "출석부"),
        ("judge", "능력단위 평가"),
    ],
)
def test_what_is_done_to_a_course_stands_in_heading_and_title(enter, cast, offering, name, task):
    page = enter("teacher").get(address(cast, name, offering.pk)).text
    assert f"<h1>{offering} {task}</h1>" in page
    assert f"<title>{offering} {task} · " in page


@pytest.mark.parametrize(("name", "label"), [("my_plan", "이수 계획과 학점"), ("my_jobs", "직무와 비교")])
def test_a_student_reads_in_heading_and_title_which_of_the_own_pages_is_open(enter, cast, name, label):
    page = enter("student").get(address(cast, name)).text
    assert f"<h1>{label}</h1>" in page
    assert f"<title>{label} · " in page


def test_a_plan_costs_the_same_queries_whatever_was_taken(enter, cast, offering):
    client = enter("coordinator")
    url = address(cast, "student_plan", cast.student.pk)
    client.get(url)
    counts = []
    for _round in range(2):
        with CaptureQueriesContext(connection) as queries:
            assert client.get(url).status_code == 200
        counts.append(len(queries))
        for _ in range(2):
            other = factories.OfferingFactory(subject=factories.SubjectFactory(consortium=cast.consortium))
            factories.EnrolmentFactory(student=cast.student, offering=other)
    assert counts[0] == counts[1]


def test_hours_of_a_qualification_come_from_the_courses(enter, cast, offering, unit):
    row = factories.QualificationStudentFactory(
        student=cast.student,
        qualification=factories.QualificationFactory(
            consortium=cast.consortium, name="정보처리산업기사", units=[unit]
        ),
    )
    enrolment = offering.rows[0]
    session = factories.SessionFactory(offering=offering, hours=8)
    factories.AttendanceFactory(enrolment=enrolment, session=session)
    shown = enter("student").get(address(cast, "my_plan")).content.decode()
    assert "정보처리산업기사" in shown
    with as_owner():
        assert QualificationUnit.objects.get().qualification_id == row.qualification_id
    # 8 of the course's 32 hours, of the unit's 16 hours in it: 4
    assert ">4<" in shown.replace(" ", "")
    assert "60시간 중 4.0시간 출석(최소 45시간)" in shown
    assert "능력단위 시간" in shown


def test_a_student_compares_with_an_open_vacancy_and_not_with_a_draft(enter, cast, unit):
    factories.AttainmentFactory(student=cast.student, unit=unit)
    vacancy = factories.VacancyFactory(consortium=cast.consortium, company=cast.partners["company"])
    with as_owner():
        vacancy.demanded_units.create(unit=unit)
        vacancy.demanded_units.create(unit=factories.UnitFactory())
        type(vacancy).objects.filter(pk=vacancy.pk).update(state="OPEN")
    page = enter("student").get(address(cast, "my_jobs"), {"job": f"vacancy:{vacancy.pk}"})
    assert (page.context["comparison"].attained, len(page.context["comparison"].lines)) == (1, 2)
    assert "<svg" in page.content.decode()
    assert enter("student").get(address(cast, "my_jobs")).context["chosen"] == f"vacancy:{vacancy.pk}"
    with as_owner():
        type(vacancy).objects.filter(pk=vacancy.pk).update(state="CLOSED")
    for key in (f"vacancy:{vacancy.pk}", "vacancy:x", "other:1"):
        page = enter("student").get(address(cast, "my_jobs"), {"job": key})
        assert page.context["comparison"] is None


def test_the_portfolio_is_made_for_the_student(enter, cast, offering, unit, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    factories.AttainmentFactory(student=cast.student, unit=unit, evidence="포트폴리오 면담")
    assert enter("student").post(address(cast, "portfolio")).status_code == 302
    with as_owner():
        job = Job.objects.latest("created_at")
    runner.run(job.pk)
    with as_owner():
        job.refresh_from_db()
        assert job.files.get().location.read_bytes().startswith(b"%PDF")


def test_the_portfolio_says_who_issued_a_certificate_and_that_a_course_was_completed(cast, offering):
    with as_owner():
        Enrolment.objects.filter(offering=offering).update(state=EnrolmentState.COMPLETED, achievement="A")
    student = cast["student"]
    with acting_as(student.actor):
        courses = portfolio._courses(plan_of(cast.student, by=student))
        context = ReportContext(student, {}, timezone.now(), lambda _name, make: make())
        certificates, *_rest = portfolio._qualifications(cast.student, context)
    assert courses.rows[0][-1] == "이수"
    assert [str(one.label) for one in certificates.columns] == ["자격증", "발급 기관", "날짜"]


def test_the_api_reads_and_writes_with_the_same_answers(enter, cast, offering, unit):
    base = f"/api/v1/paju/offerings/{offering.pk}/"
    client = enter("lecturer")
    roster = client.get(f"{base}roster/").json()
    assert [row["student_number"] for row in roster] == ["30101", "30102"]
    sent = {
        "on": classes.days_of(offering)[0].isoformat(),
        "hours": 2,
        "presences": [{"enrolment": roster[0]["id"], "presence": "ABSENT"}],
    }
    held = client.post(f"{base}sessions/", sent, content_type="application/json")
    assert held.status_code == 201
    assert [row["attended"] for row in client.get(f"{base}roster/").json()] == [0, 2]
    judged = client.post(
        f"{base}judgements/",
        {
            "unit": unit.pk,
            "judged_on": TODAY().isoformat(),
            "evidence": "산출물",
            "findings": [{"enrolment": roster[0]["id"], "level": 5}],
        },
        content_type="application/json",
    )
    assert [row["outcome"] for row in judged.json()] == ["ACHIEVED"]
    assert enter("hr").get(base).status_code == 403
    assert enter("stranger").get(base.replace("paju", "other")).status_code == 404


def test_a_student_compares_with_a_job_that_was_analysed_and_agreed(enter, cast, unit):
    with as_owner():
        analysis = JobAnalysis.objects.create(
            consortium=cast.consortium,
            school=cast.partners["school"],
            company=cast.partners["company"],
            title="AI 품질 점검",
            participants=3,
            jobs=2,
            analysed_on=TODAY(),
            made_by=cast["coordinator"],
        )
        duty = analysis.duties.create(position=1, title="점검")
        task = duty.tasks.create(position=1, title="모델 점검", importance=5, frequency=3, difficulty=3)
        TaskUnit.objects.create(task=task, unit=unit)
    address_of_job = {"job": f"analysis:{analysis.pk}"}
    assert enter("student").get(address(cast, "my_jobs"), address_of_job).context["comparison"] is None
    with as_owner():
        JobAnalysis.objects.filter(pk=analysis.pk).update(
            state=AnalysisState.AGREED, agreed_on=TODAY(), agreed_how="PORTAL"
        )
    page = enter("student").get(address(cast, "my_jobs"), address_of_job)
    assert [(line.unit, line.importance) for line in page.context["comparison"].lines] == [(unit, 5)]
