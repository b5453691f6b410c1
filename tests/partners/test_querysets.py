import datetime
from decimal import Decimal

import pytest

from consortium.rowlevel import acting_as
from partners.models import Agreement, Delivery, Partner, Pledge
from partners.states import DeliveryState
from tests import factories
from tests.cast import PLAYERS

TODAY = datetime.date(2026, 6, 1)


def _deliver(pledge, amount, on=TODAY, **more):
    return factories.DeliveryFactory(pledge=pledge, on=on, amount=amount, **more)


@pytest.fixture
def ours(cast):
    return factories.PledgeFactory(
        consortium=cast.consortium, partner=cast.partners["company"], amount=10, description="강사 지원"
    )


@pytest.fixture
def theirs(cast):
    """Something of everything in the other consortium."""
    agreement = factories.AgreementFactory(consortium=cast.other_consortium)
    pledge = factories.PledgeFactory(
        consortium=cast.other_consortium, partner=cast.other_partners["company"], agreement=agreement
    )
    _deliver(pledge, 3)
    return pledge


@pytest.mark.parametrize("who", sorted(PLAYERS))
def test_every_member_knows_the_pledges_of_their_own_consortium_only(cast, ours, theirs, who):
    delivery = _deliver(ours, 1)
    member = cast[who]
    with acting_as(member.actor):
        for known in (Pledge.objects.visible_to(member), Pledge.objects.all()):
            assert [pledge.pk for pledge in known] == [ours.pk]
        for known in (Delivery.objects.visible_to(member), Delivery.objects.all()):
            assert [one.pk for one in known] == [delivery.pk]
        assert list(Agreement.objects.all()) == []
        assert set(Partner.objects.all()) == set(cast.partners.values())


def test_delivered_is_the_sum_and_the_share_stops_at_all_of_it(cast, ours):
    assert _read(cast, ours) == (0, 0)
    _deliver(ours, 4)
    assert _read(cast, ours) == (4, Decimal("0.4"))
    _deliver(ours, 2, state=DeliveryState.REPORTED)
    assert _read(cast, ours) == (4, Decimal("0.4"))
    _deliver(ours, 8)
    assert _read(cast, ours) == (12, 1)


def _read(cast, pledge):
    with acting_as(cast["hr"].actor):
        read = Pledge.objects.visible_to(cast["hr"]).with_delivered().get(pk=pledge.pk)
    return read.delivered, read.share


def test_a_partners_share_is_the_mean_of_its_pledges_in_this_consortium_only(cast, ours):
    partner = cast.partners["company"]
    factories.PledgeFactory(consortium=cast.consortium, partner=partner, amount=10)
    factories.ParticipationFactory(consortium=cast.other_consortium, partner=partner)
    elsewhere = factories.PledgeFactory(consortium=cast.other_consortium, partner=partner, amount=10)
    _deliver(ours, 5)
    _deliver(elsewhere, 10)
    with acting_as(cast["hr"].actor):
        read = Partner.objects.visible_to(cast["hr"]).with_ties(cast.consortium.pk).get(pk=partner.pk)
    assert (read.pledged, read.delivered_share) == (2, Decimal("0.25"))
