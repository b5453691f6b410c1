"""Certificates, and the page on which anybody checks one."""

import pytest
from django.conf import settings
from django.core.cache import cache
from django.db import DatabaseError, transaction

from consortium.rowlevel import Actor, Kind, acting_as
from curriculum.external import certificate, services
from curriculum.external.public import verified
from curriculum.models import (
    ProgrammeCertificate,
)
from tests.authorization import act, as_owner
from tests.curriculum.external.stage import issue


def test_an_english_reader_is_told_who_taught_in_english(client, cast, programme):
    with as_owner():
        university = cast.partners["university"]
        type(university).objects.filter(pk=university.pk).update(name="파주대학교", name_en="Paju University")
    _programme, issued = issue(cast, programme)
    address = f"/verify/{issued.code}/"
    assert "파주대학교" in client.get(address).content.decode()
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    page = client.get(address).content.decode()
    assert "Paju University" in page
    assert "파주대학교" not in page


def test_the_public_sees_no_more_of_a_certificate_than_needed(client, cast, programme):
    _programme, issued = issue(cast, programme)
    page = client.get(f"/verify/{issued.code}/")
    text = page.content.decode()
    assert page.status_code == 200
    assert ("김**" in text, "김가람" in text, f"{issued.issued_on:%Y}-{issued.pk:05d}" in text) == (
        True,
        False,
        True,
    )
    assert page["Cache-Control"].startswith("max-age=0")
    assert client.get("/verify/not-a-code/").status_code == 404
    assert client.get("/verify/%00abc/").status_code == 404
    with acting_as(Actor(Kind.PUBLIC)), pytest.raises(DatabaseError), transaction.atomic():
        list(ProgrammeCertificate.objects.values_list("student"))
    act(cast["coordinator"], services.withdraw_certificate, issued, reason="잘못 발급했습니다.")
    assert verified(issued.code).withdrawn_at is not None
    with as_owner(), pytest.raises(DatabaseError), transaction.atomic():
        ProgrammeCertificate.objects.filter(pk=issued.pk).update(hours=9)


def test_many_guesses_from_one_address_have_to_wait(client, cast, monkeypatch):
    cache.clear()  # pages that other tests opened in this minute
    monkeypatch.setattr("curriculum.external.public.PAGES_A_MINUTE", 2)
    answers = [client.get(f"/verify/guess-{number}/").status_code for number in range(4)]
    assert answers[0] == 404
    assert answers[-1] == 429


def test_the_certificate_is_a_pdf_with_a_code(cast, programme):
    _programme, issued = issue(cast, programme)
    with as_owner():
        assert certificate.pdf(ProgrammeCertificate.objects.get(pk=issued.pk)).startswith(b"%PDF-")
    assert certificate.qr_svg("https://example.com").count("<path") == 1


def test_whoever_holds_only_the_paper_types_its_code(client, db):
    page = client.get("/verify/")
    assert (page.status_code, "수료증 확인" in page.text) == (200, True)
    for typed in ("abc-DEF_1", "https://portal.example/verify/abc-DEF_1/"):
        assert client.post("/verify/", {"code": typed})["location"] == "/verify/abc-DEF_1/"
    for number in ("2026-00003", "제2026-00003호"):
        told = client.post("/verify/", {"code": number})
        assert (told.status_code, "수료증 번호로는" in told.text) == (422, True)
    refused = client.post("/verify/", {"code": "아닌 것"})
    assert (refused.status_code, "아닌 것" in refused.text) == (422, True)
