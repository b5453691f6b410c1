"""The table as a file, made by the worker with the rights of whoever asked for it."""

import pytest
from pypdf import PdfReader
from python_calamine import CalamineWorkbook

from consortium.reports import runner
from consortium.reports.models import Job
from consortium.reports.states import JobState
from curriculum.states import TableState
from tests import factories
from tests.authorization import as_owner

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("who", ["curriculum_head", "hr", "student"])
def test_the_official_form_comes_as_pdf_and_workbook(client, cast, settings, tmp_path, who):
    settings.MEDIA_ROOT = tmp_path
    table = factories.ProgrammeTableFactory(department=cast.department, state=TableState.APPROVED)
    for name, credits in (("인공지능 모델링", 6), ("데이터 품질", 4)):
        factories.ProgrammeRowFactory(table=table, subject__name=name, semester_4=credits, semester_1=0)
    client.force_login(cast[who].user)
    assert client.post(f"/paju/tables/{table.pk}/file/").status_code == 302
    with as_owner():
        job = Job.objects.latest("created_at")
    runner.run(job.pk)
    with as_owner():
        job.refresh_from_db()
        files = {file.format: str(file.location) for file in job.files.all()}
    assert job.state == JobState.DONE
    text = PdfReader(files["pdf"]).pages[0].extract_text()
    assert [word for word in ("인공지능 모델링", "학교운영위원회", "3학년") if word not in text] == []
    rows = CalamineWorkbook.from_path(files["xlsx"]).get_sheet_by_name("표 1").to_python()
    assert [row[9] for row in rows[4:6]] == [6.0, 4.0]
    assert 10.0 in {row[5] for row in rows}
