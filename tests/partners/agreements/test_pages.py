"""What people get: the page on a day, the list and its filters, files, the same through the API."""

import json
import re
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from consortium.audit.models import AccessRecord
from consortium.reports.document import dump
from consortium.rowlevel import acting_as
from consortium.signing.models import Document
from partners.agreements.calendar import folded
from partners.agreements.reports import agreement_blocks
from partners.agreements.words import MOST_STEPS, Comparison, compared
from partners.models import Agreement, Clause, SignatoryContact
from partners.states import AgreementState, AmendmentState, PledgeState
from tests import factories
from tests.authorization import as_owner
from tests.partners.agreements.test_journey import DAY, amend_term, draft_with, read, send, sign, two


@pytest.fixture
def today():
    return timezone.localdate()


def url(name, *args):
    return reverse(f"partners:{name}", args=["paju", *args])


@pytest.fixture
def amended(cast, today):
    """In force, with its second clause changed ten days ago and its term extended from tomorrow."""
    agreement = two(cast, today, valid_until=today + 60 * DAY)
    signed = {"state": AmendmentState.SIGNED, "signed_on": today - 10 * DAY}
    factories.AmendmentFactory(
        agreement=agreement,
        kind="CLAUSE",
        action="REPLACE",
        clause_number=2,
        text="현장실습과 취업",
        takes_effect_on=today - 10 * DAY,
        **signed,
    )
    factories.AmendmentFactory(
        agreement=agreement, number=2, new_end=today + 500 * DAY, takes_effect_on=today + DAY, **signed
    )
    return agreement


def test_the_page_reads_any_day_and_marks_amended_words(client, cast, amended, today):
    client.force_login(cast["official"].user)
    page = client.get(url("agreement", amended.pk))
    assert page.context["terms"].last_day == today + 60 * DAY
    assert "<ins>현장실습과 취업</ins>" in page.content.decode()
    before = client.get(url("agreement", amended.pk) + f"?on={today - 11 * DAY}")
    assert "<ins>" not in before.content.decode()
    later = client.get(url("agreement", amended.pk) + f"?on={today + DAY}")
    assert later.context["terms"].last_day == today + 500 * DAY
    nonsense = client.get(url("agreement", amended.pk) + "?on=2026-02-31")
    assert nonsense.context["terms"].on == today


def test_the_api_says_the_same_terms(client, cast, amended, today):
    client.force_login(cast["official"].user)
    address = f"/api/v1/paju/agreements/{amended.pk}/"
    now = client.get(address).json()
    assert now["effective_terms"]["last_day"] == str(today + 60 * DAY)
    assert now["effective_terms"]["clauses"][1]["text"] == "현장실습과 취업"
    assert now["clauses"][1]["text"] == "현장실습"
    later = client.get(f"{address}?on={today + DAY}").json()
    assert later["effective_terms"]["last_day"] == str(today + 500 * DAY)
    assert client.get(f"{address}?on=nonsense").status_code == 400


def test_the_calendar_holds_days_and_no_persons_name(client, cast, amended, today):
    client.force_login(cast["hr"].user)
    for address in (url("agreements_calendar"), url("agreement_calendar", amended.pk)):
        response = client.get(address)
        text = response.content.decode()
        assert response["Content-Type"] == "text/calendar; charset=utf-8"
        assert f"DTSTART;VALUE=DATE:{today + 60 * DAY:%Y%m%d}\r\n" in text
        assert "대표" not in text
        assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))
        assert text.count("BEGIN:VEVENT") == text.count("END:VEVENT") == len(re.findall("UID:", text))


def test_long_lines_are_folded_between_letters():
    line = "SUMMARY:" + "협약" * 60
    pieces = folded(line).split("\r\n ")
    assert "".join(pieces) == line
    assert all(len(piece.encode()) <= 74 for piece in pieces[1:])


def test_words_are_compared_whole():
    runs = compared("자리 4개를 마련한다", "자리 6개를 마련한다")
    assert [(run.kind, run.text) for run in runs] == [
        ("kept", "자리 "),
        ("gone", "4개를"),
        ("new", "6개를"),
        ("kept", " 마련한다"),
    ]


