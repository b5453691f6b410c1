#!/usr/bin/env python
"""Django's command line for the portal."""

import os
import sys
from collections.abc import Sequence

# These commands change the schema or speak for the system, so they log in as the tables' owner.
OWNER_COMMANDS = {
    "load_demo",
    "makemigrations",
    "migrate",
    "open_consortium",
    "showmigrations",
    "sqlmigrate",
    "verify_audit",
}


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "consortium.settings")
    if len(sys.argv) > 1 and sys.argv[1] in OWNER_COMMANDS:
        os.environ.setdefault("PORTAL_LOGIN", "owner")
    from consortium.embedded.commandline import run  # noqa: PLC0415 - after the environment is set

    sys.exit(run(sys.argv[1:], _execute))


def _execute(arguments: Sequence[str]) -> None:
    from django.core.management import execute_from_command_line  # noqa: PLC0415 - needs a database address

    execute_from_command_line([sys.argv[0], *arguments])


if __name__ == "__main__":
    main()
