"""The portal's own Celery app with short waits and, for a named fault, one place where a worker dies.

`celery -A tests.reports.app:dies_before_rename worker …` runs the real code; the process that first
reaches the named point kills itself with SIGKILL, as often as the file `deaths` allows.
"""

from collections.abc import Callable
from datetime import timedelta

from consortium.celery import app as celery
from tests.faults.app import die

celery.conf.beat_schedule = {
    "sweep": {"task": "consortium.reports.tasks.offer_waiting", "schedule": 1},
}

from consortium.reports import files, runner, tasks  # noqa: E402 - after Django is set up

runner.LEASE = timedelta(seconds=3)
runner.PAUSE = timedelta(seconds=1)
runner.ATTEMPTS = 8
tasks.SWEEP_EVERY = timedelta(seconds=1)


def _dies(place: object, name: str, *, after: bool) -> None:
    original: Callable[..., object] = getattr(place, name)

    def wrapped(*args: object, **named: object) -> object:
        if not after:
            die()
        result = original(*args, **named)
        if after:
            die()
        return result

    setattr(place, name, wrapped)


def __getattr__(name: str) -> object:
    """`-A tests.reports.app:<name>`: the app, after the fault of that name has been set up."""
    faults: dict[str, Callable[[], None]] = {
        "lives": lambda: None,
        "dies_after_claim": lambda: _dies(runner, "claim", after=True),
        "dies_between_chunks": lambda: _dies(runner.Maker, "_keep", after=True),
        "dies_before_rename": lambda: _dies(files, "rename", after=False),
        "dies_after_rename": lambda: _dies(files, "rename", after=True),
        "dies_before_done": lambda: _dies(runner.Maker, "_finish", after=False),
        "dies_after_done": lambda: _dies(runner.Maker, "_finish", after=True),
    }
    if name not in faults:
        raise AttributeError(name)
    faults[name]()
    globals()[name] = celery
    return celery
