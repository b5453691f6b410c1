"""Tells a worker that something waits. Nothing depends on it: the sweeper finds what nobody rang for."""

import logging
from collections.abc import Sequence
from uuid import UUID

from celery import current_app
from django.conf import settings

log = logging.getLogger(__name__)
DELIVER = "consortium.notifications.tasks.deliver"
DELIVER_WAITING = "consortium.notifications.tasks.deliver_waiting"


def ring(message_ids: Sequence[UUID] | None) -> None:
    """Nudge a delivery for each id, or the sweeper when there are too many."""
    if message_ids is None:
        nudge(DELIVER_WAITING, [()])
    else:
        nudge(DELIVER, [(str(message_id),) for message_id in message_ids])


def nudge(task: str, calls: Sequence[tuple[str | int, ...]]) -> None:
    """Ask a worker to run the task once with each of these arguments; a dead broker is no error.

    Unlike `task.delay()`, which makes a person wait while it looks for a broker that is gone.
    """
    if not calls:
        return
    try:
        with current_app.connection_for_write(transport_options=_impatient()) as connection:
            for args in calls:
                current_app.send_task(task, args=args, connection=connection, retry=False)
    except Exception as error:  # whatever the broker does, the rows are safe
        log.warning("The broker did not take a nudge (%s); the sweeper will offer it again.", error)


def _impatient() -> dict[str, object]:
    """One try within a second: a person is waiting for their page."""
    return settings.CELERY_BROKER_TRANSPORT_OPTIONS | {
        "max_retries": 0,
        "connect_retries_timeout": 1,
        "socket_connect_timeout": 1,
        "socket_timeout": 2,
    }
