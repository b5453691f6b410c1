"""What readers of an agreement are told: sums as money, who signed, how it stood on a day, why it ends."""

import datetime
import json

import pytest
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.formats import date_format

from consortium.notifications.models import Notification
from consortium.notifications.texts import text_of
from consortium.reports.document import dump
from consortium.rowlevel import acting_as
from consortium.signing import services as engine
from partners.agreements import services
from partners.agreements.reports import agreement_blocks
from tests import factories
from tests.authorization import as_owner
from tests.partners.agreements.test_journey import DAY, amend_term, draft_with, read, send, two
from tests.samples import signed_page


@pytest.fixture
def today():
    return timezone.localdate()


def page_of(client, member, pk, query=""):
    client.force_login(member.user)
    return client.get(reverse("partners:agreement", args=["paju", pk]) + query).content.decode()


def test_the_text_that_is_signed_calls_a_sum_money(client, cast):
    partners = [cast.partners["school"], cast.partners["city"]]
    document = send(cast, draft_with(cast, partners, amount=1_000_000))
    assert {"금액"} == {one["heading"] for one in document.body if "1,000,000" in one["text"]}
    assert "수량" not in page_of(client, cast["principal"], document.subject_id)


def test_the_form_names_its_fields_as_an_agreement_does(client, cast):
    client.force_login(cast["coordinator"].user)
    form = client.get(reverse("partners:agreement_add", args=["paju"])).context["form"]
    labels = [str(form.fields[name].label) for name in ("purpose", "valid_until", "amount")]
    assert labels == ["목적", "유효기간 종료일", "금액"]


def test_a_clause_that_brings_its_number_is_not_numbered_twice(cast, today):
    agreement = draft_with(cast, [cast.partners["school"], cast.partners["city"]])
    with acting_as(cast["coordinator"].actor):
        services.add_clause(agreement, by=cast["coordinator"], text="제3조 (기간) 3년으로 한다.")
    document = send(cast, agreement)
    assert [one["number"] for one in document.body if one["number"]] == ["1", "2"]
    known = read(agreement)
    with acting_as(cast["official"].actor):
        printed = json.dumps(dump(agreement_blocks(known, today, cast["official"])), ensure_ascii=False)
    assert "제2조" in printed
    assert printed.count("제3조") == 1


def test_the_page_and_the_print_name_who_signed(client, cast, today):
    document = send(cast, draft_with(cast, [cast.partners["school"], cast.partners["city"]]))
    by = cast["coordinator"]
    with acting_as(by.actor):
        for party in document.parties.all():
            engine.record_paper_signature(
                party, by=by, signed_on=today, signer="심회장", title="회장", scan=signed_page()
            )
    page = page_of(client, cast["hr"], document.subject_id)
    assert page.count("회장 심회장") == 2
    known = read(document_agreement(document))
    with acting_as(cast["official"].actor):
        printed = json.dumps(dump(agreement_blocks(known, today, cast["official"])), ensure_ascii=False)
    assert '"심회장"' in printed
    assert '"대표"' not in printed


def document_agreement(document):
    from partners.models import Agreement  # noqa: PLC0415 - one use

    with as_owner():
        return Agreement.objects.get(pk=document.subject_id)


def test_signed_by_all_and_begun_later_is_not_called_out_for_signing(client, cast, today):
    agreement = two(cast, today, starts_on=today + 9 * DAY)
    page = page_of(client, cast["official"], agreement.pk)
    assert "체결됨(효력 전)" in page
    assert "서명 진행 중" not in page
    client.force_login(cast["official"].user)
    listed = client.get(reverse("partners:agreements", args=["paju"])).content.decode()
    assert "체결됨(효력 전)" in listed


def test_a_day_before_the_first_has_no_effect_and_no_pledges(client, cast, today):
    agreement = two(cast, today)
    factories.PledgeFactory(
        consortium=cast.consortium,
        partner=cast.partners["city"],
        agreement=agreement,
        starts_on=today,
        ends_on=today + 90 * DAY,
        description="강사 시간",
    )
    before = page_of(client, cast["official"], agreement.pk, f"?on={today - DAY}")
    assert "이 날짜에는 아직 효력이 없습니다." in before
    assert "효력 발생 전" in before
    assert "이행 중" not in before
    assert "강사 시간" not in before
    assert "강사 시간" in page_of(client, cast["official"], agreement.pk, f"?on={today + DAY}")


def test_after_termination_the_page_says_that_it_ends_by_it(client, cast, today):
    agreement = two(cast, today, valid_until=today + 60 * DAY)
    amend_term(cast, agreement, today + 400 * DAY)
    by = cast["coordinator"]
    with acting_as(by.actor):
        services.terminate_agreement(agreement, by=by, on=today, reason="합의")
    page = page_of(client, cast["official"], agreement.pk)
    assert "해지로 끝남" in page


def test_extending_and_renewing_at_once_is_pointed_out(client, cast, today):
    agreement = two(cast, today, valid_until=today + 60 * DAY)
    amend_term(cast, agreement, today + 400 * DAY, signed=False)
    with acting_as(cast["coordinator"].actor):
        renewed = services.renew_agreement(agreement, by=cast["coordinator"])
    assert "동시에 진행되고 있습니다" in page_of(client, cast["coordinator"], agreement.pk)
    assert "재체결 기간의 종료일" in page_of(client, cast["coordinator"], renewed.pk)


def test_whoever_may_have_the_pdf_finds_it_again_and_sees_which_it_is(client, cast, today):
    agreement = two(cast, today)
    address = reverse("partners:agreement_file", args=["paju", agreement.pk])
    assert address not in page_of(client, cast["student"], agreement.pk)
    for who in ("hr", "association_secretary", "lecturer"):
        assert address in page_of(client, cast[who], agreement.pk)
        assert client.get("/paju/").content.decode().count('href="/paju/reports/"') >= 1
    client.post(address)
    reports = client.get(reverse("reports:list", args=["paju"])).content.decode()
    assert "공동 양해각서 · " in reports


def test_notices_write_days_as_pages_do(today):
    notice = Notification(event="partners/agreement_ends", url="/", context={"day": "2026-12-31"})
    with translation.override("ko"):
        assert "2026-12-31" not in text_of(notice).body
        assert date_format(datetime.date(2026, 12, 31)) in text_of(notice).body