def test_a_changed_word_in_each_sentence_is_all_that_is_marked():
    before = "\n".join(f"{place}번 문장은 낱말 여럿으로 되어 있다. 그다음 말도 있다." for place in range(60))
    runs = compared(before, before.replace("여럿으로", "여러 개로"))
    assert {run.text for run in runs if run.kind == "gone"} == {"여럿으로"}
    assert {run.text for run in runs if run.kind == "new"} == {"여러 개로"}
    moved = compared("첫 문장이다. 둘째 문장이다.", "첫 문장이다. 새 문장이 왔다. 둘째 문장이다.")
    assert [run.text for run in moved if run.kind != "kept"] == ["새 문장이 왔다. "]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("가 " * 2500, "나 가 " * 1250),
        ("가. " * 1600, "나. 가. " * 800),
        ("\n".join("가나" * 800), "\n".join("나다" * 800)),
        (" ".join(map(str, range(1200))), " ".join(map(str, range(1200, 0, -1)))),
        (" " * 5000, "가" * 5000),
    ],
)
def test_no_text_makes_the_comparison_long(before, after):
    comparison = Comparison()
    runs = comparison.of(before, after)
    assert comparison.steps <= MOST_STEPS
    for kind, text in (("new", before), ("gone", after)):
        left = "".join(run.text for run in runs if run.kind != kind)
        assert left.split() == text.split()


def test_the_list_filters_by_kind_state_party_and_end(client, cast, amended, today):
    factories.AgreementFactory(consortium=cast.consortium, title="초안", kind="COURSE")
    factories.AgreementFactory(
        consortium=cast.consortium,
        title="오래",
        state=AgreementState.IN_FORCE,
        signed_on=today,
        valid_until=today + 900 * DAY,
    )
    client.force_login(cast["coordinator"].user)
    for query, titles in {
        "": {"공동 양해각서", "초안", "오래"},
        "?kind=COURSE": {"초안"},
        "?state=IN_FORCE": {"공동 양해각서", "오래"},
        "?ends=90": {"공동 양해각서"},
        f"?party={cast.partners['city'].pk}": {"공동 양해각서"},
        f"?party={cast.partners['company'].pk}": set(),
    }.items():
        page = client.get(url("agreements") + query)
        assert (query, {row.title for row in page.context["page"]}) == (query, titles)
    by_end = client.get(url("agreements") + "?sort=ends_on").context["page"]
    assert [row.title for row in by_end] == ["공동 양해각서", "오래", "초안"]


def test_drafts_are_the_schools_own(client, cast):
    draft = draft_with(cast, [cast.partners["school"], cast.partners["city"]])
    for who, status in {"teacher": 200, "official": 404, "hr": 404, "student": 404}.items():
        client.force_login(cast[who].user)
        assert (who, client.get(url("agreement", draft.pk)).status_code) == (who, status)


def test_136_parties_cost_as_many_queries_as_two(client, cast, today):
    """Signed in the portal, every one with its state on the page."""

    def queries(who, agreement):
        client.force_login(cast[who].user)
        client.get(url("agreement", agreement.pk))
        with CaptureQueriesContext(connection) as captured:
            page = client.get(url("agreement", agreement.pk))
        assert page.status_code == 200
        return len(captured), page.content.decode()

    client.force_login(cast["coordinator"].user)
    client.get(url("agreements"))  # from here on the history knows who writes, in this transaction
    small, readers = two(cast, today), ("coordinator", "official")
    few = [queries(who, small)[0] for who in readers]
    partners = [cast.partners["school"], cast.partners["city"]]
    for number in range(134):
        partner = factories.PartnerFactory(name=f"서명 기관 {number:03d}")
        factories.ParticipationFactory(consortium=cast.consortium, partner=partner)
        partners.append(partner)
    large = draft_with(cast, partners)
    document = send(cast, large)
    with as_owner():
        assert Document.objects.get(pk=document.pk).parties.count() == 136
    sign(cast, document, [one.pk for one in partners])
    many, pages = zip(*(queries(who, large) for who in readers), strict=True)
    assert list(many) == few
    assert all("서명 기관 132" in page for page in pages)


def test_contacts_are_shown_to_those_who_send_agreements_out(client, cast, today):
    agreement = two(cast, today)
    for who, shown in {"coordinator": True, "principal": True, "teacher": False, "official": False}.items():
        client.force_login(cast[who].user)
        page = client.get(url("agreement", agreement.pk)).content.decode()
        assert (who, "sign@p.example" in page) == (who, shown)


def test_nothing_typed_is_lost_when_a_form_is_refused(client, cast):
    client.force_login(cast["coordinator"].user)
    sent = {"kind": "COURSE", "title": "과정", "starts_on": "2027-03-01", "valid_until": "2027-02-01"}
    page = client.post(url("agreement_add"), sent)
    assert page.status_code == 422
    assert set(page.context["form"].errors) == {"valid_until"}
    assert 'value="과정"' in page.content.decode()
    with as_owner():
        assert not Agreement.objects.exists()


