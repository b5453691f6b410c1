"""Tells a worker that a report waits. Nothing depends on it: the sweeper finds what nobody rang for."""

from uuid import UUID

from consortium.notifications.doorbell import nudge

RUN = "consortium.reports.tasks.run_report"


def ring(job_id: UUID) -> None:
    """Offer a job to the workers; a dead broker is no error, and nobody waits for it long."""
    nudge(RUN, [(str(job_id),)])
