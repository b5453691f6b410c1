"""Collects, while a request or task runs, which persons' data it read, however it read it.

Two watchers, so that nothing escapes:

* PostgreSQL says for every column of a result from which table it was fetched. A statement that
  returns columns of a personal table is noted with the persons in its subject column; one that leaves
  that column out, or computes something from a personal table (`count(*)`, `upper(name)`), is noted
  with its number of rows and without names. `.values()`, `.only()`, joins and raw SQL are alike to it.
  Rows whose reader may not know the person at all are noted by their keys; the system says who it is.
* `PersonalModel.from_db` notes instances, which covers rows fetched through a server-side cursor.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from contextvars import ContextVar
from dataclasses import dataclass, field
from functools import cache

from django.apps import apps
from django.db import connection
from psycopg.pq import Format

from consortium.rowlevel import SYSTEM, Kind, acting_as, current_actor
from consortium.rowlevel.policies import registry


@dataclass
class Reads:
    """What was read: per kind of data the persons, and the rows whose persons are not known."""

    subjects: dict[str, set[int]] = field(default_factory=lambda: defaultdict(set))
    unnamed: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    rows: dict[str, set[int]] = field(default_factory=lambda: defaultdict(set))  # of persons withheld

    def __bool__(self) -> bool:
        return bool(self.subjects or self.unnamed or self.rows)

    @property
    def labels(self) -> list[str]:
        return sorted({*self.subjects, *self.unnamed, *self.rows})

    def name_rows(self) -> None:
        """Turn the rows of persons withheld into persons, which the system alone can."""
        with acting_as(SYSTEM), collecting():
            for label, keys in self.rows.items():
                model = apps.get_model(label)
                known = model._base_manager.filter(pk__in=keys)
                self.subjects[label].update(known.values_list(model.SUBJECT, flat=True))
        self.rows.clear()


@dataclass(frozen=True)
class PersonalTable:
    """One table about persons: which column says whom, and which only numbers the rows."""

    label: str
    subject_column: int
    key_column: int
    numbered_from: int  # added to the numbers in the subject column
    withheld: frozenset[Kind]  # the kinds of actor that read rows, but not the subject column


_reads: ContextVar[Reads | None] = ContextVar("reads", default=None)


@contextmanager
def collecting() -> Iterator[Reads]:
    """Everything personal that is read inside the block ends up in the yielded `Reads`."""
    found = Reads()
    watched_already = _reads.get() is not None
    token = _reads.set(found)
    try:
        with nullcontext() if watched_already else connection.execute_wrapper(_watch):
            yield found
    finally:
        _reads.reset(token)


def note(label: str, subject: int | None) -> None:
    """Remember that data of this kind about this person was read; outside `collecting()` it is a no-op."""
    found = _reads.get()
    if found is not None and subject is not None:
        found.subjects[label].add(subject)


@cache
def personal_models() -> dict[str, tuple[str, str]]:
    """Table → (label, subject attribute) of every personal model and of its history."""
    tables = {}
    for model in apps.get_models():
        tracked = getattr(model, "pgh_tracked_model", model)
        subject = getattr(tracked, "SUBJECT", None)
        if subject:
            column = tracked._meta.pk.column if subject == "id" else subject
            tables[model._meta.db_table] = (model._meta.label, column)
    return tables


def _watch(execute: Callable, sql: str, params: object, many: bool, context: dict) -> object:
    """Django's execute wrapper: run the statement, then look at where its columns came from."""
    answer = execute(sql, params, many, context)
    found = _reads.get()
    if found is not None:
        _note_result(found, str(sql), context["cursor"].cursor)
    return answer


def _note_result(found: Reads, sql: str, cursor: object) -> None:
    result = cursor.pgresult
    if result is None or not result.nfields:
        return
    columns: dict[PersonalTable, dict[int, int]] = defaultdict(dict)
    computed = False
    tables = _tables_by_oid(connection.settings_dict["NAME"])
    for number in range(result.nfields):
        oid = result.ftable(number)
        computed |= not oid
        if table := tables.get(oid):
            columns[table][result.ftablecol(number)] = number
    named = getattr(cursor, "name", None)  # a server-side cursor hands its rows out later, unseen
    rows = 1 if named else result.ntuples
    if not rows:
        return
    for table, origins in columns.items():
        _note_rows(found, table, origins, result if not named else None, rows)
    if computed:
        seen = {table.label for table in columns}
        for label in _labels_named_in(sql) - seen:
            found.unnamed[label] += rows


def _note_rows(
    found: Reads, table: PersonalTable, origins: dict[int, int], result: object | None, rows: int
) -> None:
    """Rows of one table; `result` is None where they are handed out later."""
    person, key = origins.get(table.subject_column), _withheld_key(table, origins)
    if result is not None and person is not None:
        found.subjects[table.label] |= {table.numbered_from + one for one in _numbers(result, person)}
    elif result is not None and key is not None:
        found.rows[table.label] |= _numbers(result, key)
    elif set(origins) != {table.key_column}:
        found.unnamed[table.label] += rows


def _withheld_key(table: PersonalTable, origins: dict[int, int]) -> int | None:
    """Where the key of each row stands, if the actor may know the rows but not whom they are about."""
    actor = current_actor()
    return origins.get(table.key_column) if actor and actor.kind in table.withheld else None


def _numbers(result: object, column: int) -> set[int]:
    """The ids in one column of a result, without taking the rows from whoever asked for them."""
    values = (result.get_value(row, column) for row in range(result.ntuples))
    if result.fformat(column) == Format.BINARY:
        return {int.from_bytes(value, "big", signed=True) for value in values if value is not None}
    return {int(value) for value in values if value is not None}


def _labels_named_in(sql: str) -> set[str]:
    return {label for table, (label, _) in personal_models().items() if re.search(rf"\b{table}\b", sql)}


@cache
def _tables_by_oid(database: str) -> dict[int, PersonalTable]:
    """The personal tables as PostgreSQL numbers them; asked once per database and process."""
    rows = connection.connection.execute(
        "SELECT c.oid, c.relname, a.attname, a.attnum"
        " FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0"
        " WHERE c.relnamespace = 'public'::regnamespace AND c.relname = ANY (%s)",
        [list(personal_models())],
    ).fetchall()
    columns: dict[tuple[int, str], dict[str, int]] = defaultdict(dict)
    for oid, table, column, number in rows:
        columns[oid, table][column] = number
    models = {model._meta.db_table: model for model in apps.get_models()}
    return {
        oid: PersonalTable(
            label=personal_models()[table][0],
            subject_column=numbers[personal_models()[table][1]],
            key_column=numbers[models[table]._meta.pk.column],
            numbered_from=getattr(models[table], "pgh_tracked_model", models[table]).NUMBERED_FROM,
            withheld=_not_told(table, personal_models()[table][1]),
        )
        for (oid, table), numbers in columns.items()
    }


def _not_told(table: str, column: str) -> frozenset[Kind]:
    """The kinds that may read this table, but not this column of it."""
    told: dict[Kind, bool] = {}
    for rule in registry[table].allowed:
        if "select" in rule.commands:
            told[rule.kind] = told.get(rule.kind, False) or not rule.columns or column in rule.columns
    return frozenset(kind for kind, known in told.items() if not known)
