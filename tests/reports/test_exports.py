"""A list as a file: what the page shows with its filters on top, at once when short, as a job when long."""

import datetime
from io import BytesIO

import pytest
from django.urls import reverse
from python_calamine import CalamineWorkbook

from consortium.reports import exports
from consortium.reports.models import Job
from partners.states import PledgeKind
from tests import factories
from tests.authorization import as_owner


@pytest.fixture
def pledges(cast):
    """Two of ours, one of another kind, and a canary elsewhere."""
    for kind, text in (
        (PledgeKind.INSTRUCTOR, "=강사 지원"),
        (PledgeKind.INSTRUCTOR, "멘토 수업"),
        (PledgeKind.CASH, "지원금"),
    ):
        factories.PledgeFactory(
            consortium=cast.consortium, partner=cast.partners["company"], kind=kind, description=text
        )
    factories.PledgeFactory(consortium=cast.other_consortium, description="canary")
    return cast


def _sheets(response):
    book = CalamineWorkbook.from_filelike(BytesIO(response.content))
    return [book.get_sheet_by_name(name).to_python() for name in book.sheet_names]


def _get(client, cast, who, key, query=""):
    client.force_login(cast[who].user)
    return client.get(reverse("reports:export", args=["paju", key]) + query)


def test_the_file_holds_the_rows_of_the_page_and_says_which_filters_were_on(client, pledges):
    response = _get(client, pledges, "official", "pledges", "?kind=INSTRUCTOR")
    cover, table = _sheets(response)
    assert response["Content-Disposition"].startswith("attachment")
    assert ["조건", "유형: 강사 지원"] in [[str(cell) for cell in line] for line in cover]
    described = [line[2] for line in table[3:] if line[0]][:2]
    assert described == ["'=강사 지원", "멘토 수업"]
    assert "canary" not in str(table)


def test_numbers_stay_numbers_and_days_are_written_as_offices_write_them(client, pledges):
    table = _sheets(_get(client, pledges, "hr", "pledges"))[1]
    assert (table[3][3], table[3][9]) == (10, "2026. 1. 1.")


def test_a_long_list_becomes_a_job_that_keeps_the_filters(client, pledges, monkeypatch):
    monkeypatch.setattr(exports, "AT_ONCE", 2)
    page = _get(client, pledges, "coordinator", "pledges")
    assert page["Content-Type"].startswith("text/html")
    client.post(reverse("reports:export", args=["paju", "pledges"]) + "?kind=CASH")
    with as_owner():
        job = Job.objects.get()
    assert (job.kind, job.parameters, job.formats) == ("list-pledges", {"query": {"kind": "CASH"}}, ["xlsx"])


def test_the_job_makes_the_same_rows(pledges):
    export, member = exports.find("pledges"), pledges["coordinator"]
    with as_owner():
        context = exports.ReportContext(
            member=member,
            parameters={"query": {"kind": "CASH"}},
            snapshot_at=datetime.datetime(2026, 11, 24, tzinfo=datetime.UTC),
            keep=lambda name, make: make(),
        )
        document = exports._build(export, context)
    assert [row[2] for row in document.blocks[0].rows] == ["지원금"]
    assert dict(document.basis)["조건"] == "유형: 현금"


def test_a_file_for_others_is_not_offered_and_not_found(client, pledges):
    assert _get(client, pledges, "student", "vacancies").status_code == 404
    page = client.get(reverse("partners:pledges", args=["paju"])).content.decode()
    assert reverse("reports:export", args=["paju", "pledges"]) in page
    client.force_login(pledges["teacher"].user)
    assert _get(client, pledges, "teacher", "members").status_code == 404
