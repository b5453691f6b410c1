"""Tasks take an id and call one service; the row remembers, the broker only hurries."""

from datetime import timedelta
from uuid import UUID

from celery import shared_task

from consortium.notifications.slots import claim_slot, slot_of
from consortium.reports import doorbell, runner

SWEEP_EVERY = timedelta(seconds=20)


@shared_task
def run_report(job_id: str) -> None:
    """Make one report."""
    runner.run(UUID(job_id))


@shared_task
def offer_waiting() -> None:
    """Whatever the broker lost, or a dead worker left behind, is offered again."""
    if claim_slot("reports.offer_waiting", slot_of(SWEEP_EVERY)):
        for job_id in runner.unfinished():
            doorbell.ring(job_id)


@shared_task
def destroy_expired() -> None:
    """Files whose time is over are destroyed."""
    runner.destroy_expired()
