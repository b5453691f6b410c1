import pytest
from python_calamine import CalamineWorkbook

from consortium.audit.models import AccessRecord
from consortium.reports import runner
from consortium.reports.models import Job
from curriculum.models import Student
from curriculum.roster import reports
from tests import factories
from tests.authorization import as_owner

DOWNLOAD = "/paju/students/download/"


@pytest.fixture
def files(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def made(client, query, reason="학급 상담 준비"):
    """Ask for the file on the page, let the worker make it, and read every cell of it."""
    response = client.post(f"{DOWNLOAD}{query}", {"reason": reason})
    assert response.status_code == 302
    with as_owner():
        job = Job.objects.latest("created_at")
    runner.run(job.pk)
    with as_owner():
        job.refresh_from_db()
        file = job.files.get()
    book = CalamineWorkbook.from_path(str(file.location))
    return [
        str(cell)
        for name in book.sheet_names
        for row in book.get_sheet_by_name(name).to_python()
        for cell in row
    ]


@pytest.mark.parametrize(
    ("who", "status"),
    [
        ("coordinator", 200),
        ("curriculum_head", 200),
        ("principal", 200),
        ("teacher", 403),
        ("accountant", 403),
        ("hr", 403),
        ("official", 403),
        ("student", 403),
    ],
)
def test_only_those_who_answer_for_the_roster_take_it_out(client, cast, who, status):
    client.force_login(cast[who].user)
    assert client.get(DOWNLOAD).status_code == status


def test_without_a_reason_no_file_is_made(client, cast):
    client.force_login(cast["principal"].user)
    assert client.post(DOWNLOAD, {"reason": ""}).status_code == 422
    with as_owner():
        assert not Job.objects.exists()


def test_the_file_holds_the_chosen_students_and_says_how_they_were_chosen(client, cast, files):
    factories.StudentFactory(department=cast.department, grade=1, number=5, name="남일학년")
    client.force_login(cast["coordinator"].user)
    cells = made(client, "?grade=3")
    assert [cell for cell in cells if cell in ("김가람", "이나래", "남일학년", "박다른")] == [
        "김가람",
        "이나래",
    ]
    assert any("학년: 3학년" in cell for cell in cells)


def test_everyone_in_the_file_is_in_the_access_record_with_the_reason(client, cast, files):
    client.force_login(cast["coordinator"].user)
    made(client, "", reason="취업 상담 명단")
    with as_owner():
        records = AccessRecord.objects.filter(what="curriculum.Student", reason="취업 상담 명단")
        assert [record.subjects for record in records] == [sorted([cast.student.pk, cast.classmate.pk])]


def test_a_file_is_capped_and_says_so(client, cast, files, monkeypatch):
    monkeypatch.setattr(reports, "MOST", 1)
    client.force_login(cast["coordinator"].user)
    cells = made(client, "")
    assert [cell for cell in cells if cell in ("김가람", "이나래")] == ["김가람"]
    assert any("1명을 넘습니다" in cell for cell in cells)


def test_a_name_that_begins_like_a_formula_stays_a_name(client, cast, files):
    with as_owner():
        Student.objects.filter(pk=cast.student.pk).update(name="=1+1")
    client.force_login(cast["coordinator"].user)
    assert "'=1+1" in made(client, "")
