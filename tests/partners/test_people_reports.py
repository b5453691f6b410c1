"""Rights of a day and access reviews as files for whoever inspects them."""

import datetime

import pytest
from django.test import Client
from django.utils import timezone
from python_calamine import CalamineWorkbook

from consortium.reports import runner
from consortium.reports.models import Job
from consortium.rowlevel import acting_as
from partners.models import AccessReview, Member
from partners.people import reviews
from partners.states import Belonging
from tests.authorization import as_owner
from tests.cast import Cast

REASON = {"reason": "교육청 정기 점검"}


@pytest.fixture(autouse=True)
def _files(settings: object, tmp_path: object) -> None:
    settings.MEDIA_ROOT = tmp_path


def made(cast: Cast, who: str, address: str, **words: str) -> list[str]:
    """Ask for the file on the page, let the worker make it, and read every cell of its workbook."""
    client = Client()
    with as_owner():
        client.force_login(cast[who].user)
    assert client.post(address, REASON | words).status_code == 302
    with as_owner():
        job = Job.objects.latest("created_at")
    runner.run(job.pk)
    with as_owner():
        file = job.files.get(format="xlsx")
    book = CalamineWorkbook.from_path(str(file.location))
    sheets = [book.get_sheet_by_name(name).to_python() for name in book.sheet_names]
    return [str(cell) for sheet in sheets for row in sheet for cell in row]


def test_the_rights_of_a_day_name_who_held_them_then(cast: Cast) -> None:
    with as_owner():
        Member.objects.filter(pk=cast["trainer"].pk).update(
            valid_until=datetime.date(2026, 3, 31),
            ended_at=datetime.datetime(2026, 3, 31, 9, tzinfo=datetime.UTC),
        )
    address = "/paju/members/history/export/"
    then = made(cast, "principal", address, day="2026-03-30")
    after = made(cast, "principal", address, day="2026-04-01")
    assert cast["trainer"].user.email in then
    assert cast["trainer"].user.email not in after
    assert cast["student"].user.email not in then
    assert cast["stranger_hr"].user.email not in then


def test_an_administrators_file_holds_their_own_organisation_only(cast: Cast) -> None:
    cells = made(cast, "hr", "/paju/members/history/export/")
    assert cast["hr"].user.email in cells
    assert [cell for cell in cells if cell == cast["rival_hr"].user.email] == []
    assert [cell for cell in cells if cell == cast["coordinator"].user.email] == []


def test_a_review_as_a_file_says_who_answered_what(cast: Cast) -> None:
    today = timezone.localdate()
    with as_owner():
        review = AccessReview.objects.create(
            consortium=cast.consortium, partner=cast.partners["company"], due_on=today, basis="내부 관리계획"
        )
    with acting_as(cast["hr"].actor):
        reviews.answer_about(review, cast["trainer"], by=cast["hr"], answer=Belonging.STAYS)
    cells = made(cast, "coordinator", f"/paju/members/reviews/{review.pk}/export/")
    words = " ".join(cells)
    assert "계속 소속됨" in words
    assert "아직 답변 없음" in words, "nobody has answered about HR themselves"
    assert cast["hr"].user.name in words
