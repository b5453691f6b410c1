"""Tests connect as superuser and step down: the code under test runs as the web's own log-in."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection

from consortium.rowlevel.install import web_login


def step_down() -> None:
    """From here on this connection is the web log-in (for this transaction, if there is one)."""
    _authorize(web_login())


def step_up() -> None:
    _authorize("DEFAULT")


@contextmanager
def as_owner() -> Iterator[None]:
    """Arrange and inspect rows that the web log-in may not touch."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT session_user = %s", [web_login()])
        stepped_down = cursor.fetchone()[0]
    step_up()
    try:
        yield
    finally:
        if stepped_down and not connection.needs_rollback:
            step_down()


def _authorize(who: str) -> None:
    local = "LOCAL " if connection.in_atomic_block else ""
    with connection.cursor() as cursor:
        cursor.execute(f"SET {local}SESSION AUTHORIZATION {who}")
