"""The programme's life: what may follow what, what the records show for a bid, who keeps the record."""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from consortium.notifications.models import Notification
from consortium.rowlevel import acting_as
from partners.evidence import partner_kinds
from partners.models import Bid, BidPledge, ProgrammeStatus
from partners.programme import services
from partners.programme.calls import calls
from partners.programme.checklist import checklist
from partners.programme.history import FOLLOWS, broken_step, next_states
from partners.states import AgreementState, PartnerKind, PledgeKind, ProgrammeState
from tests import factories
from tests.authorization import as_owner

MARCH = datetime.date(2025, 3, 19)
JUNE = datetime.date(2025, 6, 4)
PAJU = [
    (MARCH, ProgrammeState.AGREED),
    (datetime.date(2025, 5, 22), ProgrammeState.PRESENTED),
    (JUNE, ProgrammeState.NOT_SELECTED),
    (datetime.date(2025, 6, 5), ProgrammeState.PROVINCIAL_PILOT),
]


def test_pajus_own_history_is_possible_and_it_may_apply_again():
    assert broken_step(PAJU) is None
    assert next_states(ProgrammeState.PROVINCIAL_PILOT) == [ProgrammeState.REAPPLIED, ProgrammeState.ENDED]


def test_every_state_is_in_the_table_and_none_leads_to_itself():
    assert set(FOLLOWS) == set(ProgrammeState.values)
    assert [state for state, after in FOLLOWS.items() if state in after] == []


@given(st.permutations(PAJU))
def test_the_order_of_entering_does_not_matter(steps):
    assert broken_step(steps) is None


def test_what_cannot_have_happened_is_found_with_both_its_neighbours():
    running = (datetime.date(2025, 7, 1), ProgrammeState.RUNNING)
    assert broken_step([*PAJU, running]) == (PAJU[-1], running)


@pytest.fixture
def history(cast):
    with as_owner():
        for on, state in PAJU:
            ProgrammeStatus.objects.create(consortium=cast.consortium, on=on, state=state)
    return cast


def _post(client, cast, who, name, *pks, **data):
    client.force_login(cast[who].user)
    return client.post(reverse(f"partners:{name}", args=["paju", *pks]), data)


def test_a_status_is_recorded_and_the_consortium_is_told_but_no_student(client, history):
    sent = {"state": "REAPPLIED", "on": "2026-05-01", "note": "재신청서 제출"}
    assert _post(client, history, "coordinator", "status_add", **sent).status_code == 302
    with as_owner():
        assert ProgrammeStatus.objects.latest("on").state == ProgrammeState.REAPPLIED
        told = set(Notification.objects.values_list("recipient", flat=True))
    assert history["official"].user_id in told
    untold = {history[who].user_id for who in ("student", "coordinator", "stranger")}
    assert told & untold == set()


@pytest.mark.parametrize(
    ("state", "on"), [("RUNNING", "2026-05-01"), ("REAPPLIED", "2025-05-30"), ("REAPPLIED", "2999-01-01")]
)
def test_an_impossible_status_is_refused_and_nothing_typed_is_lost(client, history, state, on):
    page = _post(client, history, "principal", "status_add", state=state, on=on, note="그대로 남을 말")
    assert page.status_code == 422
    assert "그대로 남을 말" in page.content.decode()
    with as_owner():
        assert ProgrammeStatus.objects.count() == len(PAJU)


def test_a_correction_keeps_what_stood_there(client, history):
    with as_owner():
        status = ProgrammeStatus.objects.get(state=ProgrammeState.PRESENTED)
    sent = {"state": "PRESENTED", "on": "2025-05-23", "document": "교육부 공문 2025-1"}
    assert _post(client, history, "coordinator", "status_correct", status.pk, **sent).status_code == 302
    with as_owner():
        dates = status.events.order_by("pgh_id").values_list("on", flat=True)
        assert list(dates) == [datetime.date(2025, 5, 22), datetime.date(2025, 5, 23)]


def _open(cast, **values):
    with acting_as(cast["coordinator"].actor):
        return services.open_bid(by=cast["coordinator"], call=calls()["2025"], title="공모", **values)


def _missing(cast, bid):
    with acting_as(cast["coordinator"].actor):
        return {row.requirement.evidence for row in checklist(bid, cast["coordinator"]).missing}