def test_a_draft_is_written_over_the_pages(client, cast, today):
    client.force_login(cast["coordinator"].user)
    client.post(url("agreement_add"), {"kind": "COURSE", "title": "과정"})
    with as_owner():
        draft = Agreement.objects.get()
    for text in ("하나", "둘", "둘"):
        assert client.post(url("clause_add", draft.pk), {"text": text}).status_code == 302
    with as_owner():
        second = Clause.objects.get(number=2)
    client.post(url("clause_move", second.pk), {"to": "up"})
    for key in ("school", "company"):
        sent = {"partner": cast.partners[key].pk, "signer": "대표"}
        assert client.post(url("party_add", draft.pk), sent).status_code == 302
    with as_owner():
        assert [clause.text for clause in draft.clauses.all()] == ["둘", "하나"]
    page = client.post(url("agreement_send", draft.pk), follow=True)
    assert page.context["agreement"].state == AgreementState.SIGNING
    assert client.post(url("clause_add", draft.pk), {"text": "셋"}).status_code == 409


def test_home_pages_show_what_waits_and_what_ends(client, cast, today):
    two(cast, today, valid_until=today + 20 * DAY)
    draft_with(cast, [cast.partners["school"], cast.partners["city"]])
    for who, (waits, late) in {"coordinator": (1, 1), "official": (0, 1), "hr": (0, 0)}.items():
        client.force_login(cast[who].user)
        page = client.get("/paju/").content.decode()
        assert (who, page.count("공동 양해각서") > 0) == (who, bool(waits + late))


def test_reading_whom_to_write_to_leaves_an_access_record(client, cast, today):
    agreement = two(cast, today)
    with as_owner():
        contacts = sorted(SignatoryContact.objects.values_list("pk", flat=True))
    assert min(contacts) >= 2 * 10**12
    for who, records in {"teacher": 0, "official": 0, "coordinator": 1}.items():
        client.force_login(cast[who].user)
        client.get(url("agreement", agreement.pk))
        with as_owner():
            found = AccessRecord.objects.filter(what="partners.SignatoryContact", member_id=cast[who].pk)
            assert [(who, sorted(one.subjects)) for one in found] == [(who, contacts)] * records


def test_each_clause_says_how_far_it_is_kept(client, cast, today):
    agreement = two(cast, today)
    with as_owner():
        clause = agreement.clauses.get(number=2)
    ours = {"consortium": cast.consortium, "partner": cast.partners["city"], "agreement": agreement}
    pledge = factories.PledgeFactory(**ours, clause=clause, amount=10)
    factories.PledgeFactory(**ours, clause=clause, amount=10)
    factories.PledgeFactory(**ours, clause=clause, amount=10, state=PledgeState.PROPOSED)
    factories.DeliveryFactory(pledge=pledge, amount=10)
    client.force_login(cast["official"].user)
    page = client.get(url("agreement", agreement.pk))
    first, second = page.context["clauses"]
    assert first.kept is None
    assert (second.kept.count, second.kept.share) == (2, Decimal("0.5"))
    assert "약정 2건" in page.content.decode()


def test_a_program_drafts_an_agreement_and_is_refused_once_it_is_out(client, cast, today):
    client.force_login(cast["coordinator"].user)
    sent = {"kind": "COURSE", "title": "과정 협약", "clauses": [{"text": "하나"}, {"text": "둘"}]}
    made = client.post("/api/v1/paju/agreements/", sent, content_type="application/json")
    assert made.status_code == 201
    assert [one["text"] for one in made.json()["clauses"]] == ["하나", "둘"]
    address = f"/api/v1/paju/agreements/{made.json()['id']}/"
    changed = client.patch(address, {"title": "새 과정 협약"}, content_type="application/json")
    assert (changed.status_code, changed.json()["title"]) == (200, "새 과정 협약")
    bad = client.patch(
        address,
        {"starts_on": "2027-03-01", "valid_until": "2027-02-01"},
        content_type="application/json",
    )
    assert (bad.status_code, set(bad.json()["errors"])) == (400, {"valid_until"})
    out = two(cast, today)
    stale = client.patch(
        f"/api/v1/paju/agreements/{out.pk}/", {"title": "x"}, content_type="application/json"
    )
    assert stale.status_code == 409


def test_the_print_names_the_checksums_under_which_the_parties_signed(cast, today):
    agreement = two(cast, today, valid_until=today + 60 * DAY)
    amend_term(cast, agreement, today + 400 * DAY)
    with as_owner():
        checksums = list(Document.objects.values_list("sha256", flat=True))
    known, reader = read(agreement), cast["official"]
    with acting_as(reader.actor):
        printed = json.dumps(dump(agreement_blocks(known, today, reader)), ensure_ascii=False)
    assert len(checksums) == 2
    assert all(one in printed.replace(" ", "") for one in checksums)
    assert "서면 서명" in printed
