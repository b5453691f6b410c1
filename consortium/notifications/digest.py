"""The daily digest: one mail for what could wait."""

from datetime import time, timedelta

from django.db import transaction
from django.db.models import F, OuterRef, Subquery
from django.db.models.functions import Now
from django.utils import timezone

from consortium.notifications import doorbell
from consortium.notifications.models import Message, Slot
from consortium.notifications.slots import claim_slot, today
from consortium.notifications.states import MessageState
from consortium.rowlevel import SYSTEM, acting_as

FROM = time(7, 30)  # Korean time; before people start work
KEEP_SLOTS = timedelta(days=7)


def gather_digests() -> int:
    """Once a day, send each person's held mails as one; returns how many mails that makes.

    The eldest held mail carries the others. All in one transaction with the day's slot: a worker that
    dies leaves everything to the next run, and a late start of the portal still sends the day's digest.
    """
    if timezone.localtime().time() < FROM:
        return 0
    with acting_as(SYSTEM):
        if not claim_slot("notifications.digest", today()):
            return 0
        held = Message.objects.filter(state=MessageState.HELD)
        eldest = held.filter(recipient=OuterRef("recipient")).order_by("created_at", "pk").values("pk")[:1]
        followers = held.annotate(eldest=Subquery(eldest)).exclude(pk=F("eldest"))
        followers.update(state=MessageState.CARRIED, carried_by=Subquery(eldest))
        count = held.update(state=MessageState.PENDING, urgent=True, due_at=Now(), offered_at=None)
        transaction.on_commit(lambda: doorbell.ring(None), robust=True)
    return count


def forget_old_slots() -> None:
    """Runs of regular jobs are of no interest after a week."""
    with acting_as(SYSTEM):
        Slot.objects.filter(claimed_at__lt=Now() - KEEP_SLOTS).delete()
