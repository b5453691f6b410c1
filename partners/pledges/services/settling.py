"""Where a pledge stands follows from what is verified and what day it is."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.db import transaction
from django.utils import timezone

from consortium.rowlevel import SYSTEM, acting_as
from partners.models import Pledge
from partners.pledges.workflow import EXPIRE, FULFIL, REOPEN
from partners.states import OPEN_TO_DELIVERY, PledgeState

AT_ONCE = 500
STEP_TO = {step.target: step for step in (FULFIL, EXPIRE, REOPEN)}


def settle(pledge_ids: Iterable[int]) -> None:
    """Move these pledges to where the facts put them; call it in the transaction that changed the facts."""
    for pk in sorted(set(pledge_ids)):  # always in this order, so that two never wait for each other
        Pledge.objects.select_for_update(of=("self",)).get(pk=pk)
        pledge = Pledge.objects.with_delivered().get(pk=pk)  # counted once the lock is held
        _move(pledge, timezone.localdate())


def state_by_facts(pledge: Pledge, today: date) -> PledgeState:
    """Needs `with_delivered()`."""
    if pledge.delivered >= pledge.amount:
        return PledgeState.FULFILLED
    return PledgeState.EXPIRED if pledge.ends_on < today else PledgeState.AGREED


def close_periods() -> int:
    """Once a day: agreed pledges whose period is over say so; returns how many."""
    today = timezone.localdate()
    with acting_as(SYSTEM), transaction.atomic():
        over = (
            Pledge.objects.filter(state=PledgeState.AGREED, ends_on__lt=today)
            .select_for_update(skip_locked=True, of=("self",))
            .order_by("pk")[:AT_ONCE]
        )
        found = Pledge.objects.with_delivered().filter(pk__in=[pledge.pk for pledge in over])
        return sum(_move(pledge, today) for pledge in found)


def _move(pledge: Pledge, today: date) -> bool:
    target = state_by_facts(pledge, today)
    if pledge.state not in OPEN_TO_DELIVERY or pledge.state == target:
        return False
    pledge.state = STEP_TO[target].target
    pledge.save(update_fields=["state"])
    return True
