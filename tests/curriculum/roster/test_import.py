"""The roster from NEIS lists, with the habits that real files have.

`files/roster_cp949.csv` was written by hand, as Excel saves it on a Korean Windows; `files/roster_calc.xlsx`
is the same list opened in LibreOffice Calc and saved there, telephones and dates turned to numbers;
`files/roster_neis.xlsx` was saved by Calc too, with merged headings, a title and real dates.
"""

import unicodedata

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from consortium.imports.models import Import, Row
from consortium.rowlevel import acting_as
from curriculum.models import Contact, Department, SchoolClass, Student
from curriculum.roster import columns, policies, taking_over
from curriculum.roster.school import School
from curriculum.states import StudentState
from tests import factories
from tests.authorization import as_owner
from tests.curriculum.roster.stage import (
    AI,
    HEAD,
    class_of_robots,
    file,
    outcomes,
    page_of,
    preview,
    problem,
    roster,
    student_of,
    take_over,
)
from tests.imports.files import bring, comma_separated, confirm, rows_of

pytestmark = pytest.mark.usefixtures("rung")


@pytest.mark.parametrize("name", ["roster_cp949.csv", "roster_calc.xlsx"])
def test_the_list_that_an_office_program_saved_is_understood(school, name):
    imported = take_over(school, file(name), name=name)
    assert imported.results == {"ADDED": 3}, [row.problems for row in rows_of(imported)]
    assert roster(school) == [
        ("20101", "김가람", "2009-05-01", "ENROLLED"),
        ("20102", "이솔", "2009-03-01", "ENROLLED"),
        ("20103", "김가람", "2009-07-09", "ENROLLED"),
    ]
    with as_owner():
        contacts = dict(Contact.objects.values_list("student__number", "phone"))
        entered = Student.objects.select_related("department").get(number=1, school=school.partners["school"])
    assert contacts == {1: "010-1234-5601", 2: "010-1234-5602", 3: "031-940-5603"}
    assert (entered.entry_year, entered.school_year, entered.department) == (2025, 2026, school.department)


@pytest.mark.parametrize("name", ["roster_cp949.csv", "roster_calc.xlsx", "roster_neis.xlsx"])
def test_the_same_list_a_second_time_changes_nothing(school, name):
    take_over(school, file(name), name=name)
    with as_owner():
        events = Student.pgh_event_model.objects.count()
    again = preview(school, file(name), name=name)
    assert set(again.counts) <= {"SAME", "SKIPPED"}
    with as_owner():
        assert Student.pgh_event_model.objects.count() == events


def test_merged_headings_titles_totals_dates_of_three_kinds_and_a_name_in_nfd(school):
    name = unicodedata.normalize("NFD", "2학년 명단.xlsx")
    imported = take_over(school, file("roster_neis.xlsx"), name=name)
    assert imported.file_name == "2학년 명단.xlsx"
    assert imported.results == {"ADDED": 4}
    assert roster(school) == [
        ("20101", "김가람", "2009-05-01", "ENROLLED"),
        ("20102", "이솔", "2009-03-01", "ENROLLED"),
        ("20103", "김가람", "2009-07-09", "ENROLLED"),
        ("20201", "정하늘", "2009-08-11", "ENROLLED"),
    ]
    with as_owner():
        guardians = Contact.objects.exclude(guardian_phone="").values_list("phone", "guardian_phone")
        assert list(guardians) == [("010-1234-5601", "010-9999-5601")]


def test_the_mapping_is_remembered_for_the_next_list(school):
    take_over(school, file("roster_neis.xlsx"), name="a.xlsx")
    assert bring(school["coordinator"], file("roster_neis.xlsx"), "b.xlsx", key="roster").remembered


def test_next_year_the_same_people_move_and_nobody_is_added(school, monkeypatch):
    take_over(school, file("roster_cp949.csv"), name="a.csv")
    monkeypatch.setattr("curriculum.models.student.school_year", lambda day: 2027)
    rows = [
        HEAD,
        ["3", "2", "5", "김가람", "2009-07-09", "재학", AI],  # the other of the two, in another class
        ["3", "1", "1", "김가람", "2009-05-01", "재학", AI],
    ]
    imported = take_over(school, rows)
    assert imported.results == {"UPDATED": 2}
    assert [(number, birth) for number, name, birth, _state in roster(school) if name == "김가람"] == [
        ("30101", "2009-05-01"),
        ("30205", "2009-07-09"),
    ]


