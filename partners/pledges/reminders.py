"""Once a week a partner hears, in one notice, what of its pledges is overdue or at risk."""

from __future__ import annotations

from collections import defaultdict
from datetime import date

from django.urls import reverse
from django.utils import timezone

from consortium.notifications.services import notify
from consortium.notifications.slots import claim_slot
from consortium.rowlevel import SYSTEM, acting_as
from partners.models import Member, Pledge
from partners.pledges.policies import PROMISERS
from partners.pledges.risk import Watch

EVENT = "partners/pledges_late"


def remind_partners() -> int:
    """Tell those who can act, once in a calendar week; what was delivered in time drops out by itself."""
    today = timezone.localdate()
    week = "{}-{:02d}".format(*today.isocalendar()[:2])
    with acting_as(SYSTEM):
        if not claim_slot("partners.remind_of_pledges", week):
            return 0
        found = _late_by_partner(today)
        for (consortium_id, slug, partner_id), (overdue, at_risk) in found.items():
            _tell(consortium_id, slug, partner_id, overdue, at_risk, week)
    return len(found)


def _late_by_partner(today: date) -> dict[tuple[int, str, int], list[int]]:
    """How many pledges of each partner are overdue (not too long) and at risk."""
    rule = Watch(today)
    found: dict[tuple[int, str, int], list[int]] = defaultdict(lambda: [0, 0])
    overdue = rule.overdue(Pledge.objects.all()).filter(ends_on__gte=rule.reminded_since)
    for place, late in enumerate((overdue, rule.at_risk(Pledge.objects.all()))):
        # What waits for the school's verification is no longer the partner's to do.
        for pledge in late.select_related("consortium"):
            if pledge.delivered + pledge.reported < pledge.amount:
                key = (pledge.consortium_id, pledge.consortium.slug, pledge.partner_id)
                found[key][place] += 1
    return found


def _tell(consortium_id: int, slug: str, partner_id: int, overdue: int, at_risk: int, week: str) -> None:
    people = Member.objects.active().filter(consortium=consortium_id, partner=partner_id, role__in=PROMISERS)
    notify(
        EVENT,
        to=people.values_list("user", flat=True),
        context={"overdue": overdue, "at_risk": at_risk},
        url=f"{reverse('partners:pledges_late', args=[slug])}?partner={partner_id}",
        consortium_id=consortium_id,
        key=f"{consortium_id}-{partner_id}-{week}",
    )
