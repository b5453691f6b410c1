"""Who acts, as PostgreSQL understands it: one database role per kind of actor, ids as settings."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, fields
from enum import StrEnum

from django.db import connection, transaction


class Kind(StrEnum):
    """The kinds of actor; each has a NOLOGIN database role `r_<kind>`."""

    SCHOOL = "school"
    COMPANY = "company"
    OFFICIAL = "official"  # the city: figures, never a student's row
    EDUCATION = "education"  # the education office
    UNIVERSITY = "university"
    ASSOCIATION = "association"
    STUDENT = "student"
    OPERATOR = "operator"
    LINK = "link"  # one token, one object
    PUBLIC = "public"
    SYSTEM = "system"  # beat, roll-ups, delivery, erasure

    @property
    def database_role(self) -> str:
        return f"r_{self.value}"


@dataclass(frozen=True)
class Actor:
    """A kind with the ids that row policies compare against; `None` matches no row."""

    kind: Kind
    user: int | None = None
    member: int | None = None
    consortium: int | None = None
    partner: int | None = None
    link: int | None = None


SYSTEM = Actor(Kind.SYSTEM)
SETTINGS = tuple(field.name for field in fields(Actor) if field.name != "kind")
_current: ContextVar[Actor | None] = ContextVar("actor", default=None)


def current_actor() -> Actor | None:
    """The actor bound by the innermost `acting_as()`, or None for the bare log-in."""
    return _current.get()


@contextmanager
def acting_as(actor: Actor) -> Iterator[Actor]:
    """Run the block in one transaction (or savepoint) under the actor's database role.

    Role and settings are local to the transaction, so nothing leaks through a connection pool, and
    they are put back on success too: a role set inside a released savepoint would otherwise stay.
    """
    with transaction.atomic():
        _bind(actor)
        token = _current.set(actor)
        try:
            yield actor
        finally:
            _current.reset(token)
        if not connection.needs_rollback:
            _bind(_current.get())


def _bind(actor: Actor | None) -> None:
    """One round trip that sets role and ids for the rest of this transaction."""
    role = actor.kind.database_role if actor else "none"
    values = ["" if actor is None else str(getattr(actor, name) or "") for name in SETTINGS]
    calls = ["set_config('role', %s, true)"] + [f"set_config('app.{name}', %s, true)" for name in SETTINGS]
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {', '.join(calls)}", [role, *values])
