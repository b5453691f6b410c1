"""Celery for the portal: tasks carry an id, never data; PostgreSQL remembers, the broker only hurries."""

import os

from celery import Celery, signals

from consortium.embedded.privileges import die_with_supervisor

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "consortium.settings")
app = Celery("consortium")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


@signals.worker_process_init.connect
def _end_with_the_worker(**kwargs: object) -> None:
    """A pool child whose worker was killed must not go on beside the worker's successor."""
    die_with_supervisor()


@signals.heartbeat_sent.connect
def _keep_pulse(**kwargs: object) -> None:
    from consortium.health import keep_pulse  # noqa: PLC0415 - settings are read by then

    keep_pulse()
