"""What a bid asks of those who prepare it, on their home page."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from consortium.shell.work import Source, WorkItem, register
from partners.models import Bid
from partners.programme.checklist import checklist
from partners.programme.policies import keeps_programme

if TYPE_CHECKING:
    from partners.models import Member

AHEAD = timedelta(days=60)


def gaps_before_the_deadline(member: Member) -> list[WorkItem]:
    """The nearest bid whose deadline is within sixty days, while something is still missing."""
    if not keeps_programme(member):
        return []
    today = timezone.localdate()
    near = Bid.objects.visible_to(member).filter(deadline__range=(today, today + AHEAD))
    bid = near.order_by("deadline", "pk").first()
    if bid is None:
        return []
    missing = len(checklist(bid, member).missing)
    text = ngettext(
        "%(count)d requirement is still missing", "%(count)d requirements are still missing", missing
    )
    item = WorkItem(
        title=str(bid),
        url=reverse("partners:bid", args=[member.consortium.slug, bid.pk]),
        action=_("Close the gaps"),
        due=bid.deadline,
        detail=text % {"count": missing},
    )
    return [item] if missing else []


register(Source("waits", gaps_before_the_deadline))
