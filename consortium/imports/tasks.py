"""Tasks take an id and call one service; the row remembers, the broker only hurries."""

from datetime import timedelta
from uuid import UUID

from celery import shared_task

from consortium.imports import destroying, doorbell, runner
from consortium.notifications.slots import claim_slot, slot_of

SWEEP_EVERY = timedelta(seconds=20)


@shared_task
def run_import(import_id: str) -> None:
    """Carry one import on: read, check or apply, whichever waits."""
    runner.run(UUID(import_id))


@shared_task
def offer_waiting() -> None:
    """Whatever the broker lost, or a dead worker left behind, is offered again."""
    if claim_slot("imports.offer_waiting", slot_of(SWEEP_EVERY)):
        for import_id in runner.unfinished():
            doorbell.ring(import_id)


@shared_task
def destroy_expired() -> None:
    """Files and rows whose time is over are destroyed."""
    destroying.destroy_expired()
