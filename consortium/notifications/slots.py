"""Beat may run twice; a regular job therefore claims its slot of time before it works."""

from datetime import timedelta

from django.utils import timezone

from consortium.notifications.models import Slot
from consortium.rowlevel import SYSTEM, acting_as


def claim_slot(name: str, slot: str) -> bool:
    """True for the first who claims (name, slot), False for everyone after.

    Call it inside the transaction that does the job's work (`with acting_as(SYSTEM)`): a worker that
    dies takes its claim with it, and a twin waits for the outcome instead of skipping too early.
    """
    with acting_as(SYSTEM):
        return Slot.objects.get_or_create(name=name, slot=slot)[1]


def today() -> str:
    """The slot of a daily job: the date in Korea."""
    return timezone.localdate().isoformat()


def slot_of(period: timedelta) -> str:
    """The slot of a job that runs once in each period of this length."""
    seconds = int(period.total_seconds())
    return str(int(timezone.now().timestamp()) // seconds * seconds)
