"""The portal's own Celery app with short waits and, for a named fault, one place where a worker dies.

`celery -A tests.faults.app:dies_after_claim worker …` runs the real code; the process that first reaches
the named point kills itself with SIGKILL, as often as the file `deaths` in the data directory allows.
"""

import os
import signal
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from types import ModuleType

from django.conf import settings
from django.core.mail import EmailMessage

from consortium.celery import app as celery
from tests.notifications.trial import with_trial_texts

settings.TEMPLATES = with_trial_texts(settings.TEMPLATES)
celery.conf.beat_schedule = {
    "sweep": {"task": "consortium.notifications.tasks.deliver_due", "schedule": 1},
    "letters": {"task": "consortium.signing.tasks.send_waiting_letters", "schedule": 1},
}
celery.set_default()
celery.loader.import_default_modules()

from consortium.notifications import delivery, tasks  # noqa: E402 - after Django is set up
from consortium.signing import letters  # noqa: E402

delivery.LEASE = timedelta(seconds=4)  # a send takes milliseconds, also on a busy machine
delivery.OFFER_AGAIN = timedelta(seconds=2)
delivery.WAITS = [timedelta(seconds=1)] * 5
tasks.SWEEP_EVERY = timedelta(seconds=1)
letters.LEASE = timedelta(seconds=4)
DEATHS = Path(settings.DATA_DIR) / "deaths"


def die() -> None:
    """Take one permission to die, if one is left, and die without any farewell."""
    for permission in sorted(DEATHS.glob("allowed-*")):
        try:
            permission.rename(permission.with_name(permission.name.replace("allowed", "died")))
        except FileNotFoundError:
            continue  # another process took it
        os.kill(os.getpid(), signal.SIGKILL)


def _after(name: str, module: ModuleType = delivery) -> None:
    original: Callable[..., object] = getattr(module, name)

    def wrapped(*args: object, **words: object) -> object:
        result = original(*args, **words)
        die()
        return result

    setattr(module, name, wrapped)


def _before_commit_of_sent() -> None:
    """The row is written as sent, but its transaction is not committed."""
    settle = delivery._settle

    def wrapped(*args: object, **changes: object) -> None:
        settle(*args, **changes)
        if "sent_at" in changes:
            die()

    delivery._settle = wrapped


@celery.task(name="tests.faults.send_without_outbox", acks_late=False)
def send_without_outbox(message_id: str, address: str) -> None:
    """The mutant: all that is to be sent is in the task, and nobody else remembers it."""
    EmailMessage("mutant", "mutant", to=[address], headers={"Message-ID": message_id}).send()


def __getattr__(name: str) -> object:
    """`-A tests.faults.app:<name>`: the app, after the fault of that name has been set up."""
    faults: dict[str, Callable[[], None]] = {
        "lives": lambda: None,
        "dies_after_claim": lambda: _after("claim"),
        "dies_after_send": lambda: _after("post"),
        "dies_before_commit": _before_commit_of_sent,
        "dies_after_taking_a_letter": lambda: _after("claim", letters),
        "dies_after_mailing_a_letter": lambda: _after("send_letter", letters),
    }
    if name not in faults:
        raise AttributeError(name)
    faults[name]()
    globals()[name] = celery
    return celery
