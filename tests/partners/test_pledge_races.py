"""Two people at the same delivery at the same time: it counts once, and the slower one is told."""

import datetime
from decimal import Decimal

import pytest

from partners.models import Delivery, Pledge
from partners.pledges import services
from partners.states import DeliveryState, PledgeState, SourceKind
from tests import factories
from tests.authorization import as_owner
from tests.cast import assemble
from tests.racing import at_once, by, kinds

pytestmark = pytest.mark.django_db(transaction=True)
MARCH = datetime.date(2026, 3, 2)


@pytest.fixture
def stage():
    cast = assemble()
    cast.pledge = factories.PledgeFactory(consortium=cast.consortium, partner=cast.partners["company"])
    return cast


def test_of_two_verifiers_one_verifies(stage):
    delivery = factories.DeliveryFactory(
        pledge=stage.pledge, on=MARCH, amount=10, state="REPORTED", reported_by=stage["hr"]
    )
    acts = [by(stage[who], services.verify_delivery, delivery) for who in ("coordinator", "principal")]
    assert kinds(at_once(*acts)) == ["Delivery", "StateConflict"]
    with as_owner():
        pledge = Pledge.objects.with_delivered().get(pk=stage.pledge.pk)
        assert (pledge.delivered, pledge.state) == (10, PledgeState.FULFILLED)


def test_verifying_against_sending_back_leaves_one_answer(stage):
    delivery = factories.DeliveryFactory(
        pledge=stage.pledge, on=MARCH, state="REPORTED", reported_by=stage["hr"]
    )
    outcomes = at_once(
        by(stage["coordinator"], services.verify_delivery, delivery),
        by(stage["principal"], services.send_back_delivery, delivery, reason="명단이 없습니다."),
    )
    with as_owner():
        state = Delivery.objects.get().state
    # Verified first, it may still be sent back; sent back first, it is no longer there to verify.
    assert kinds(outcomes) in (["Delivery", "Delivery"], ["Delivery", "StateConflict"])
    assert state == DeliveryState.SENT_BACK


def test_the_last_two_parts_of_a_pledge_fulfil_it(stage):
    parts = [
        factories.DeliveryFactory(
            pledge=stage.pledge, on=MARCH, amount=5, state="REPORTED", reported_by=stage["hr"]
        )
        for _ in range(2)
    ]
    acts = [
        by(stage[who], services.verify_delivery, part)
        for who, part in zip(("coordinator", "principal"), parts, strict=True)
    ]
    assert kinds(at_once(*acts)) == ["Delivery", "Delivery"]
    with as_owner():
        assert Pledge.objects.get(pk=stage.pledge.pk).state == PledgeState.FULFILLED


def test_the_same_paper_reported_from_both_sides_counts_once(stage):
    words = {"on": MARCH, "amount": Decimal(2), "evidence": "수업 일지"}
    acts = [by(stage[who], services.report_delivery, stage.pledge, **words) for who in ("coordinator", "hr")]
    assert kinds(at_once(*acts)) == ["Delivery", "StateConflict"]
    with as_owner():
        assert Delivery.objects.count() == 1


def test_a_source_that_comes_twice_at_once_delivers_once(stage):
    words = {"pledge": stage.pledge, "on": MARCH, "amount": Decimal(2), "evidence": "강의 3호"}
    acts = [
        by(stage[who], services.record_delivery_from, source=(SourceKind.LECTURE, 3), **words)
        for who in ("coordinator", "accountant")
    ]
    assert kinds(at_once(*acts)) == ["Delivery", "Delivery"]
    with as_owner():
        assert Delivery.objects.count() == 1
