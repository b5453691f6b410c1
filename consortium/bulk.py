"""Many rows in one statement, without an object for each: for lists of thousands.

Row policies, triggers and history act as with any other statement; the model's own `save()`, `clean()` and
`auto_now` do not, so whoever calls this has checked the values and names every field.
"""

# ruff: noqa: S608 - names and types that the model says; every value is a parameter
from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.db import connection, models

BETWEEN, NOTHING = "\x1f", "\x1e"  # ahead of each value of a column, and for NULL; no value holds them
Row = Mapping[str, Any]  # name of a field → value


def insert(model: type[models.Model], rows: Sequence[Row]) -> list[int]:
    """Insert these rows, all with the same fields; gives back their ids in the same order."""
    if not rows:
        return []
    fields = [model._meta.get_field(name) for name in rows[0]]
    names = ", ".join(_quoted(field.column) for field in fields)
    statement = (
        f"INSERT INTO {_quoted(model._meta.db_table)} ({names})"
        f" SELECT * FROM {_unnested(fields)} RETURNING {_quoted(model._meta.pk.column)}"
    )
    with connection.cursor() as cursor:
        cursor.execute(statement, [_as_text([row[name] for row in rows]) for name in rows[0]])
        return [row[0] for row in cursor.fetchall()]


def update(model: type[models.Model], key: str, changes: Iterable[tuple[Any, Row]]) -> int:
    """Change the rows whose `key` is the first of each pair; gives back how many there were.

    Rows that change the same fields go into one statement.
    """
    alike: dict[tuple[str, ...], list[tuple[Any, Row]]] = defaultdict(list)
    for change in changes:
        alike[tuple(change[1])].append(change)
    return sum(_update(model, key, names, same) for names, same in alike.items())


def _update(
    model: type[models.Model], key: str, names: tuple[str, ...], changes: list[tuple[Any, Row]]
) -> int:
    fields = [model._meta.get_field(name) for name in (key, *names)]
    table = _quoted(model._meta.db_table)
    column, *columns = (_quoted(field.column) for field in fields)
    statement = (
        f"UPDATE {table} SET {', '.join(f'{one} = given.{one}' for one in columns)}"
        f" FROM {_unnested(fields)} AS given ({', '.join([column, *columns])})"
        f" WHERE {table}.{column} = given.{column}"
    )
    values = [[which for which, _row in changes], *([row[name] for _which, row in changes] for name in names)]
    with connection.cursor() as cursor:
        cursor.execute(statement, list(map(_as_text, values)))
        return cursor.rowcount


def _unnested(fields: Iterable[models.Field]) -> str:
    """The texts of `_as_text()` as columns of their types; lengths are left for the table to refuse."""
    types = [field.rel_db_type(connection).partition("(")[0] for field in fields]
    columns = (
        f"(string_to_array(%s, chr({ord(BETWEEN)}), chr({ord(NOTHING)})))[2:]::{one}[]" for one in types
    )
    return f"unnest({', '.join(columns)})"


def _as_text(values: Sequence[Any]) -> str:
    """One text for a column, a sign ahead of each value: PostgreSQL reads it far quicker than an array."""
    texts = [NOTHING if value is None else str(value) for value in values]
    text = BETWEEN.join(["", *texts])
    if text.count(BETWEEN) != len(texts) or text.count(NOTHING) != texts.count(NOTHING):
        raise ValueError("A value holds one of the signs that part values.")
    return text


def _quoted(name: str) -> str:
    return connection.ops.quote_name(name)
