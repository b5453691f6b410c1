"""Tasks take an id and call one service; the row remembers, the broker only hurries."""

from datetime import timedelta
from uuid import UUID

from celery import shared_task

from consortium.notifications import delivery, digest
from consortium.notifications.slots import claim_slot, slot_of

SWEEP_EVERY = timedelta(seconds=30)


@shared_task(time_limit=delivery.TIME_LIMIT, soft_time_limit=delivery.TIME_LIMIT - 10)
def deliver(message_id: str) -> None:
    """Send one mail of the outbox."""
    delivery.deliver(UUID(message_id))


@shared_task
def deliver_waiting() -> None:
    """Offer what waits now; rung for when a round of mails is too large to ring one by one."""
    delivery.offer_due()


@shared_task
def deliver_due() -> None:
    """Beat's half-minute: whatever the broker lost, or a dead worker left, is offered again."""
    if claim_slot("notifications.deliver_due", slot_of(SWEEP_EVERY)):
        delivery.offer_due()


@shared_task
def send_digests() -> None:
    """Beat's five minutes: the daily digest, once its time has come."""
    digest.gather_digests()
    digest.forget_old_slots()
