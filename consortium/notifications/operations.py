"""The state of the machinery, line by line, for the operator; other apps register lines of their own."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

import redis
from django.conf import settings
from django.db.models import Count, Min, Q
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from consortium.notifications.models import Message, Slot
from consortium.notifications.states import MessageState

QUEUE = "celery"
SILENCE = timedelta(minutes=3)  # of the sweep, which runs every half minute
DELAY = timedelta(minutes=10)  # of the oldest mail that is due


@dataclass(frozen=True)
class StateLine:
    """One thing the operator watches: how it is now, whether that is well, and what to do if not."""

    label: str | Promise
    value: str
    well: bool = True
    advice: str | Promise = ""
    at: datetime | None = None


_lines: list[Callable[[], list[StateLine]]] = []


def register(lines: Callable[[], list[StateLine]]) -> None:
    """Add lines to the operator's page of state."""
    if lines not in _lines:
        _lines.append(lines)


def state_lines() -> list[StateLine]:
    """Every line that an app has registered, in the order of the apps."""
    return [line for lines in _lines for line in lines()]


def delivery_lines() -> list[StateLine]:
    """Worker, broker and outbox; read from the database, so that they are true when the broker is not."""
    return [_worker_line(), _broker_line(), *_outbox_lines()]


def _worker_line() -> StateLine:
    """The sweep needs beat, broker and a worker: its last run is the proof that all three live."""
    last = Slot.objects.filter(name="notifications.deliver_due").order_by("-claimed_at").first()
    return StateLine(
        _("Last work of the background worker"),
        "" if last else _("never"),
        well=last is not None and last.claimed_at > timezone.now() - SILENCE,
        advice=gettext_lazy("Start worker and beat. What waits is kept and leaves as soon as they run."),
        at=last.claimed_at if last else None,
    )


def _broker_line() -> StateLine:
    label = _("Tasks in the broker's queue")
    try:
        client = redis.Redis.from_url(settings.REDIS_URL, socket_timeout=1, socket_connect_timeout=1)
        return StateLine(label, str(client.llen(QUEUE)))
    except redis.RedisError:
        advice = gettext_lazy("Start the broker. Nothing is lost: what waits is in the database.")
        return StateLine(label, _("not reachable"), well=False, advice=advice)


def _outbox_lines() -> list[StateLine]:
    due = Q(state__in=[MessageState.PENDING, MessageState.SENDING])
    found = Message.objects.exclude(state=MessageState.SENT).aggregate(
        waiting=Count("pk", filter=due),
        oldest=Min("due_at", filter=due),
        held=Count("pk", filter=Q(state=MessageState.HELD)),
        dead=Count("pk", filter=Q(state=MessageState.DEAD)),
    )
    late = found["oldest"] is not None and found["oldest"] < timezone.now() - DELAY
    return [
        StateLine(
            _("Mails waiting to be sent"),
            str(found["waiting"]),
            well=not late,
            advice=gettext_lazy("The oldest has been due for more than ten minutes. Look at the worker."),
            at=found["oldest"],
        ),
        StateLine(_("Mails waiting for the daily digest"), str(found["held"])),
        StateLine(
            _("Mails given up"),
            str(found["dead"]),
            well=not found["dead"],
            advice=gettext_lazy("Look at the reasons under “Mails given up” and offer them again."),
        ),
    ]


register(delivery_lines)
