"""The pages about pledges as people use them."""

import datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from consortium.reports.models import Job
from consortium.rowlevel import acting_as
from consortium.shell import work
from partners.models import Delivery, EvidenceFile, Participation, Pledge
from partners.states import DeliveryState, PledgeState
from tests import factories
from tests.authorization import as_owner
from tests.samples import pdf

PDF = pdf()
TODAY = timezone.localdate()
DAY = datetime.timedelta(days=1)


@pytest.fixture
def stage(cast, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    cast.pledge = factories.PledgeFactory(
        consortium=cast.consortium,
        partner=cast.partners["company"],
        description="강사 지원",
        starts_on=TODAY - 30 * DAY,
        ends_on=TODAY + 30 * DAY,
    )
    cast.delivery = factories.DeliveryFactory(
        pledge=cast.pledge,
        on=TODAY - DAY,
        amount=4,
        evidence="일지 1호",
        state=DeliveryState.REPORTED,
        reported_by=cast["hr"],
    )
    return cast


def url(path):
    return f"/paju/{path}"


def test_a_partner_reports_with_a_file_and_the_school_opens_and_verifies_it(client, stage):
    client.force_login(stage["hr"].user)
    sent = {
        "on": TODAY.isoformat(),
        "amount": "2.5",
        "evidence": "일지 2호",
        "file": SimpleUploadedFile("출석부.pdf", PDF),
    }
    page = client.post(url(f"pledges/{stage.pledge.pk}/deliveries/"), sent, follow=True)
    assert page.context["pledge"].reported == 6.5
    with as_owner():
        file = EvidenceFile.objects.get()
    client.force_login(stage["principal"].user)
    shown = client.get(url(f"deliveries/{file.delivery_id}/"))
    answer = client.get(url(f"deliveries/{file.delivery_id}/files/{file.pk}/"))
    assert b"".join(answer.streaming_content) == PDF
    assert answer["Content-Disposition"].startswith("attachment")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "no-store" in answer["Cache-Control"]
    seen = {"seen": shown.context["seen"]}
    page = client.post(url(f"deliveries/{file.delivery_id}/verify/"), seen, follow=True)
    assert page.context["delivery"].state == DeliveryState.VERIFIED
    client.force_login(stage["teacher"].user)  # who may not open it is led nowhere
    shown = client.get(url(f"deliveries/{file.delivery_id}/")).text
    assert ("출석부.pdf" in shown, f"/files/{file.pk}/" in shown) == (True, False)


def test_a_file_that_is_not_what_it_says_is_refused_and_nothing_is_kept(client, stage, tmp_path):
    client.force_login(stage["hr"].user)
    sent = {"on": TODAY.isoformat(), "amount": "2", "evidence": "일지 2호"}
    for file in (SimpleUploadedFile("a.pdf", b"<script>"), SimpleUploadedFile("a.png", PDF)):
        page = client.post(url(f"pledges/{stage.pledge.pk}/deliveries/"), sent | {"file": file})
        assert page.status_code == 422
        assert set(page.context["form"].errors) == {"file"}
    with as_owner():
        assert Delivery.objects.count() == 1
    assert list(tmp_path.rglob("*.pdf")) == []


def test_what_is_wrong_with_a_delivery_is_said_at_its_field_and_nothing_typed_is_lost(client, stage):
    client.force_login(stage["coordinator"].user)
    for field, value in {"on": "2999-01-01", "amount": "0", "evidence": "900101-1234567"}.items():
        sent = {"on": TODAY.isoformat(), "amount": "2", "evidence": "수업 일지"} | {field: value}
        page = client.post(url(f"pledges/{stage.pledge.pk}/deliveries/"), sent)
        assert page.status_code == 422
        assert set(page.context["form"].errors) == {field}
        assert value in page.content.decode()


def test_pressing_twice_reports_once(client, stage):
    client.force_login(stage["hr"].user)
    sent = {"on": TODAY.isoformat(), "amount": "2", "evidence": "일지 2호"}
    address = url(f"pledges/{stage.pledge.pk}/deliveries/")
    assert [client.post(address, sent).status_code for _ in range(2)] == [302, 409]
    with as_owner():
        assert Delivery.objects.count() == 2


def test_buttons_are_offered_to_those_who_may(client, stage):
    address = url(f"deliveries/{stage.delivery.pk}/")
    for who, verify, correct in (
        ("coordinator", True, True),
        ("principal", True, False),
        ("hr", False, True),
        ("official", False, False),
    ):
        client.force_login(stage[who].user)
        page = client.get(address).content.decode()
        assert (f"{address}verify/" in page, f"{address}correct/" in page) == (verify, correct), who


def test_the_waiting_list_leaves_out_what_one_reported_oneself(stage):
    factories.DeliveryFactory(
        pledge=stage.pledge, state=DeliveryState.REPORTED, reported_by=stage["accountant"]
    )
    waiting = {who: _waiting(stage[who]) for who in ("coordinator", "accountant", "hr")}
    assert waiting == {"coordinator": 2, "accountant": 1, "hr": 0}


def _waiting(member):
    with acting_as(member.actor):
        found = work.column("waits", member, timezone.now(), whole=True).items
        return sum("/deliveries/" in item.url for item in found)


def test_a_partner_is_asked_from_what_it_could_give(client, stage):
    company = stage.partners["company"]
    with as_owner():
        company.could_contribute = ["MENTORING"]
        company.save()
        Participation.objects.update(named_in_agreement=True)
    client.force_login(stage["coordinator"].user)
    ask = f"{url('pledges/ask/')}?partner={company.pk}&amp;kind=MENTORING"
    assert ask in client.get(url(f"partners/{company.pk}/")).content.decode()
    form = client.get(ask.replace("&amp;", "&")).context["form"]
    assert (form["kind"].value(), form["partner"].value()) == ("MENTORING", company.pk)
    sent = {
        "partner": company.pk,
        "kind": "MENTORING",
        "description": "직무 멘토링",
        "amount": "20",
        "unit": "HOURS",
        "starts_on": "2026-03-01",
        "ends_on": "2027-02-28",
    }
    page = client.post(url("pledges/ask/"), sent, follow=True)
    assert page.context["pledge"].state == PledgeState.ASKED
    client.force_login(stage["hr"].user)
    assert "pledges/ask/" not in client.get(url(f"partners/{company.pk}/")).content.decode()


def test_what_a_form_holds_survives_a_refusal_of_the_service(client, stage):
    client.force_login(stage["coordinator"].user)
    agreement = factories.AgreementFactory(
        consortium=stage.consortium, title="업무협약", state="IN_FORCE", signed_on=TODAY - DAY
    )
    sent = {
        "partner": stage.partners["university"].pk,
        "basis": f"agreement-{agreement.pk}",
        "kind": "CASH",
        "description": "장학금",
        "amount": "20",
        "unit": "HOURS",
        "starts_on": "2026-03-01",
        "ends_on": "2027-02-28",
    }
    page = client.post(url("pledges/new/"), sent)
    assert page.status_code == 422
    assert set(page.context["form"].errors) == {"unit"}
    assert "장학금" in page.content.decode()


@pytest.mark.parametrize(
    "path", ["pledges/", "pledges/late/", "pledges/ledger/", "pledges/prices/", "deliveries/", ""]
)
def test_the_number_of_queries_does_not_grow_with_the_rows(client, stage, path):
    client.force_login(stage["coordinator"].user)

    def queries():
        with CaptureQueriesContext(connection) as found:
            assert client.get(url(path)).status_code == 200
        return len(found)

    def add():
        for whose in ("company", "university"):
            late = factories.PledgeFactory(
                consortium=stage.consortium,
                partner=stage.partners[whose],
                starts_on=TODAY - 60 * DAY,
                ends_on=TODAY - DAY,
            )
            factories.DeliveryFactory(pledge=late, on=TODAY - 9 * DAY)
            factories.DeliveryFactory(pledge=late, on=TODAY - 9 * DAY, state="REPORTED")
            factories.PriceItemFactory(consortium=stage.consortium)

    add()
    client.get(url(path))
    few = queries()
    add()
    assert queries() == few


def test_the_ledger_is_asked_for_with_its_filters(client, stage):
    client.force_login(stage["official"].user)
    partner = stage.partners["company"].pk
    sent = {"period": "school-2026", "kind": "INSTRUCTOR", "partner": partner}
    client.post(url("pledges/ledger/report/"), sent)
    with as_owner():
        job = Job.objects.get()
    assert (job.kind, job.parameters) == ("pledge_ledger", sent)


def test_late_pledges_are_listed_with_the_rule_that_found_them(client, stage):
    factories.PledgeFactory(
        consortium=stage.consortium,
        partner=stage.partners["company"],
        description="지난 약정",
        starts_on=TODAY - 60 * DAY,
        ends_on=TODAY - DAY,
    )
    client.force_login(stage["council_secretary"].user)
    page = client.get(url("pledges/late/"))
    assert [pledge.description for pledge in page.context["page"].rows] == ["지난 약정"]
    assert page.context["watch"].rule.threshold_words in page.content.decode()
    assert "기한 지남, 확인된 이행 없음" in client.get("/paju/").content.decode()
    page = client.get(url("pledges/late/?standing=at_risk"))
    assert [pledge.description for pledge in page.context["page"].rows] == ["강사 지원"]


def test_a_correction_is_in_the_history_of_the_coordinator_only(client, stage):
    agreement = factories.AgreementFactory(consortium=stage.consortium, title="업무협약")
    with as_owner():
        Participation.objects.update(named_in_agreement=True)
        Pledge.objects.filter(pk=stage.pledge.pk).update(agreement=agreement)
    client.force_login(stage["coordinator"].user)
    form = client.get(url(f"pledges/{stage.pledge.pk}/correct/")).context["form"]
    sent = {name: form[name].value() or "" for name in form.fields}
    sent |= {"amount": "6", "starts_on": stage.pledge.starts_on, "ends_on": stage.pledge.ends_on}
    assert client.post(url(f"pledges/{stage.pledge.pk}/correct/"), sent).status_code == 422
    sent["reason"] = "강사가 줄었습니다."
    page = client.post(url(f"pledges/{stage.pledge.pk}/correct/"), sent, follow=True)
    assert (page.context["pledge"].amount, page.context["pledge"].reason) == (6, "강사가 줄었습니다.")
    assert "강사가 줄었습니다." in page.content.decode()
    client.force_login(stage["hr"].user)
    assert client.get(url(f"pledges/{stage.pledge.pk}/")).context["history"] is None
