"""Row policies, written beside the models in `<app>/rows.py`.

    protect(
        Student,
        allow(Kind.SCHOOL, "select insert update", "school_id = {partner}"),
        allow(Kind.STUDENT, "select", "user_id = {user}"),
    )

reads: school staff may see, add and change the students of their own school; a student may see the
row that belongs to their log-in; nobody else gets a row, and kinds that are not named have no grant
on the table at all. `{user}`, `{member}`, `{consortium}`, `{partner}`, `{link}` and `{survey}` stand for the
actor's ids, `{code}` for the code that the actor knows. Write a set of allowed ids as
`id = ANY (ARRAY(SELECT …))`: PostgreSQL evaluates it once.
The policies are installed after every `migrate`; `tests/rowlevel` holds the catalogue against them.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db import models

from consortium.rowlevel.actor import SETTINGS, Kind

COMMANDS = ("select", "insert", "update", "delete")
WRITING = {"insert", "update", "delete"}
# The sub-select is evaluated once per query; an unset value comes back as '' and matches nothing.
PLACEHOLDERS = {
    name: f"(SELECT nullif(current_setting('app.{name}', true), ''){'' if name == 'code' else '::bigint'})"
    for name in SETTINGS
}
OUR_CONSORTIUM = "consortium_id = {consortium}"  # the condition that most tables share
TODAY = "(now() AT TIME ZONE 'Asia/Seoul')::date"
BY_A_TRIGGER = "pg_trigger_depth() > 0"  # an event of history is never written by hand
EVERYBODY = tuple(Kind)
PEOPLE = tuple(kind for kind in Kind if kind not in (Kind.LINK, Kind.PUBLIC, Kind.SYSTEM))


@dataclass(frozen=True)
class Allow:
    """One kind of actor, the commands it may run, and on which rows."""

    kind: Kind
    commands: tuple[str, ...]
    where: str
    check: str
    columns: tuple[str, ...] = ()  # empty: every column


@dataclass
class Protection:
    """How one table is protected: its row policies and what the bare web log-in may do."""

    table: str
    allowed: list[Allow] = field(default_factory=list)
    bare_login: tuple[str, ...] = ()
    row_level: bool = True
    withheld: dict[Kind, tuple[str, str]] = field(default_factory=dict)  # command, what must hold for it too


registry: dict[str, Protection] = {}


def as_one_of(roles: Iterable[str]) -> str:
    """The member who acts has one of these roles; those of one kind of organisation share a database role."""
    listed = ", ".join(f"'{role}'" for role in sorted(map(str, roles)))
    return f"EXISTS (SELECT FROM partners_member m WHERE m.id = {{member}} AND m.role IN ({listed}))"


def allow(
    kinds: Kind | Iterable[Kind],
    commands: str,
    where: str = "true",
    *,
    check: str | None = None,
    columns: str = "",
    offices: Iterable[str] = (),
) -> list[Allow]:
    """These kinds may run these commands on rows that match `where` (new rows: `check`, else `where`).

    `columns` narrows the grant: `allow(COMPANY, "update", …, columns="state decided_at")`; `offices` says
    which roles of the kind it is for, where not for all.
    """
    names = tuple(commands.split())
    unknown = set(names) - set(COMMANDS)
    if unknown:
        raise ValueError(f"Unknown commands: {sorted(unknown)}")
    if columns and "delete" in names:
        raise ValueError("A row is deleted whole; columns cannot narrow it.")
    kinds = (kinds,) if isinstance(kinds, Kind) else tuple(kinds)
    conditions = (where, check or where)
    if offices:
        conditions = tuple(f"({text}) AND {as_one_of(offices)}" for text in conditions)
    filled = [text.format(**PLACEHOLDERS) for text in conditions]
    return [Allow(kind, names, *filled, tuple(columns.split())) for kind in kinds]


def protect(
    model: type[models.Model], *rules: list[Allow], bare_login: str = "", history: list[Allow] | None = None
) -> None:
    """Protect a model's table; `bare_login` lists commands for the web log-in before it takes a role.

    The system kind may do everything unless a rule for it is given. The table of the model's history
    (pghistory) takes rows from everyone who may write the model, and is read as `history` says.
    """
    allowed = [rule for rules_of_kind in rules for rule in rules_of_kind]
    if not any(rule.kind is Kind.SYSTEM for rule in allowed):
        allowed += allow(Kind.SYSTEM, " ".join(COMMANDS))
    table = model._meta.db_table
    registry[table] = Protection(table, allowed, tuple(bare_login.split()))
    for name in _history_tables(model):
        events = _keep_history(allowed) + allow(Kind.SYSTEM, "select") + (history or [])
        registry[name] = Protection(name, events, ("insert",) if set(bare_login.split()) & WRITING else ())


def extend(model: type[models.Model], *rules: list[Allow]) -> None:
    """A higher app opens rows of a lower app's table, as consent does for students."""
    added = [rule for rules_of_kind in rules for rule in rules_of_kind]
    registry[model._meta.db_table].allowed += added
    for name in _history_tables(model):
        known = {rule.kind for rule in registry[name].allowed if "insert" in rule.commands}
        registry[name].allowed += [rule for rule in _keep_history(added) if rule.kind not in known]


def withhold(model: type[models.Model], kind: Kind, unless: str) -> None:
    """This kind reads and writes no row of the model or its history unless the condition holds too.

    For a role that shares the database role of its kind and has no business with this table, whatever
    else is allowed there. History is written by triggers alone, after the row itself has been allowed:
    there the condition is asked of readers only, not once more for every event.
    """
    condition = unless.format(**PLACEHOLDERS)
    registry[model._meta.db_table].withheld[kind] = ("ALL", condition)
    for table in _history_tables(model):
        registry[table].withheld[kind] = ("SELECT", condition)


def _history_tables(model: type[models.Model]) -> list[str]:
    return [event._meta.db_table for event in getattr(model, "pgh_event_models", {}).values()]


def _keep_history(allowed: list[Allow]) -> list[Allow]:
    """History's triggers run as whoever writes, so each writer may add (and only add) to it by them."""
    writers = sorted({rule.kind for rule in allowed if WRITING & set(rule.commands)})
    return allow(writers, "insert", BY_A_TRIGGER)


def technical(*tables: str, commands: str = "select insert update delete") -> None:
    """Framework tables (sessions, log-ins) that only the bare web log-in and the system may use."""
    for table in tables:
        rules = allow(Kind.SYSTEM, "select insert update delete")
        registry[table] = Protection(table, rules, tuple(commands.split()), row_level=False)
