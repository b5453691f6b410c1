"""Tests connect as superuser and step down: the code under test runs as the web's own log-in."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, TypeVar

from django.db import connection
from django.db.models import Model

from consortium.rowlevel import acting_as
from consortium.rowlevel.install import web_login

if TYPE_CHECKING:
    from partners.models import Member

Row = TypeVar("Row", bound=Model)


def step_down() -> None:
    """From here on this connection is the web log-in (for this transaction, if there is one)."""
    _authorize(web_login())


def step_up() -> None:
    _authorize("DEFAULT")


@contextmanager
def as_owner() -> Iterator[None]:
    """Arrange and inspect rows that the web log-in may not touch; whoever acted goes on acting."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT session_user = %s, current_setting('role')", [web_login()])
        stepped_down, role = cursor.fetchone()
    step_up()
    try:
        yield
    finally:
        if stepped_down and not connection.needs_rollback:
            step_down()
            with connection.cursor() as cursor:  # a change of log-in takes the role away
                cursor.execute("SELECT set_config('role', %s, %s)", [role, connection.in_atomic_block])


def act(member: Member, service: Callable, *args: object, **words: object) -> object:
    """Call a service as a request does: as its caller, in the database too."""
    with acting_as(member.actor):
        return service(*args, by=member, **words)


def fresh(row: Row) -> Row:
    """The row as it stands now, whoever may know it."""
    with as_owner():
        return type(row).objects.select_related().get(pk=row.pk)


def _authorize(who: str) -> None:
    local = "LOCAL " if connection.in_atomic_block else ""
    with connection.cursor() as cursor:
        cursor.execute(f"SET {local}SESSION AUTHORIZATION {who}")
