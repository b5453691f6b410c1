"""Brings roles, grants and row policies in the database in line with the registry, after `migrate`."""

import hashlib

from django.apps import AppConfig
from django.db import connections, transaction
from django.db.backends.utils import CursorWrapper
from psycopg import sql

from consortium.env import env
from consortium.rowlevel.actor import Kind
from consortium.rowlevel.policies import Allow, Protection, registry

LOCK = 0x706F7274616C  # "portal": one installer at a time in the whole cluster
VERSION = 2  # raise when the SQL below changes, so that every table is installed again


def web_login() -> str:
    """The database log-in of web and worker, as DATABASE_URL names it."""
    return env.db_url("DATABASE_URL").get("USER") or "portal_web"


def install_after_migrate(sender: AppConfig, using: str, **kwargs: object) -> None:
    install(using)


def install(using: str = "default") -> list[str]:
    """Install what changed; returns the names of the tables that were touched."""
    with transaction.atomic(using=using), connections[using].cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
        _create_roles(cursor)
        _keep_triggers_awake(cursor)
        present = set(connections[using].introspection.table_names(cursor))
        touched = [
            protection.table
            for protection in registry.values()
            if protection.table in present and _install_table(cursor, protection)
        ]
    return touched


def _create_roles(cursor: CursorWrapper) -> None:
    """Roles belong to the whole cluster; log-in and owner may take each, but inherit nothing from it."""
    cursor.execute("SELECT current_user, ARRAY(SELECT rolname::text FROM pg_roles)")
    owner, existing = cursor.fetchone()
    # With a temporary table of its own a role could make a trigger, and call itself one.
    cursor.execute(
        sql.SQL("REVOKE TEMPORARY ON DATABASE {} FROM PUBLIC").format(
            sql.Identifier(cursor.connection.info.dbname)
        )
    )
    for role in (kind.database_role for kind in Kind):
        if role not in existing:
            cursor.execute(sql.SQL("CREATE ROLE {} NOLOGIN NOINHERIT").format(sql.Identifier(role)))
        for login in (web_login(), owner):
            cursor.execute("SELECT pg_has_role(%s, %s, 'SET')", [login, role])
            if not cursor.fetchone()[0]:
                grant = sql.SQL("GRANT {} TO {} WITH INHERIT FALSE, SET TRUE")
                cursor.execute(grant.format(sql.Identifier(role), sql.Identifier(login)))
        cursor.execute(sql.SQL("GRANT USAGE ON SCHEMA public TO {}").format(sql.Identifier(role)))


def _keep_triggers_awake(cursor: CursorWrapper) -> None:
    """Only the owner, logged in as such, may pass over a trigger.

    pgtrigger's own function asks a setting that anybody may set, whatever their role; every migration with
    a trigger brings it back, and this one stands after all of them. `session_user` and the role that was
    taken say who asks even inside a function that runs as its owner.
    """
    cursor.execute(
        sql.SQL("""
            CREATE OR REPLACE FUNCTION public._pgtrigger_should_ignore(trigger_name name)
            RETURNS boolean LANGUAGE plpgsql STABLE AS $$
            BEGIN
                RETURN session_user = {owner} AND current_setting('role') IN ('none', {owner})
                    AND trigger_name = ANY (
                        coalesce(nullif(current_setting('pgtrigger.ignore', true), ''), '{{}}')::text[]
                    );
            END $$
        """).format(owner=sql.Literal(cursor.connection.info.user))
    )


