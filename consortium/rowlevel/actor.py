"""Who acts, as PostgreSQL understands it: one database role per kind of actor, ids as settings."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, fields
from enum import StrEnum

from django.db import OperationalError, connection, transaction
from psycopg.errors import QueryCanceled


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
    LINK = "link"  # one token, one object: a document to sign or a survey to answer
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
    survey: int | None = None  # the way into a survey; numbers of its own, so no signing link is ever meant
    code: str | None = None  # what somebody types in who verifies a certificate


SYSTEM = Actor(Kind.SYSTEM)
SETTINGS = tuple(field.name for field in fields(Actor) if field.name != "kind")
_current: ContextVar[Actor | None] = ContextVar("actor", default=None)


def current_actor() -> Actor | None:
    """The actor bound by the innermost `acting_as()`, or None for the bare log-in."""
    return _current.get()


@contextmanager
def acting_as(actor: Actor, *, statement_seconds: int | None = None) -> Iterator[Actor]:
    """Run the block in one transaction (or savepoint) under the actor's database role.

    Role and settings are local to the transaction, so nothing leaks through a connection pool, and
    they are put back on success too: a role set inside a released savepoint would otherwise stay.
    PostgreSQL breaks off every statement of the transaction that takes longer than `statement_seconds`.
    """
    with transaction.atomic():
        _bind(actor, statement_seconds)
        token = _current.set(actor)
        try:
            yield actor
        finally:
            _current.reset(token)
        if not connection.needs_rollback:
            _bind(_current.get())


def took_too_long(error: BaseException) -> bool:
    """Did PostgreSQL break the statement off because of its limit?"""
    return isinstance(error, OperationalError) and isinstance(error.__cause__, QueryCanceled)


def _bind(actor: Actor | None, statement_seconds: int | None = None) -> None:
    """One round trip that sets role, ids and the limit for the rest of this transaction."""
    role = actor.kind.database_role if actor else "none"
    values = ["" if actor is None else str(getattr(actor, name) or "") for name in SETTINGS]
    calls = ["set_config('role', %s, true)"] + [f"set_config('app.{name}', %s, true)" for name in SETTINGS]
    if statement_seconds is not None:
        calls.append("set_config('statement_timeout', %s, true)")
        values.append(f"{statement_seconds}s")
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {', '.join(calls)}", [role, *values])
