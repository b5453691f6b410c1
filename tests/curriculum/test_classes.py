"""Classes of a year, who leads them, and how a whole year moves up."""

import datetime

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from consortium.rowlevel import acting_as
from consortium.workflow import StateConflict
from curriculum.models import SchoolClass, Student
from curriculum.roster import handover, history, services, work, workflow
from tests import factories
from tests.authorization import as_owner


def address(cast, name, *args):
    return reverse(f"curriculum:{name}", args=[cast.consortium.slug, *args])


def classes(cast):
    with as_owner():
        rows = SchoolClass.objects.filter(school=cast.partners["school"]).order_by("grade", "class_no")
        return [(str(one), one.department_id, one.homeroom_id) for one in rows]


@pytest.fixture
def coordinator(client, cast):
    client.force_login(cast["coordinator"].user)
    return client


@pytest.fixture
def last_year(cast):
    """Everybody still sits in 2025: two in grade 3 (the cast), two below, one on leave."""
    made = {
        "second": factories.StudentFactory(department=cast.department, grade=2, class_no=1, number=1),
        "first": factories.StudentFactory(department=cast.department, grade=1, class_no=1, number=1),
        "away": factories.StudentFactory(
            department=cast.department, grade=2, class_no=1, number=2, state="ON_LEAVE"
        ),
    }
    with as_owner():
        Student.objects.filter(school=cast.partners["school"]).update(school_year=2025)
    return made


@pytest.fixture(autouse=True)
def in_2026(monkeypatch):
    for place in ("roster.services.promotion", "models.student", "roster.work"):
        monkeypatch.setattr(f"curriculum.{place}.timezone.localdate", lambda: datetime.date(2026, 3, 2))


def now(cast):
    with as_owner():
        students = Student.objects.filter(school=cast.partners["school"]).order_by("pk")
        return [(one.school_year, one.student_number, one.state) for one in students]


def promote(cast, *, repeating=(), on=datetime.date(2026, 2, 10), seal=None):
    by = cast["coordinator"]
    with acting_as(by.actor):
        seal = services.plan_promotion(by=by, repeating=repeating).seal if seal is None else seal
        return services.promote_year(by=by, repeating=repeating, graduated_on=on, seal=seal)


def test_the_classes_of_the_roster_are_entered_once(coordinator, cast):
    with as_owner():
        Student.objects.filter(school=cast.partners["school"]).update(school_year=2026)
    for _twice in range(2):
        answer = coordinator.post(address(cast, "classes_of_roster"), {"year": "2026"}, follow=True)
    assert classes(cast) == [("3-1", cast.department.pk, None)]
    assert "모두 등록되어 있습니다" in answer.content.decode()


def test_who_leads_a_class_is_kept_year_by_year(coordinator, cast):
    fields = {"grade": 3, "class_no": 1, "department": cast.department.pk, "homeroom": cast["teacher"].pk}
    for year in ("2025", "2026"):
        coordinator.post(address(cast, "enter_class"), fields | {"year": year})
    twice = coordinator.post(address(cast, "enter_class"), fields | {"year": "2026"})
    assert twice.status_code == 422
    assert "이미 등록된 학급" in twice.content.decode()
    html = coordinator.get(address(cast, "classes") + "?year=2025").content.decode()
    assert str(cast["teacher"].user) in html
    with as_owner():
        found = SchoolClass.objects.get(school_year=2026)
    coordinator.post(address(cast, "lead_class", found.pk), {"department": "", "homeroom": ""})
    with as_owner():
        assert [event.homeroom_id for event in found.events.order_by("pgh_id")] == [cast["teacher"].pk, None]
        assert SchoolClass.objects.get(school_year=2025).homeroom == cast["teacher"]


def test_only_homeroom_teachers_of_the_school_lead_a_class(cast):
    by = cast["coordinator"]
    for who in ("accountant", "stranger"):
        with acting_as(by.actor), pytest.raises(ValidationError, match="담임교사"):
            services.enter_class(by=by, school_year=2026, grade=1, class_no=1, homeroom=cast[who])
    with acting_as(cast["teacher"].actor), pytest.raises(PermissionDenied):
        services.enter_class(by=cast["teacher"], school_year=2026, grade=1, class_no=1)


def test_the_list_of_classes_asks_the_same_number_of_queries_for_one_and_three(coordinator, cast):
    def ask():
        with CaptureQueriesContext(connection) as queries:
            coordinator.get(address(cast, "classes") + "?year=2026")
        return len(queries)

    def enter(number):
        with as_owner():
            SchoolClass.objects.create(
                consortium=cast.consortium,
                school=cast.partners["school"],
                school_year=2026,
                grade=1,
                class_no=number,
                homeroom=cast["teacher"],
            )

    enter(1)
    ask()
    first = ask()
    enter(2)
    enter(3)
    assert ask() == first