def test_two_of_one_name_without_a_date_of_birth_are_told_apart_by_their_seats(school):
    student_of(school, name="김가람", grade=2, class_no=1, number=1, birth_date=None, entry_year=2025)
    student_of(school, name="김가람", grade=2, class_no=1, number=2, birth_date=None, entry_year=2025)
    head = ["학년", "반", "번호", "성명"]
    same = preview(school, [head, ["2", "1", "1", "김가람"], ["2", "1", "2", "김가람"]])
    assert outcomes(same) == ["SAME", "SAME"]
    moved = preview(school, [head, ["2", "1", "9", "김가람"]])
    assert outcomes(moved) == ["ERROR"]
    assert "생년월일" in problem(moved)


def test_one_of_a_name_without_date_of_birth_is_found_by_name_and_entry_year(school):
    student_of(school, name="김가람", grade=1, class_no=1, number=1, birth_date=None, entry_year=2025)
    with as_owner():
        Student.objects.filter(school=school.partners["school"]).update(school_year=2025)
    imported = take_over(school, [HEAD[:4], ["2", "3", "7", "김가람"]])
    assert imported.results == {"UPDATED": 1}
    assert roster(school) == [("20307", "김가람", "None", "ENROLLED")]


def test_a_number_that_two_persons_have_is_refused_on_both_rows_and_names_the_other(school):
    rows = [
        HEAD,
        ["2", "1", "1", "남도담", "2009-01-01", "재학", AI],
        ["2", "1", "1", "류새봄", "2009-02-02", "재학", AI],
    ]
    imported = preview(school, rows)
    assert outcomes(imported) == ["ERROR", "ERROR"]
    asked = "행과 학년·반·번호가 같습니다. 어느 번호가 맞는지 확인하세요."
    assert [problem(imported, place) for place in (0, 1)] == [f"3{asked}", f"2{asked}"]


def test_the_same_person_twice_in_one_seat_is_one_row_too_many(school):
    row = ["2", "1", "1", "류새봄", "2009-02-02", "재학", AI]
    assert outcomes(preview(school, [HEAD, row, row])) == ["NEW", "SKIPPED"]


def test_a_seat_that_somebody_else_holds_is_refused_unless_the_list_moves_them(school):
    student_of(school, name="박바다", grade=2, class_no=1, number=1, birth_date="2009-04-04")
    taken = preview(school, [HEAD, ["2", "1", "1", "류새봄", "2009-02-02", "재학", AI]])
    assert outcomes(taken) == ["ERROR"]
    assert "박바다" in problem(taken)
    swap = take_over(
        school,
        [
            HEAD,
            ["2", "1", "1", "류새봄", "2009-02-02", "재학", AI],
            ["2", "1", "2", "박바다", "2009-04-04", "재학", AI],
        ],
    )
    assert swap.results == {"UPDATED": 1, "ADDED": 1}
    assert [(number, name) for number, name, *_rest in roster(school)] == [
        ("20101", "류새봄"),
        ("20102", "박바다"),
    ]


@pytest.mark.parametrize("number", ["7", "1"])
@pytest.mark.parametrize("known", [True, False])
def test_one_person_in_two_different_rows_is_refused_on_both_and_each_names_the_other(school, number, known):
    if known:
        student_of(school, name="류새봄", grade=2, class_no=1, number=3, birth_date="2009-02-02")
    before = roster(school)
    rows = [
        [*HEAD, "주소"],
        ["2", "1", "1", "류새봄", "2009-02-02", "재학", AI, "파주시 시연로 1"],
        ["2", "1", number, "류새봄", "2009-02-02", "재학", AI, "파주시 시연로 2"],
    ]
    imported = preview(school, rows)
    assert outcomes(imported) == ["ERROR", "ERROR"]
    assert problem(imported, 0).startswith("3행")
    assert problem(imported, 1).startswith("2행")
    assert imported.to_apply == 0
    assert roster(school) == before


def test_a_name_that_was_changed_is_found_by_seat_and_birth(school):
    student_of(school, name="박바다", grade=2, class_no=1, number=1, birth_date="2009-04-04")
    imported = take_over(school, [HEAD, ["2", "1", "1", "박바람", "2009.4.4", "재학", AI]])
    assert imported.results == {"UPDATED": 1}
    assert [name for _number, name, *_rest in roster(school)] == ["박바람"]


@pytest.mark.parametrize(
    ("row", "words"),
    [
        (["1", "1", "1", "박바다", "2009-04-04", "재학", AI], "유급"),
        (["2", "1", "1", "류새봄", "2009-02-02", "재학", "없는과"], "없는과"),
        (["2", "1", "", "류새봄", "2009-02-02", "재학", AI], "번호"),
        (["2", "1", "1", "류새봄", "2020-02-02", "재학", AI], "2025"),
        (["2", "1", "1", "류새봄", "2009-13-02", "재학", AI], "날짜"),
        (["2", "1", "99", "류새봄", "2009-02-02", "재학", AI], "60"),
        (["2", "1", "1", "류새봄", "2009-02-02", "몰라", AI], "몰라"),
    ],
)
def test_each_fault_is_said_in_words(school, row, words):
    student_of(school, name="박바다", grade=2, class_no=3, number=1, birth_date="2009-04-04")
    imported = preview(school, [HEAD, row])
    assert outcomes(imported) == ["ERROR"]
    assert words in " ".join(text for _column, text in rows_of(imported)[0].problems)


