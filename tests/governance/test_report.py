"""The same numbers in PDF, XLSX, on the page and in the database, each read back by other means."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from pypdf import PdfReader
from python_calamine import CalamineWorkbook

from consortium.governance import services
from consortium.governance.models import Picture
from consortium.reports import doorbell, runner
from consortium.reports.models import Job, ReportFile
from consortium.reports.numbering import official_date
from consortium.reports.services import request_report
from consortium.reports.states import JobState
from consortium.rowlevel import acting_as
from tests.authorization import as_owner

STUDENTS = """
SELECT d.name, s.grade, count(*) FROM curriculum_student s
JOIN curriculum_department d ON d.id = s.department_id
WHERE s.consortium_id = %s AND s.state = 'ENROLLED' GROUP BY GROUPING SETS ((1, 2), (1), (2), ())
"""
MEANS = """
SELECT d.name, round(count(a.id)::numeric / count(DISTINCT s.id), 1) FROM curriculum_student s
JOIN curriculum_department d ON d.id = s.department_id
LEFT JOIN curriculum_attainment a ON a.student_id = s.id
WHERE s.consortium_id = %s AND s.state = 'ENROLLED' GROUP BY GROUPING SETS ((1), ())
"""
BY_STATE = "SELECT state, count(*) FROM placements_candidate WHERE consortium_id = %s GROUP BY 1"
PLEDGED = """
SELECT sum(amount), sum(least(amount, (SELECT coalesce(sum(d.amount), 0) FROM partners_delivery d
 WHERE d.pledge_id = p.id))) FROM partners_pledge p WHERE consortium_id = %s
