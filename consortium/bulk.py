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
from django.db.models.expressions import RawSQL

BETWEEN, NOTHING = "\x1f", "\x1e"  # ahead of each value of a column, and for NULL; no value holds them
Row = Mapping[str, Any]  # name of a field → value


def insert(
    model: type[models.Model],
    columns: Mapping[str, Sequence[Any]],
    alike: Row,
    *,
    with_ids: bool = False,
) -> list[int]:
    """Insert rows, given column by column, beside what is the same in each of them.

    `with_ids` asks for their ids, in the same order, which whoever writes must be able to read.
    """
    fields = [model._meta.get_field(name) for name in (*alike, *columns)]
    names = ", ".join(_quoted(field.column) for field in fields)
    given = ", ".join(f"given.{_quoted(field.column)}" for field in fields[len(alike) :])
    statement = (
        f"INSERT INTO {_quoted(model._meta.db_table)} ({names})"
        f" SELECT {', '.join([*(f'%s::{_type(field)}' for field in fields[: len(alike)]), given])}"
        f" FROM {_unnested(fields[len(alike) :])} AS given ({given.replace('given.', '')})"
    )
    if with_ids:
        statement += f" RETURNING {_quoted(model._meta.pk.column)}"
    with connection.cursor() as cursor:
        cursor.execute(statement, [*alike.values(), *map(_as_text, columns.values())])
        return [row[0] for row in cursor.fetchall()] if with_ids else []


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


def array(model: type[models.Model], name: str, values: Iterable[Any]) -> RawSQL:
    """The values as one array of a field's type: `filter(name__among=array(Student, "name", names))`.

    For thousands of them; `IN` would make a term of each.
    """
    return RawSQL(_array(model._meta.get_field(name)), [_as_text(list(values))])  # noqa: S611


def _unnested(fields: Iterable[models.Field]) -> str:
    return f"unnest({', '.join(map(_array, fields))})"


def _array(field: models.Field) -> str:
    """A text of `_as_text()` as values of the field's type."""
    return f"(string_to_array(%s, chr({ord(BETWEEN)}), chr({ord(NOTHING)})))[2:]::{_type(field)}[]"


def _type(field: models.Field) -> str:
    """Without a length: a cast would cut a text off in silence where the table refuses it."""
    return field.rel_db_type(connection).partition("(")[0]


def _as_text(values: Sequence[Any]) -> str:
    """One text for a column, a sign ahead of each value: PostgreSQL reads it far quicker than an array."""
    if None in values:
        values = [NOTHING if value is None else value for value in values]
    texts = list(map(str, values))
    text = BETWEEN.join(["", *texts])
    if text.count(BETWEEN) != len(texts) or text.count(NOTHING) != texts.count(NOTHING):
        raise ValueError("A value holds one of the signs that part values.")
    return text


def _quoted(name: str) -> str:
    return connection.ops.quote_name(name)