def test_a_resident_number_refuses_the_file_and_stands_nowhere(school):
    rows = [[*HEAD, "비고"], ["2", "1", "1", "류새봄", "2009-02-02", "재학", AI, "090202-4123456"]]
    imported = bring(school["coordinator"], comma_separated(rows), "명단.csv", key="roster")
    assert imported.state == "FAILED"
    assert "H2" in imported.error
    assert "4123456" not in imported.error
    assert not imported.folder.exists()
    with as_owner():
        assert not Row.objects.filter(imported=imported).exists()
        assert Import.objects.get(pk=imported.pk).sample == []


def test_who_is_not_in_the_list_is_named_and_left_alone(school, client):
    there = student_of(school, name="박바다", grade=2, class_no=1, number=1, birth_date="2009-04-04")
    missing = student_of(school, name="임누리", grade=2, class_no=1, number=2, birth_date="2009-05-05")
    student_of(school, name="다른반", grade=2, class_no=2, number=1, birth_date="2009-05-06")
    imported = preview(school, [HEAD, ["2", "1", "1", "박바다", "2009-04-04", "재학", AI]])
    client.force_login(school["coordinator"].user)
    address = reverse("curriculum:absent", args=[school.consortium.slug, imported.pk])
    assert client.get(address).context["found"].students == [missing]
    with as_owner():
        missing.refresh_from_db()
    assert missing.state == StudentState.ENROLLED
    assert there.name not in [one.name for one in client.get(address).context["found"].students]
    client.force_login(school["teacher"].user)
    assert client.get(address).status_code == 403


def test_the_curriculum_head_brings_the_roster_without_contacts(school):
    rows = [[*HEAD, "연락처"], ["2", "1", "1", "류새봄", "2009-02-02", "재학", AI, "1012345678"]]
    confirm(school["curriculum_head"], preview(school, rows, who="curriculum_head"))
    assert len(roster(school)) == 1
    with as_owner():
        assert not Contact.objects.filter(student__name="류새봄").exists()


def test_contacts_are_shown_masked_in_the_preview(school, client):
    rows = [[*HEAD, "연락처"], ["2", "1", "1", "류새봄", "2009-02-02", "재학", AI, "1012345678"]]
    imported = preview(school, rows)
    client.force_login(school["coordinator"].user)
    address = reverse("imports:preview", args=[school.consortium.slug, imported.pk])
    html = client.get(address).content.decode()
    assert "…5678" in html
    assert "1234-5678" not in html


@pytest.mark.parametrize("who", ["teacher", "accountant", "principal", "hr", "official"])
def test_only_registrars_bring_the_roster(client, cast, who):
    client.force_login(cast[who].user)
    address = reverse("imports:upload", args=[cast.consortium.slug, "roster"])
    assert client.get(address).status_code == 403


@pytest.mark.parametrize(
    ("cell", "number"), [("30115", "30115"), ("3-1-5", "30105"), ("3115", "30115"), ("3 01 15", "30115")]
)
def test_student_numbers_get_their_zeros_back(cell, number):
    assert columns.student_number(cell) == number


@pytest.mark.parametrize(
    ("cell", "phone"),
    [
        ("1012345678", "010-1234-5678"),
        ("010 1234 5678", "010-1234-5678"),
        ("+82 10-1234-5678", "010-1234-5678"),
        ("319405678", "031-940-5678"),
        ("212345678", "02-1234-5678"),
        ("1588-1234", "1588-1234"),
    ],
)
def test_telephone_numbers_get_their_zeros_back(cell, phone):
    assert columns.telephone(cell) == phone


def test_a_department_that_changed_since_the_preview_is_not_taken_unseen(school):
    seat = class_of_robots(school)
    imported = preview(school, [HEAD[:4], ["2", "4", "1", "류새봄"]])
    with as_owner():
        SchoolClass.objects.filter(pk=seat.pk).update(department=school.department)
    assert confirm(school["coordinator"], imported).results == {"MOVED_ON": 1}
    assert roster(school) == []


def test_a_new_student_without_any_department_is_asked_about(school):
    factories.DepartmentFactory(consortium=school.consortium, name="로봇과")
    imported = preview(school, [HEAD[:4], ["2", "4", "1", "류새봄"]])
    assert outcomes(imported) == ["ERROR"]
    assert "학과" in problem(imported)


