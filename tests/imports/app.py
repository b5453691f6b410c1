"""The portal's own Celery app with short waits and, for a named fault, one place where a worker dies.

`celery -A tests.imports.app:dies_between_chunks worker …` runs the real code; see `tests.faults.app`.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

from consortium.celery import app as celery
from tests.faults.app import die

celery.conf.beat_schedule = {
    "sweep": {"task": "consortium.imports.tasks.offer_waiting", "schedule": 1},
}

from consortium.imports import registry, runner, staging, tasks  # noqa: E402 - after Django is set up
from consortium.reports import files  # noqa: E402

runner.LEASE = timedelta(seconds=3)
runner.PAUSE = timedelta(seconds=1)
runner.STRIKES = 8
runner.CHUNK = 40
registry.register(replace(registry.find("partners"), at_once=20))
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
    """`-A tests.imports.app:<name>`: the app, after the fault of that name has been set up."""
    faults: dict[str, Callable[[], None]] = {
        "lives": lambda: None,
        "dies_after_claim": lambda: _dies(runner, "claim", after=True),
        "dies_before_rename": lambda: _dies(files, "rename", after=False),
        "dies_after_staging": lambda: _dies(staging, "add", after=True),
        "dies_after_writing": lambda: _dies(runner.Carrier, "_take_over", after=True),
        "dies_between_chunks": lambda: _dies(runner.Carrier, "_apply_chunk", after=True),
    }
    if name not in faults:
        raise AttributeError(name)
    faults[name]()
    globals()[name] = celery
    return celery