def test_a_bid_shows_what_live_records_prove_and_what_is_missing(cast):
    bid = _open(cast)
    assert {"agreements", "money"} < _missing(cast, bid)
    factories.AgreementFactory(consortium=cast.consortium, state=AgreementState.IN_FORCE)
    today = timezone.localdate()
    factories.PledgeFactory(
        consortium=cast.consortium,
        partner=cast.partners["city"],
        kind=PledgeKind.CASH,
        starts_on=today,
        ends_on=today + datetime.timedelta(days=9),
    )
    assert {"agreements", "money"} & _missing(cast, bid) == set()
    assert "deliveries" in _missing(cast, bid)


def test_another_consortiums_records_prove_nothing_here(cast):
    bid = _open(cast)
    factories.AgreementFactory(consortium=cast.other_consortium, state=AgreementState.IN_FORCE)
    assert "agreements" in _missing(cast, bid)


def test_a_named_document_meets_a_requirement_and_emptied_it_is_missing_again(client, cast):
    bid = _open(cast)
    with as_owner():
        plan = bid.criteria.first().requirements.get(evidence="")
    _post(client, cast, "coordinator", "requirement", plan.pk, document="육성계획서 12쪽")
    with acting_as(cast["coordinator"].actor):
        met = checklist(bid, cast["coordinator"]).met
    _post(client, cast, "coordinator", "requirement", plan.pk, document="")
    with acting_as(cast["coordinator"].actor):
        assert checklist(bid, cast["coordinator"]).met == met - 1


def test_pledges_are_carried_over_once_and_remember_where_they_come_from(client, cast):
    pledge = factories.PledgeFactory(
        consortium=cast.consortium,
        partner=cast.partners["company"],
        ends_on=timezone.localdate() + datetime.timedelta(days=9),
    )
    foreign = factories.PledgeFactory(consortium=cast.other_consortium)
    first = _open(cast)
    with as_owner():
        BidPledge.objects.create(bid=first, pledge=pledge)
        again = Bid.objects.create(consortium=cast.consortium, title="재신청", predecessor=first)
    client.force_login(cast["coordinator"].user)
    address = reverse("partners:carry_over", args=["paju", again.pk])
    assert f'value="{pledge.pk}"' in client.get(address).content.decode()
    assert client.post(address, {"pledges": [foreign.pk]}).status_code == 422
    assert client.post(address, {"pledges": [pledge.pk]}).status_code == 302
    client.post(address, {"pledges": [pledge.pk]})
    with as_owner():
        assert [(one.pledge, one.carried_from) for one in again.counted_pledges.all()] == [(pledge, first)]


@pytest.mark.parametrize("who", ["hr", "lecturer", "association_secretary", "student"])
def test_those_who_may_not_read_bids_learn_nothing_of_them(client, cast, who):
    _open(cast)
    client.force_login(cast[who].user)
    page = client.get(reverse("partners:programme", args=["paju"]))
    assert page.status_code == 200
    assert "공모</a>" not in page.content.decode()


def test_a_second_bid_with_the_same_title_is_refused_in_words(client, cast):
    _open(cast)
    page = _post(client, cast, "coordinator", "bid_add", title="공모")
    assert page.status_code == 422
    assert "이미 있습니다" in page.content.decode()


def test_the_page_of_a_bid_costs_the_same_with_one_and_with_many_pledges(client, cast):
    bid = _open(cast)
    client.force_login(cast["official"].user)
    costs = []
    for _more in range(2):
        for _each in range(1 + 3 * len(costs)):
            pledge = factories.PledgeFactory(consortium=cast.consortium, partner=cast.partners["company"])
            with as_owner():
                BidPledge.objects.create(bid=bid, pledge=pledge)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(reverse("partners:bid", args=["paju", bid.pk])).status_code == 200
        costs.append(len(queries))
    assert costs[0] == costs[1]


def test_kinds_of_partner_are_counted_by_kind(cast):
    for number in range(5):
        more = factories.PartnerFactory(name=f"기업 {number}", kind=PartnerKind.COMPANY)
        factories.ParticipationFactory(consortium=cast.consortium, partner=more)
    with acting_as(cast["coordinator"].actor):
        found = partner_kinds(cast["coordinator"])
    assert 0 < found.count <= len(PartnerKind)
    assert f"{found.count}개" not in found.lines[0].text


def test_an_old_bid_says_that_it_is_compared_with_todays_records(client, cast):
    bid = _open(cast)
    client.force_login(cast["coordinator"].user)
    words = "당시 심사에 쓰인 수치가 아닙니다"
    assert words not in client.get(f"/paju/programme/bids/{bid.pk}/").content.decode()
    with as_owner():
        Bid.objects.filter(pk=bid.pk).update(deadline="2025-06-30")
    assert words in client.get(f"/paju/programme/bids/{bid.pk}/").content.decode()
