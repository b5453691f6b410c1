"""Columns of a log-in that no page inside a consortium ever reads."""

from typing import Any

from django.db import models
from django.db.models.sql.compiler import SQLCompiler

from consortium.rowlevel import Kind, current_actor


class HiddenFromRoles:
    """Reads as None while a person acts: PostgreSQL has no grant for it, so it is not asked for.

    `select_related("user")` stays what it is everywhere, and a password's digest stays in its table.
    """

    def select_format(self, compiler: SQLCompiler, sql: str, params: list[Any]) -> tuple[str, list[Any]]:
        actor = current_actor()
        if actor is None or actor.kind is Kind.SYSTEM:
            return sql, params
        return "NULL", []

    def deconstruct(self) -> tuple[str, str, list[Any], dict[str, Any]]:
        """The same column for migrations."""
        name, _path, args, kwargs = super().deconstruct()
        return name, f"django.db.models.{type(self).__mro__[2].__name__}", args, kwargs


class HiddenCharField(HiddenFromRoles, models.CharField):
    """Text that no role may read."""


class HiddenBooleanField(HiddenFromRoles, models.BooleanField):
    """A yes or no that no role may read."""
