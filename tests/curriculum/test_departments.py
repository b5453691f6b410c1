"""Departments: entered before anybody can be registered, renamed, closed; each told from another's."""

import datetime

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from consortium.rowlevel import acting_as
from consortium.workflow import StateConflict
from curriculum.models import Department, Student
from curriculum.roster import services
from tests import factories
from tests.authorization import as_owner

TODAY = datetime.date(2026, 9, 1)


def address(cast, name, *args):
    return reverse(f"curriculum:{name}", args=[cast.consortium.slug, *args])


@pytest.fixture
def coordinator(client, cast):
    client.force_login(cast["coordinator"].user)
    return client


@pytest.fixture
def bare(cast):
    """The same school before anything was entered."""
    with as_owner():
        Student.objects.all().delete()
        Department.objects.all().delete()
    return cast


@pytest.mark.parametrize(
    ("page", "words"), [("students", "학과 등록하러 가기"), ("register", "학과 등록하러 가기")]
)
def test_without_a_department_roster_and_registration_lead_to_the_departments(coordinator, bare, page, words):
    html = coordinator.get(address(bare, page)).content.decode()
    assert words in html
    assert f'href="{address(bare, "departments")}"' in html
    assert 'name="class_no"' not in html or page == "students"  # the roster keeps its filters


def test_a_teacher_is_told_who_enters_them(client, bare):
    client.force_login(bare["teacher"].user)
    html = client.get(address(bare, "students")).content.decode()
    assert "산학협력부장이나 교육과정부장이 학과를 등록한 뒤" in html
    assert "학과 등록하러 가기" not in html


def test_a_department_that_is_entered_can_be_chosen_at_once(coordinator, bare):
    answer = coordinator.post(
        address(bare, "enter_department"), {"name": "  AI융합과 ", "name_en": "AI Convergence"}, follow=True
    )
    assert "‘AI융합과’ 학과를 등록했습니다" in answer.content.decode()
    assert "AI융합과" in coordinator.get(address(bare, "register")).content.decode()


def test_a_name_stands_once_and_what_was_typed_is_kept(coordinator, cast):
    answer = coordinator.post(address(cast, "enter_department"), {"name": "AI융합과", "name_en": "Other"})
    assert answer.status_code == 422
    html = answer.content.decode()
    assert "같은 이름의 학과가 이미 있습니다" in html
    assert 'value="Other"' in html


def test_a_new_name_shows_wherever_the_department_stands(coordinator, cast):
    coordinator.post(address(cast, "rename_department", cast.department.pk), {"name": "인공지능과"})
    assert "인공지능과" in coordinator.get(address(cast, "student", cast.student.pk)).content.decode()
    with as_owner():
        names = list(cast.department.events.order_by("pgh_id").values_list("name", "pgh_context__member"))
    assert names[-1] == ("인공지능과", cast["coordinator"].pk)


def test_a_closed_department_keeps_its_students_and_takes_no_new_ones(coordinator, cast):
    other = factories.DepartmentFactory(consortium=cast.consortium, name="로봇과")
    coordinator.post(address(cast, "close_department", cast.department.pk), {"on": "2026-09-01"})
    offered = coordinator.get(address(cast, "register")).context["form"].fields["department"].queryset
    kept = coordinator.get(address(cast, "correct", cast.student.pk)).context["form"].fields["department"]
    with acting_as(cast["coordinator"].actor):
        assert list(offered) == [other]
        assert cast.department in kept.queryset
    assert "2026. 9. 1. 폐과" in coordinator.get(address(cast, "departments")).content.decode()
    with acting_as(cast["coordinator"].actor), pytest.raises(ValidationError, match="폐과되어"):
        services.register_student(
            by=cast["coordinator"],
            department=Department.objects.get(pk=cast.department.pk),
            entry_year=2026,
            grade=1,
            class_no=1,
            number=7,
            name="남다온",
        )


def test_closing_twice_says_so_and_reopening_lets_students_in(cast):
    coordinator = cast["coordinator"]
    with acting_as(coordinator.actor):
        services.close_department(cast.department, by=coordinator, on=TODAY)
        with pytest.raises(StateConflict):
            services.close_department(cast.department, by=coordinator, on=TODAY)
        assert services.reopen_department(cast.department, by=coordinator).closed_on is None
        with pytest.raises(StateConflict):
            services.reopen_department(cast.department, by=coordinator)


@pytest.mark.parametrize("who", ["teacher", "accountant", "principal"])
def test_only_two_offices_change_departments(cast, who):
    with acting_as(cast[who].actor), pytest.raises(PermissionDenied):
        services.rename_department(cast.department, by=cast[who], name="다른 이름")


def test_the_list_counts_who_is_enrolled_with_a_constant_number_of_queries(
    coordinator, cast, django_assert_num_queries
):
    def page():
        return coordinator.get(address(cast, "departments"))

    shown = [(row.name, row.students_enrolled) for row in page().context["page"].rows]
    assert shown == [("AI융합과", 2)]
    with CaptureQueriesContext(connection) as one:
        page()
    for name in ("로봇과", "반도체과"):
        factories.StudentFactory(
            department=factories.DepartmentFactory(consortium=cast.consortium, name=name)
        )
    with django_assert_num_queries(len(one)):
        page()


def test_the_api_enters_and_renames(cast, client):
    client.force_login(cast["coordinator"].user)
    base = f"/api/v1/{cast.consortium.slug}/departments/"
    made = client.post(base, {"name": "로봇과", "name_en": "Robots"}, content_type="application/json")
    assert (made.status_code, made.json()["name"]) == (201, "로봇과")
    renamed = client.patch(
        f"{base}{made.json()['id']}/", {"name": "로봇소프트웨어과"}, content_type="application/json"
    )
    assert renamed.json() == made.json() | {"name": "로봇소프트웨어과"}
    twice = client.post(base, {"name": "AI융합과"}, content_type="application/json")
    assert twice.status_code == 400