def test_the_department_of_the_class_counts_where_the_list_names_none(school, client):
    class_of_robots(school)
    imported = preview(school, [HEAD[:4], ["2", "4", "1", "류새봄"]])
    assert "로봇과" in page_of(client, school, imported)
    imported = confirm(school["coordinator"], imported)
    assert imported.results == {"ADDED": 1}
    with as_owner():
        assert Student.objects.get(name="류새봄").department == Department.objects.get(name="로봇과")
    with acting_as(school["coordinator"].actor):
        assert School(school["coordinator"]).department_of({"school_year": 2026}) is None


def test_contacts_of_known_students_are_brought_up_to_date_and_the_others_get_theirs(school):
    reached = student_of(school, name="류새봄", grade=2, class_no=1, number=1, birth_date="2009-02-02")
    student_of(school, name="박바다", grade=2, class_no=1, number=2, birth_date="2009-04-04")
    with as_owner():
        Contact.objects.create(
            student=reached, school=reached.school, phone="010-0000-0000", address="파주시"
        )
    imported = take_over(
        school,
        [
            [*HEAD, "연락처", "보호자"],
            ["2", "1", "1", "류새봄", "2009-02-02", "재학", AI, "1012345678", ""],
            ["2", "1", "2", "박바다", "2009-04-04", "재학", AI, "1012345679", "박보람"],
        ],
    )
    assert imported.results == {"UPDATED": 2}
    with as_owner():
        told = Contact.objects.order_by("student__number").values_list("phone", "address", "guardian_name")
        assert list(told) == [("010-1234-5678", "파주시", ""), ("010-1234-5679", "", "박보람")]


def test_who_was_changed_in_the_very_moment_is_not_overwritten(school, monkeypatch):
    student = student_of(school, name="박바다", grade=2, class_no=1, number=1, birth_date="2009-04-04")
    imported = preview(
        school,
        [
            HEAD,
            ["2", "1", "9", "박바다", "2009-04-04", "재학", AI],
            ["2", "1", "8", "류새봄", "2009-02-02", "재학", AI],
        ],
    )
    write = policies.registers_students

    def changed_meanwhile(by):
        with as_owner():
            Student.objects.get(pk=student.pk).save()
        return write(by)

    monkeypatch.setattr(policies, "registers_students", changed_meanwhile)
    imported = confirm(school["coordinator"], imported)
    assert imported.results == {"FAULTY": 1, "ADDED": 1}
    assert "다시" in problem(imported)
    assert [number for number, name, *_rest in roster(school) if name == "박바다"] == ["20101"]


def test_a_date_of_birth_that_does_not_fit_is_said_before_anything_is_taken_over(school):
    student_of(school, name="박바다", grade=2, class_no=1, number=1, birth_date=None, entry_year=2025)
    imported = preview(
        school,
        [
            HEAD,
            ["2", "1", "1", "박바다", "2016-04-04", "재학", AI],
            ["2", "1", "8", "류새봄", "1919-02-02", "재학", AI],
        ],
    )
    assert outcomes(imported) == ["ERROR", "ERROR"]
    assert ["2025" in problem(imported, place) for place in (0, 1)] == [True, True]


def test_signs_that_nobody_sees_spoil_no_row(school):
    rows = [[*HEAD, "주소"], ["2", "1", "1", "류새봄", "2009-02-02", "재학", AI, "파주시\x1f시연로\x1e 1"]]
    assert take_over(school, rows).results == {"ADDED": 1}
    with as_owner():
        assert Contact.objects.get().address == "파주시시연로 1"


def test_thirty_students_cost_no_more_statements_than_three(school):
    def statements(first, count):
        rows = [
            ["2", "3", str(number), f"학생{chr(ord('가') + number)}", "2009-02-02", "재학", AI, "1012345678"]
            for number in range(first, first + count)
        ]
        imported = preview(school, [[*HEAD, "연락처"], *rows])
        with CaptureQueriesContext(connection) as found:
            assert confirm(school["coordinator"], imported).results == {"ADDED": count}
        return len(found)

    assert statements(1, 3) == statements(11, 30)


def test_a_department_renamed_in_the_very_moment_gives_back_its_rows_alone(school, monkeypatch):
    rows = [
        [*HEAD],
        ["2", "1", "8", "류새봄", "2009-02-02", "재학", AI],
        ["2", "4", "1", "박바다", "2009-04-04", "재학", "로봇과"],
    ]
    class_of_robots(school)
    imported = preview(school, rows)

    class Renamed(School):
        def named(self, words):
            return None if words == "로봇과" else super().named(words)

    monkeypatch.setattr(taking_over, "School", Renamed)
    imported = confirm(school["coordinator"], imported)
    assert imported.results == {"FAULTY": 1, "ADDED": 1}
    assert [name for _number, name, *_rest in roster(school)] == ["류새봄"]
