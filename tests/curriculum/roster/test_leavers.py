"""Who leaves, is on leave or comes back by a list: from which day, and of whom it says too little."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from consortium.rowlevel import acting_as
from curriculum.models import Student
from curriculum.roster import services, workflow
from tests.authorization import as_owner
from tests.curriculum.roster.stage import (
    AI,
    HEAD,
    outcomes,
    page_of,
    preview,
    problem,
    roster,
    student_of,
    take_over,
)
from tests.imports.files import confirm

pytestmark = pytest.mark.usefixtures("rung")


def test_transfer_out_and_in_are_taken_over_and_kept_with_their_reason(school, client):
    gone = student_of(school, name="남도담", grade=2, class_no=1, number=1, birth_date="2009-01-01")
    rows = [
        HEAD,
        ["2", "1", "1", "남도담", "2009-01-01", "전출", AI],
        ["2", "1", "1", "류새봄", "2009-02-02", "전입", AI],  # on the seat that has become free
    ]
    imported = take_over(school, rows)
    assert imported.results == {"UPDATED": 1, "ADDED": 1}
    assert [(name, state) for _number, name, _birth, state in roster(school)] == [
        ("남도담", "TRANSFERRED"),
        ("류새봄", "ENROLLED"),
    ]
    client.force_login(school["coordinator"].user)
    address = reverse("curriculum:history", args=[school.consortium.slug, gone.pk])
    html = client.get(address).content.decode()
    assert "명단으로 반영" in html
    assert "전출" in html
    assert set(preview(school, rows).counts) == {"SAME"}


@pytest.mark.parametrize("birth", ["2009-01-01", ""])
def test_who_left_before_and_was_never_here_is_passed_over_and_it_says_so(school, client, birth):
    there = student_of(school, name="이솔", grade=2, class_no=1, number=2, birth_date="2009-03-01")
    leaver = ["2", "1", "1", "남도담", birth, "자퇴", AI]
    imported = preview(school, [HEAD, leaver, ["2", "1", "2", "이솔", "2009-03-01", "재학", AI]])
    assert imported.counts == {"SKIPPED": 1, "SAME": 1}
    html = page_of(client, school, imported)
    assert "건너뜀 (1)" in html
    assert "학교를 떠났고 포털에 없는 사람이어서" in html
    assert "건너뛰는 행이 1개" in html
    only = page_of(client, school, preview(school, [HEAD, leaver]))
    assert "포털에 이미" not in only
    assert [name for _number, name, *_rest in roster(school)] == [there.name]


@pytest.mark.parametrize(
    ("column", "cell"),
    [("변동일", "2026-04-01"), ("학적변동일자", "2026.4.1."), ("변동일시", "2026-04-01 09:30:00")],
)
def test_the_day_of_leaving_is_the_one_that_the_list_says(school, client, column, cell):
    gone = student_of(school, name="남도담", grade=2, class_no=1, number=1, birth_date="2009-01-01")
    there = student_of(school, name="이솔", grade=2, class_no=1, number=2, birth_date="2009-03-01")
    rows = [
        [*HEAD, column],
        ["2", "1", "1", "남도담", "2009-01-01", "자퇴", AI, cell],
        ["2", "1", "2", "이솔", "2009-03-01", "재학", AI, "2026-03-02"],  # when they moved up a year
    ]
    imported = preview(school, rows)
    html = page_of(client, school, imported)
    assert "쓰지 않는 열" not in html
    assert "<ins>2026. 4. 1.</ins>" in html
    assert confirm(school["coordinator"], imported).results == {"UPDATED": 1}
    with as_owner():
        gone.refresh_from_db()
        there.refresh_from_db()
    assert (gone.state, gone.state_since) == ("LEFT", datetime.date(2026, 4, 1))
    assert there.state_since is None
    assert set(preview(school, rows).counts) == {"SAME"}


def test_without_a_day_it_is_the_day_of_the_import_and_the_preview_says_so(school, client, monkeypatch):
    gone = student_of(school, name="남도담", grade=2, class_no=1, number=1, birth_date="2009-01-01")
    imported = preview(school, [HEAD, ["2", "1", "1", "남도담", "2009-01-01", "전출", AI]])
    assert "반영하는 날 (오늘" in page_of(client, school, imported)
    tomorrow = timezone.localdate() + datetime.timedelta(days=1)
    monkeypatch.setattr("django.utils.timezone.localdate", lambda *args: tomorrow)
    assert confirm(school["coordinator"], imported).results == {"UPDATED": 1}
    with as_owner():
        gone.refresh_from_db()
    assert gone.state_since == tomorrow


@pytest.mark.parametrize("cell", ["입학", "-", "2999-01-01", "2020.3.2"])
def test_a_day_beside_a_state_that_stays_is_nobodys_fault(school, cell):
    """Lists date the last change of everybody, in whatever way; it blocks nobody who is simply there."""
    student_of(school, name="이솔", grade=2, class_no=1, number=2, birth_date="2009-03-01")
    rows = [
        [*HEAD, "변동일"],
        ["2", "1", "2", "이솔", "2009-03-01", "재학", AI, cell],
        ["2", "1", "3", "류새봄", "2009-02-02", "재학", AI, cell],
    ]
    imported = preview(school, rows)
    assert outcomes(imported) == ["SAME", "NEW"]
    assert confirm(school["coordinator"], imported).results == {"ADDED": 1}
    with as_owner():
        assert set(Student.objects.values_list("state_since", flat=True)) == {None}


@pytest.mark.parametrize(
    ("day", "words"),
    [("2999-01-01", "오늘 이후"), ("2020-01-01", "입학하기 전"), ("지난봄", "날짜가 아닙니다")],
)
def test_a_day_of_leaving_that_cannot_be_is_refused(school, day, words):
    student_of(school, name="남도담", grade=2, class_no=1, number=1, birth_date="2009-01-01", entry_year=2025)
    imported = preview(school, [[*HEAD, "변동일"], ["2", "1", "1", "남도담", "2009-01-01", "자퇴", AI, day]])
    assert outcomes(imported) == ["ERROR"]
    assert words in problem(imported)


def test_a_leaver_without_date_of_birth_is_known_by_the_seat_they_left(school, client):
    gone = student_of(school, name="최하람", grade=1, class_no=1, number=2, birth_date="2010-01-01")
    student_of(school, name="최하람", grade=1, class_no=2, number=9, birth_date="2010-03-03")
    student_of(school, name="이솔", grade=1, class_no=1, number=1, birth_date="2010-02-02")
    head = ["학년", "반", "번호", "성명", "학적상태"]
    rows = [head, ["1", "1", "1", "이솔", "재학"], ["1", "1", "2", "최하람", "전출"]]
    imported = preview(school, rows)
    assert outcomes(imported) == ["SAME", "CHANGED"]
    client.force_login(school["coordinator"].user)
    absent = client.get(reverse("curriculum:absent", args=[school.consortium.slug, imported.pk]))
    assert absent.context["found"].students == []
    confirm(school["coordinator"], imported)
    with as_owner():
        gone.refresh_from_db()
    assert gone.state == "TRANSFERRED"
    assert outcomes(preview(school, rows)) == ["SAME", "SAME"]


@pytest.mark.parametrize("seat", [["1", "1", "7"], ["", "", ""]])
def test_a_leaver_of_whom_the_list_says_too_little_is_asked_about(school, seat):
    for number in (2, 3):
        student_of(
            school,
            name="최하람",
            grade=1,
            class_no=1,
            number=number,
            entry_year=2026,
            birth_date=f"2010-01-0{number}",
        )
    head = ["학년", "반", "번호", "성명", "학적상태"]
    imported = preview(school, [head, [*seat, "최하람", "전출"]])
    assert outcomes(imported) == ["ERROR"]
    assert "생년월일" in problem(imported)


def test_graduates_are_not_called_back_by_an_old_list(school):
    student_of(
        school, name="박바다", grade=3, class_no=1, number=1, birth_date="2008-04-04", state="GRADUATED"
    )
    imported = preview(school, [HEAD, ["3", "1", "1", "박바다", "2008-04-04", "재학", AI]])
    assert outcomes(imported) == ["ERROR"]
    assert "졸업" in problem(imported)


def test_leaving_is_recorded_from_a_day_with_a_reason_and_the_history_says_both(cast, client):
    coordinator = cast["coordinator"]
    with acting_as(coordinator.actor):
        changed = services.change_student_state(
            cast.student,
            by=coordinator,
            step=workflow.LEAVE_SCHOOL,
            reason="자퇴 (가정 사정)",
            on=datetime.date(2026, 9, 1),
        )
    assert (changed.state, changed.state_since) == ("LEFT", datetime.date(2026, 9, 1))
    client.force_login(coordinator.user)
    html = client.get(
        reverse("curriculum:history", args=[cast.consortium.slug, cast.student.pk])
    ).content.decode()
    assert "자퇴 (가정 사정)" in html
