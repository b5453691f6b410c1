import datetime

import pytest

from consortium.rowlevel import acting_as
from curriculum.models import Student
from curriculum.roster import services, work
from tests import factories
from tests.authorization import as_owner


def titles(find, member):
    with acting_as(member.actor):
        return [str(item.title) for item in find(member)]


def test_the_home_page_names_what_is_missing_and_leads_to_it(cast):
    with as_owner():
        Student.objects.filter(pk=cast.student.pk).update(attendance_rate=97)
    factories.AttainmentFactory(student=cast.student)
    with acting_as(cast["coordinator"].actor):
        items = work.waiting_for_records(cast["coordinator"])
    assert [(str(item.title), item.url) for item in items] == [
        (
            "능력단위가 하나도 없는 3학년 학생 1명",
            "/paju/students/?grade=3&attained=none&state=ENROLLED",
        ),
        ("출석률이 입력되지 않은 학생 1명", "/paju/students/?attendance=UNKNOWN&state=ENROLLED"),
    ]


@pytest.mark.parametrize("who", ["accountant", "principal", "hr", "official", "student"])
def test_others_are_not_asked_to_fill_in_records(cast, who):
    assert titles(work.waiting_for_records, cast[who]) == []


def test_changes_of_others_are_told_with_their_author_and_my_own_are_not(cast):
    by = cast["teacher"]
    with acting_as(by.actor):
        services.correct_student(cast.student, by=by, seen_at=cast.student.updated_at, number=9)
    with acting_as(cast["coordinator"].actor):
        told = work.changed_students(cast["coordinator"])
    assert [(item.title, str(by) in item.detail) for item in told] == [
        ("김가람 학생의 명부가 정정되었습니다", True),
        ("이나래 학생이 등록되었습니다", False),
    ]
    assert "김가람 학생의 명부가 정정되었습니다" not in titles(work.changed_students, by)


def test_the_schools_figures_count_enrolled_students_only(cast):
    factories.AttainmentFactory(student=cast.student, judged_on=datetime.date.today())
    factories.AttainmentFactory(student=cast.foreign_student)
    with as_owner():
        Student.objects.filter(pk=cast.student.pk).update(attendance_rate=90)
    with acting_as(cast["principal"].actor):
        figures = work.figures_of_the_school(cast["principal"])
    assert [figure.value for figure in figures] == ["2", "0.5", "90.0%"]
    assert figures[1].points[-1] == 1.0


@pytest.mark.parametrize("who", ["hr", "official", "education_official", "lecturer"])
def test_nobody_outside_the_school_gets_its_figures(cast, who):
    with acting_as(cast[who].actor):
        assert work.figures_of_the_school(cast[who]) == []
        assert work.figures_of_the_student(cast[who]) == []


def test_a_student_counts_their_own_units(cast):
    factories.AttainmentFactory(student=cast.student)
    factories.AttainmentFactory(student=cast.classmate)
    with acting_as(cast["student"].actor):
        assert [figure.value for figure in work.figures_of_the_student(cast["student"])] == ["1"]