def test_a_teacher_who_leaves_hands_the_class_on(cast):
    factories.MemberFactory(consortium=cast.consortium, partner=cast.partners["school"])
    with as_owner():
        led = SchoolClass.objects.create(
            consortium=cast.consortium,
            school=cast.partners["school"],
            school_year=2026,
            grade=1,
            class_no=1,
            homeroom=cast["teacher"],
        )
    with acting_as(cast["coordinator"].actor):
        assert list(handover.led_classes(cast["teacher"])) == [led]
        handover.pass_on([led], cast["accountant"], cast["coordinator"])
        assert list(handover.led_classes(cast["teacher"])) == []


def test_a_year_moves_up_once_and_whoever_is_on_leave_stays(cast, last_year):
    plan = promote(cast)
    assert (plan.by_grade, plan.on_leave) == ({1: 1, 2: 1, 3: 2}, 1)
    after = [
        (2025, "30101", "GRADUATED"),
        (2025, "30102", "GRADUATED"),
        (2026, "30101", "ENROLLED"),
        (2026, "20101", "ENROLLED"),
        (2025, "20102", "ON_LEAVE"),
    ]
    assert now(cast) == after
    assert promote(cast, seal=plan.seal).moving == 0
    assert now(cast) == after
    with as_owner():
        cast.student.refresh_from_db()
    assert cast.student.state_since == datetime.date(2026, 2, 10)


def test_the_history_says_promotion_and_one_mistake_is_corrected_alone(cast, last_year):
    promote(cast)
    by = cast["coordinator"]
    with acting_as(by.actor):
        changes = history.changes_of(last_year["second"], by=by)
        assert ("진급", "2026학년도") in [(str(change.what), change.reason) for change in changes]
        student = Student.objects.get(pk=last_year["second"].pk)
        services.correct_student(student, by=by, seen_at=student.updated_at, grade=2, number=30)
        graduate = Student.objects.get(pk=cast.student.pk)
        back = services.change_student_state(
            graduate, by=by, step=workflow.RETURN, reason="졸업 처리 잘못", on=datetime.date(2026, 3, 1)
        )
    assert (back.state, back.school_year) == ("ENROLLED", 2026)


def test_who_repeats_stays_in_the_grade_on_a_free_number(cast, last_year):
    promote(cast, repeating=["20101"])
    with as_owner():
        second, first = (Student.objects.get(pk=last_year[name].pk) for name in ("second", "first"))
    assert (second.school_year, second.student_number) == (2026, "20102")
    assert (first.school_year, first.student_number) == (2026, "20101")


def test_a_roster_that_changed_since_the_plan_is_not_moved(cast, last_year):
    by = cast["coordinator"]
    with acting_as(by.actor):
        seal = services.plan_promotion(by=by).seal
    factories.StudentFactory(department=cast.department, grade=1, class_no=1, number=9, school_year=2025)
    with pytest.raises(StateConflict):
        promote(cast, seal=seal)
    assert {year for year, _number, _state in now(cast)} == {2025}


def test_taken_seats_and_wrong_days_stop_the_whole_step(cast, last_year):
    with pytest.raises(ValidationError, match="졸업일"):
        promote(cast, on=datetime.date(2024, 2, 10))
    factories.StudentFactory(department=cast.department, grade=2, class_no=1, number=1, school_year=2026)
    with pytest.raises(ValidationError, match="이미 쓰고"):
        promote(cast)
    with pytest.raises(ValidationError, match="39999"):
        promote(cast, repeating=["39999"])
    assert sorted(year for year, _number, _state in now(cast)) == [2025] * 5 + [2026]


def test_the_page_shows_the_plan_and_carries_it_out(coordinator, cast, last_year):
    here = address(cast, "promotion")
    page = coordinator.get(here)
    assert "3학년 졸업" in page.content.decode()
    with acting_as(cast["coordinator"].actor):
        (item,) = work.years_to_close(cast["coordinator"])
    assert item.url == here
    sent = {"repeating": "", "graduated_on": "2026-02-10", "seal": page.context["plan"].seal}
    again = coordinator.post(here, sent | {"look": "1", "repeating": "20101"})
    assert [one.pk for one in again.context["plan"].repeating] == [last_year["second"].pk]
    done = coordinator.post(here, sent | {"carry_out": "1"}, follow=True)
    assert "학생 4명을 진급 또는 졸업" in done.content.decode()
    harmless = coordinator.post(here, sent | {"carry_out": "1"}, follow=True)
    assert "남아 있지 않았습니다" in harmless.content.decode()
    assert "이미 2026학년도입니다" in coordinator.get(here).content.decode()
