"""Which servers a management command needs, decided before Django reads its settings."""

import argparse
import os
import sys
from collections.abc import Callable, Sequence

from consortium.embedded.environment import is_given, servers_for_command
from consortium.embedded.faults import StartFault
from consortium.embedded.up import main as up

# These work on files only; they get addresses that nobody answers at.
Execute = Callable[[Sequence[str]], None]
WITHOUT_SERVERS = {"build_static", "collectstatic", "compile_translations", "help", "makemessages", "version"}
# These may begin a new data folder; every other command reads what is there already.
BEGINNINGS = {
    "check",
    "lintmigrations",
    "makemigrations",
    "migrate",
    "showmigrations",
    "spectacular",
    "sqlmigrate",
}
NOWHERE = {
    "SECRET_KEY": "not-used-by-commands-that-work-on-files-only",
    "DATABASE_URL": "postgres://portal_web@127.0.0.1:1/portal",
    "DATABASE_OWNER_URL": "postgres://portal_owner@127.0.0.1:1/portal",
    "REDIS_URL": "redis://127.0.0.1:1/0",
}


def run(arguments: Sequence[str], execute: Execute) -> int:
    """Run one command line with the servers it needs; returns the exit code."""
    command = arguments[0] if arguments else "help"
    if command == "up":
        return up(arguments[1:])
    try:
        arguments = take_data_dir(arguments)
        if all(is_given(name) for name in ("DATABASE_URL", "REDIS_URL")):
            _run(arguments, execute)
        elif command in WITHOUT_SERVERS or command.startswith("-") or "--help" in arguments:
            os.environ |= {name: value for name, value in NOWHERE.items() if not is_given(name)}
            execute(arguments)
        else:
            with servers_for_command(may_begin=command in BEGINNINGS) as variables:
                os.environ |= variables
                _run(arguments, execute)
    except StartFault as fault:
        print(f"portal: {fault}", file=sys.stderr)
        return 1
    return 0


def take_data_dir(arguments: Sequence[str]) -> list[str]:
    """Take `--data-dir DIR` out of a command line and let it decide, as it does for `up`."""
    parser = argparse.ArgumentParser(add_help=False, allow_abbrev=False, exit_on_error=False)
    parser.add_argument("--data-dir")
    try:
        found, rest = parser.parse_known_args(arguments)
    except argparse.ArgumentError as error:
        raise StartFault("--data-dir needs the folder after it.") from error
    if found.data_dir:
        os.environ["PORTAL_DATA_DIR"] = found.data_dir
    return rest


def _run(arguments: Sequence[str], execute: Execute) -> None:
    """A database without our tables is a fault of the start, not of the command."""
    try:
        execute(arguments)
    except Exception as error:
        if not getattr(error.__cause__, "sqlstate", None) or _is_migrated():
            raise
        raise StartFault(
            "The database does not hold the tables of the portal. Run ./portal migrate first."
        ) from error


def _is_migrated() -> bool:
    from django.db import connection  # noqa: PLC0415 - the command has loaded Django by now

    connection.close()  # whatever failed may have left it in a broken transaction
    return "django_migrations" in connection.introspection.table_names()
