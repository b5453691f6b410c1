"""Tells a worker that an import waits. Nothing depends on it: the sweeper finds what nobody rang for."""

from uuid import UUID

from consortium.notifications.doorbell import nudge

RUN = "consortium.imports.tasks.run_import"


def ring(import_id: UUID) -> None:
    """Offer an import to the workers; a dead broker is no error, and nobody waits for it long."""
    nudge(RUN, [(str(import_id),)])
