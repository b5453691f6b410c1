import datetime
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, ProgrammingError, transaction
from django.utils import timezone

from consortium.notifications.models import Notification
from consortium.rowlevel import acting_as
from consortium.workflow import StateConflict
from partners.models import Delivery
from partners.pledges import services
from tests import factories
from tests.authorization import as_owner
from tests.cast import PLAYERS

RECORDERS = {"coordinator", "accountant"}


@pytest.fixture
def pledge(cast):
    return factories.PledgeFactory(
        consortium=cast.consortium,
        partner=cast.partners["company"],
        description="강사 지원",
        starts_on=datetime.date(2026, 1, 1),
        ends_on=timezone.localdate() + datetime.timedelta(days=30),
    )


def _record(pledge, member, **changed):
    sent = {"on": datetime.date(2026, 3, 2), "amount": Decimal(4), "evidence": "수업 일지"} | changed
    with acting_as(member.actor):
        return services.record_delivery(pledge, by=member, **sent)


@pytest.mark.parametrize("who", sorted(PLAYERS))
def test_those_who_hold_the_evidence_record_deliveries_and_nobody_else(cast, pledge, who):
    if who in RECORDERS:
        assert _record(pledge, cast[who]).amount == 4
    else:
        with pytest.raises(PermissionDenied) as refused:
            _record(pledge, cast[who])
        assert str(refused.value)
    with as_owner():
        assert Delivery.objects.count() == (who in RECORDERS)


def test_another_consortiums_coordinator_is_refused(cast, pledge):
    with pytest.raises(PermissionDenied):
        _record(pledge, cast["stranger"])


@pytest.mark.parametrize("who", sorted(set(PLAYERS) - {"coordinator", "accountant"}))
def test_the_database_lets_only_the_school_write_deliveries(cast, pledge, who):
    member = cast[who]
    if member.partner == cast.partners["school"] and who != "student":
        return
    with (
        pytest.raises(ProgrammingError, match="permission denied"),
        transaction.atomic(),
        acting_as(member.actor),
    ):
        Delivery.objects.create(pledge=pledge, on=datetime.date(2026, 3, 2), amount=1, evidence="x")


def test_the_partners_people_are_told_once(cast, pledge):
    delivery = _record(pledge, cast["coordinator"])
    with as_owner():
        told = Notification.objects.filter(event="partners/delivery_recorded")
        assert set(told.values_list("recipient", "key")) == {
            (cast[who].user_id, str(delivery.pk)) for who in ("hr", "trainer")
        }


def test_a_delivery_lies_between_the_beginning_of_the_pledge_and_today(cast, pledge):
    tomorrow = timezone.localdate() + datetime.timedelta(days=1)
    for day in (datetime.date(2025, 12, 31), tomorrow):
        with pytest.raises(ValidationError) as refused:
            _record(pledge, cast["coordinator"], on=day)
        assert set(refused.value.message_dict) == {"on"}


def test_nothing_cannot_be_delivered(cast, pledge):
    with pytest.raises(ValidationError):
        _record(pledge, cast["coordinator"], amount=Decimal(0))
    with pytest.raises(IntegrityError), transaction.atomic(), acting_as(cast["coordinator"].actor):
        Delivery.objects.create(pledge=pledge, on=datetime.date(2026, 3, 2), amount=0, evidence="x")


def test_a_correction_replaces_the_entry_and_the_history_keeps_the_old_one(cast, pledge):
    delivery = _record(pledge, cast["coordinator"])
    with acting_as(cast["accountant"].actor):
        services.correct_delivery(
            delivery, by=cast["accountant"], on=delivery.on, amount=Decimal(3), evidence="수업 일지 정정"
        )
    with as_owner():
        assert [one.amount for one in Delivery.objects.all()] == [3]
        events = Delivery.pgh_event_models["insert"].objects.order_by("pgh_id")
        assert [(event.pgh_label, event.amount) for event in events] == [("insert", 4), ("update", 3)]


def test_a_company_does_not_correct_what_counts_for_it(cast, pledge):
    delivery = _record(pledge, cast["coordinator"])
    with pytest.raises(PermissionDenied), acting_as(cast["hr"].actor):
        services.correct_delivery(
            delivery, by=cast["hr"], on=delivery.on, amount=Decimal(9), evidence="수업 일지"
        )


def test_the_same_delivery_counts_once(cast, pledge):
    _record(pledge, cast["coordinator"])
    with pytest.raises(StateConflict):
        _record(pledge, cast["accountant"])
    _record(pledge, cast["accountant"], evidence="수업 일지 2")
    with as_owner():
        assert Delivery.objects.count() == 2