"""


def ask_database(stage, query):
    with as_owner(), connection.cursor() as cursor:
        cursor.execute(query, [stage.consortium.pk])
        return cursor.fetchall()


@pytest.fixture
def made(stage, settings, tmp_path, monkeypatch):
    """The governance report as the official gets it: path by format."""
    settings.MEDIA_ROOT = tmp_path
    monkeypatch.setattr(doorbell, "ring", lambda job_id: None)
    member = stage["official"]
    with acting_as(member.actor):
        job = request_report("governance", by=member, formats=["pdf", "xlsx", "csv"])
    runner.run(job.pk)
    with as_owner():
        job = Job.objects.get(pk=job.pk)
        assert (job.state, job.error, job.note) == (JobState.DONE, "", "")
        return {file.format: file.location for file in ReportFile.objects.filter(job=job)}


def sheets(made):
    """Caption → rows below the head, by another reader than the writer."""
    book = CalamineWorkbook.from_path(made["xlsx"])
    found = {}
    for name in book.sheet_names[1:]:
        rows = book.get_sheet_by_name(name).to_python()
        width = len(rows[2])
        body = [row for row in rows[3:] if len(row) == width and row[-1] != ""]
        found[re.sub(r"^〈표 \d+〉 ", "", rows[0][0])] = body
    return found


def pdf_text(made):
    return "\n".join(page.extract_text(extraction_mode="layout") for page in PdfReader(made["pdf"]).pages)


def printed(value):
    if isinstance(value, float):
        return "-" if value == 0 else f"{value:,.0f}" if value.is_integer() else f"{value:,.1f}"
    return str(value)


def expected(count):
    return "‹5" if count in range(1, 5) else "-" if count == 0 else f"{count:,}"


def test_the_counts_of_students_are_those_of_the_database(stage, made):
    rows = {row[0]: row[1:] for row in sheets(made)["학과·학년별 재학생 수"]}
    withheld = 0
    for department, grade, count in ask_database(stage, STUDENTS):
        cell = rows[department or "합계"][grade - 1 if grade else 3]
        withheld += cell in ("‹5", "×")
        assert cell == "×" or printed(cell) == expected(count)
    assert 2 <= withheld <= 6


def test_the_means_are_those_of_the_database(stage, made):
    rows = {row[0]: row[1] for row in sheets(made)["학과별 학생 1인당 이수 능력단위"]}
    assert rows == {department or "합계": float(mean) for department, mean in ask_database(stage, MEANS)}


def test_the_counts_of_candidates_are_those_of_the_database(stage, made):
    rows = {row[0]: row[1] for row in sheets(made)["상태별 지원자 현황"]}
    counts = dict(ask_database(stage, BY_STATE))
    assert counts == {"PROPOSED": 7}
    assert list(rows.values()) == [7.0, 0.0, 0.0, 7.0]


def test_the_pledges_are_those_of_the_database(stage, made):
    ((promised, delivered),) = ask_database(stage, PLEDGED)
    ((_kind, *numbers),) = sheets(made)["유형별 약정 이행 현황"]
    assert numbers == [float(promised), float(delivered), round(float(delivered / promised * 100), 1)]


def test_page_pdf_and_spreadsheet_say_which_day_and_pledges_the_figures_are_about(stage, made, client):
    day = official_date(timezone.localdate())
    pledges = f"{day} 기준: 합의한 모든 약정(기간이 끝났거나 아직 시작하지 않은 약정 포함)"
    book = CalamineWorkbook.from_path(made["xlsx"])
    sheets_of_figures = 0
    for name in book.sheet_names[1:]:
        text = " ".join(str(value) for row in book.get_sheet_by_name(name).to_python() for value in row)
        sheets_of_figures += day in text
        assert (pledges in text) == ("약정 이행 현황" in text), name
        assert day in text or "지표 정의" in text, name
    client.force_login(stage["official"].user)
    page = client.get("/paju/governance/").content.decode()
    assert page.count(f"※ {pledges}") == 2
    assert page.count(f"({day} 기준)</figcaption>") == 2
    squeezed = re.sub(r"\s+", "", pdf_text(made))
    assert squeezed.count(re.sub(r"\s+", "", pledges)) == 2
    assert squeezed.count(day.replace(" ", "")) > sheets_of_figures  # and once in the head


def test_pdf_and_spreadsheet_have_the_same_rows(made):
    squeezed = re.sub(r"\s+", "", pdf_text(made))
    for caption, rows in sheets(made).items():
        if caption == "지표 정의":
            continue  # long words wrap inside their cells
        for row in rows:
            line = "".join(printed(value) for value in row)
            numbers = "".join(printed(value) for value in row[1:])
            assert re.sub(r"\s+", "", line) in squeezed or re.sub(r"\s+", "", numbers) in squeezed, (
                caption,
                row,
            )


def test_the_page_shows_the_very_rows_of_the_spreadsheet(stage, made, client):
    client.force_login(stage["official"].user)
    page = client.get("/paju/governance/").content.decode()
    cell = re.compile(r"<t[hd][^>]*>(.*?)</t[hd]>", re.DOTALL)
    rows_of_page = re.findall(r"<tr[^>]*>(.*?)</tr>", page, re.DOTALL)
    on_page = [tuple(text.removesuffix(".0") for text in cell.findall(row)) for row in rows_of_page]
    for caption, rows in sheets(made).items():
        if caption in ("지표 정의", "협약 목록"):
            continue  # the page shows these two as text
        for row in rows:
            assert tuple(printed(value) for value in row) in on_page, caption


def test_page_and_pdf_show_the_same_picture(stage, made, client):
    client.force_login(stage["official"].user)
    page = client.get("/paju/governance/").content.decode()
    assert page.count('<svg role="img"') == 2
    with as_owner():
        drawn = Picture.objects.filter(snapshot__consortium=stage.consortium, language="ko")
        bodies = [picture.svg.split(">", 1)[1] for picture in drawn]
    assert all(body in page for body in bodies)


def test_no_name_of_a_student_stands_anywhere(stage, made, client):
    with as_owner(), connection.cursor() as cursor:
        cursor.execute("SELECT name FROM curriculum_student")
        names = [name for (name,) in cursor.fetchall()]
    client.force_login(stage["official"].user)
    texts = [
        client.get("/paju/governance/").content.decode(),
        client.get("/api/v1/paju/governance/").content.decode(),
        pdf_text(made),
        str(CalamineWorkbook.from_path(made["xlsx"]).get_sheet_by_index(0).to_python()) + str(sheets(made)),
        made["csv"].read_text(encoding="utf-8-sig"),
    ]
    assert len(names) > 50
    assert [name for name in names if any(name in text for text in texts)] == []


def test_the_report_has_the_official_chapters(made):
    text = pdf_text(made)
    chapters = [
        "1. 협약과 협약 내용",
        "2. 협약기관과 약정",
        "3. 교육과정",
        "4. 현장실습과 취업",
        "5. 지표 정의",
    ]
    assert [chapter for chapter in chapters if chapter not in text] == []


def test_every_chapter_is_read_at_the_publication_made_for_the_report(stage, made):
    """Figures published while the report is being made do not slip into its later chapters."""
    with as_owner():
        job = Job.objects.get()
    later = services.publish_figures(stage.consortium.pk)
    assert job.parameters["snapshot"] != later.pk
    assert job.snapshot_at < later.taken_at


ROLES = {
    "official": 200,
    "council_secretary": 200,
    "education_official": 200,
    "association_secretary": 200,
    "coordinator": 200,
    "principal": 200,
    "hr": 403,
    "trainer": 403,
    "lecturer": 403,
    "student": 403,
    "stranger_official": 404,
}


@pytest.mark.parametrize(("name", "status"), ROLES.items())
def test_who_may_open_the_page(stage, client, name, status):
    services.publish_figures(stage.consortium.pk)
    client.force_login(stage[name].user)
    assert client.get("/paju/governance/").status_code == status


def test_before_the_first_publication_the_page_says_what_to_do(cast, client):
    client.force_login(cast["official"].user)
    assert "아직 공표한 지표가 없습니다" in client.get("/paju/governance/").content.decode()


def test_the_page_costs_the_same_after_many_publications(stage, client):
    client.force_login(stage["official"].user)
    counts = []
    for number in (1, 3):
        for _ in range(number):
            services.publish_figures(stage.consortium.pk)
        client.get("/paju/governance/")
        with CaptureQueriesContext(connection) as queries:
            client.get("/paju/governance/")
        counts.append(len(queries))
    assert counts[0] == counts[1]
