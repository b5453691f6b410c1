"""Acts that begin together, each on a connection of its own."""

from __future__ import annotations

import threading
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from django.db import connection

from consortium.rowlevel import acting_as
from tests.authorization import act, step_down

if TYPE_CHECKING:
    from partners.models import Member

PATIENCE = 60  # seconds until an act that hangs is given up


def at_once(*acts: Callable[[], object]) -> list[object]:
    """What each gave back or raised, in their order; all are ready before any goes on."""
    outcomes: list[object] = [None] * len(acts)
    ready = threading.Barrier(len(acts), timeout=PATIENCE)

    def run(place: int, one: Callable[[], object]) -> None:
        step_down()
        try:
            ready.wait()
            outcomes[place] = one()
        except Exception as error:
            outcomes[place] = error
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=PATIENCE)
    return outcomes


def by(member: Member, service: Callable, *args: object, **words: object) -> Callable[[], object]:
    """A call of this service as this member, for later."""
    return partial(act, member, service, *args, **words)


def raised_at_once(member: Member, *writes: Callable[[], object]) -> list[Exception | None]:
    """What each of one member's writes raised, None where it went well."""

    def as_member(write: Callable[[], object]) -> object:
        with acting_as(member.actor):
            return write()

    outcomes = at_once(*(partial(as_member, write) for write in writes))
    return [one if isinstance(one, Exception) else None for one in outcomes]


def kinds(outcomes: list[object]) -> list[str]:
    """The names of what came of it, whoever was first."""
    return sorted(type(one).__name__ for one in outcomes)
