"""Bids of the demo: the real one of 2025, and the next one, which is invented and says so."""

from datetime import date, timedelta

from partners.models import Bid, BidPledge, Consortium, Pledge, Requirement
from partners.programme.calls import calls
from partners.programme.services import add_criteria

AHEAD = timedelta(days=45)


def load_bids(consortium: Consortium, today: date) -> None:
    """Paju applied in 2025 and was not selected; it prepares to apply again."""
    if consortium.slug != "paju":
        return
    first = Bid.objects.create(
        consortium=consortium,
        title="2025년 협약형 특성화고 공모",
        call="교육부 2025년 협약형 특성화고 선정 공모",
    )
    add_criteria(first, calls()["2025"])
    consortium.programme_statuses.filter(state__in=("PRESENTED", "NOT_SELECTED")).update(bid=first)
    again = Bid.objects.create(
        consortium=consortium,
        title="재신청 준비(시연)",
        call="시연용으로 지어낸 공고입니다.",
        deadline=today + AHEAD,
        amount_requested=3_500_000_000,
        predecessor=first,
        is_demo=True,
    )
    add_criteria(again, calls()["2025"])
    plan = Requirement.objects.filter(criterion__bid=again, evidence="", text__startswith="육성계획서")
    plan.update(document="육성계획서 초안 12쪽(시연)")
    pledges = list(Pledge.objects.filter(consortium=consortium).order_by("pk")[:6])
    BidPledge.objects.bulk_create(BidPledge(bid=first, pledge=pledge) for pledge in pledges)
    BidPledge.objects.bulk_create(
        BidPledge(bid=again, pledge=pledge, carried_from=first)
        for pledge in pledges
        if pledge.ends_on >= today
    )