def _install_table(cursor: CursorWrapper, protection: Protection) -> bool:
    """Replace grants and policies of one table unless its stored fingerprint says they stand."""
    fingerprint = _fingerprint(protection)
    cursor.execute("SELECT obj_description(%s::regclass, 'pg_class')", [f'public."{protection.table}"'])
    if cursor.fetchone()[0] == fingerprint:
        return False
    table = sql.Identifier(protection.table)
    _clear(cursor, protection.table)
    login = sql.Identifier(web_login())
    if protection.bare_login:
        _grant(cursor, table, protection.bare_login, login)
    if protection.row_level:
        cursor.execute(sql.SQL("ALTER TABLE {} ENABLE ROW LEVEL SECURITY").format(table))
        cursor.execute(sql.SQL("ALTER TABLE {} FORCE ROW LEVEL SECURITY").format(table))
        # FORCE binds the owner too; without a policy a data migration would update nothing, in silence.
        _policy(cursor, table, "owner", "ALL", "CURRENT_USER", "true", "true")
        for command in protection.bare_login:
            _policy(cursor, table, f"login_{command}", command, login, "true", "true")
        for kind, (command, unless) in protection.withheld.items():
            _withhold(cursor, table, kind, command, unless)
    for number, rule in enumerate(protection.allowed):
        _allow(cursor, table, number, rule, protection.row_level)
    cursor.execute(sql.SQL("COMMENT ON TABLE {} IS {}").format(table, sql.Literal(fingerprint)))
    return True


def _fingerprint(protection: Protection) -> str:
    text = repr((VERSION, web_login(), protection)).encode()
    return "row policies " + hashlib.sha256(text).hexdigest()[:16]


def _clear(cursor: CursorWrapper, name: str) -> None:
    cursor.execute(
        "SELECT policyname FROM pg_policies WHERE schemaname = 'public' AND tablename = %s", [name]
    )
    for (policy,) in cursor.fetchall():
        drop = sql.SQL("DROP POLICY {} ON {}")
        cursor.execute(drop.format(sql.Identifier(policy), sql.Identifier(name)))
    grantees = [kind.database_role for kind in Kind] + [web_login()]
    revoke = sql.SQL("REVOKE ALL ON {} FROM {}")
    for grantee in grantees:
        cursor.execute(revoke.format(sql.Identifier(name), sql.Identifier(grantee)))


def _allow(cursor: CursorWrapper, table: sql.Identifier, number: int, rule: Allow, row_level: bool) -> None:
    role = sql.Identifier(rule.kind.database_role)
    _grant(cursor, table, rule.commands, role, rule.columns)
    if row_level:
        for command in rule.commands:
            name = f"{rule.kind}_{command}_{number}"
            _policy(cursor, table, name, command, role, rule.where, rule.check)


def _withhold(cursor: CursorWrapper, table: sql.Identifier, kind: Kind, command: str, unless: str) -> None:
    """Restrictive: it must hold beside any policy that allows."""
    cursor.execute(
        sql.SQL("CREATE POLICY {} ON {} AS RESTRICTIVE FOR {} TO {} USING ({})").format(
            sql.Identifier(f"{kind}_withheld"),
            table,
            sql.SQL(command),
            sql.Identifier(kind.database_role),
            sql.SQL(unless),
        )
    )


def _grant(
    cursor: CursorWrapper,
    table: sql.Identifier,
    commands: tuple[str, ...],
    grantee: sql.Identifier,
    columns: tuple[str, ...] = (),
) -> None:
    only = sql.SQL(" ({})").format(_listed(columns)) if columns else sql.SQL("")
    what = sql.SQL(", ").join(sql.SQL(command.upper()) + only for command in commands)
    cursor.execute(sql.SQL("GRANT {} ON {} TO {}").format(what, table, grantee))


def _listed(names: tuple[str, ...]) -> sql.Composed:
    return sql.SQL(", ").join(sql.Identifier(name) for name in names)


def _policy(
    cursor: CursorWrapper,
    table: sql.Identifier,
    name: str,
    command: str,
    grantee: sql.Identifier | str,
    where: str,
    check: str,
) -> None:
    """Insert knows only the check of the new row, select and delete only the condition."""
    command = command.upper()
    using = "" if command == "INSERT" else f" USING ({where})"
    with_check = f" WITH CHECK ({check})" if command in ("INSERT", "UPDATE", "ALL") else ""
    to = sql.SQL(grantee) if isinstance(grantee, str) else grantee
    cursor.execute(
        sql.SQL("CREATE POLICY {} ON {} FOR {} TO {}{}").format(
            sql.Identifier(name), table, sql.SQL(command), to, sql.SQL(using + with_check)
        )
    )
