"""Which servers a management command needs, decided before Django reads its settings."""

import os
import sys
from collections.abc import Callable, Sequence

from consortium.embedded.environment import is_given, servers_for_command
from consortium.embedded.faults import StartFault
from consortium.embedded.up import main as up

# These work on files only; they get addresses that nobody answers at.
WITHOUT_SERVERS = {"build_static", "collectstatic", "compile_translations", "help", "makemessages", "version"}
NOWHERE = {
    "SECRET_KEY": "not-used-by-commands-that-work-on-files-only",
    "DATABASE_URL": "postgres://portal_web@127.0.0.1:1/portal",
    "DATABASE_OWNER_URL": "postgres://portal_owner@127.0.0.1:1/portal",
    "REDIS_URL": "redis://127.0.0.1:1/0",
}


def run(arguments: Sequence[str], execute: Callable[[], None]) -> int:
    """Run one command line with the servers it needs; returns the exit code."""
    command = arguments[0] if arguments else "help"
    if command == "up":
        return up(arguments[1:])
    if all(is_given(name) for name in ("DATABASE_URL", "REDIS_URL")):
        execute()
        return 0
    if command in WITHOUT_SERVERS or command.startswith("-") or "--help" in arguments:
        os.environ |= {name: value for name, value in NOWHERE.items() if not is_given(name)}
        execute()
        return 0
    try:
        with servers_for_command() as variables:
            os.environ |= variables
            execute()
    except StartFault as fault:
        print(f"portal: {fault}", file=sys.stderr)
        return 1
    return 0
