"""The environment that settings read, from the person's own variables or from the embedded servers."""

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from consortium.embedded.faults import StartFault
from consortium.embedded.folder import DataFolder
from consortium.embedded.postgres import Postgres
from consortium.embedded.valkey import Valkey

BASE_DIR = Path(__file__).resolve().parent.parent.parent
DATABASE_NAMES = ("DATABASE_URL", "DATABASE_OWNER_URL")


def default_data_dir() -> Path:
    return Path(os.environ.get("PORTAL_DATA_DIR") or BASE_DIR / ".data")


def is_given(name: str) -> bool:
    """Whether the person has set the variable, or the file that holds its value."""
    return bool(os.environ.get(name) or os.environ.get(f"{name}_FILE"))


def require_both_databases() -> None:
    """Half an address would start the embedded database beside the person's own."""
    given = [name for name in DATABASE_NAMES if is_given(name)]
    if len(given) == 1:
        missing = next(name for name in DATABASE_NAMES if name not in given)
        raise StartFault(f"{given[0]} is set, but {missing} is not. Set both, or neither.")


class Servers:
    """The embedded servers that the environment leaves to us, or all of them (`own`)."""

    def __init__(self, folder: DataFolder, *, throw_away: bool = False, own: bool = False) -> None:
        if not own:
            require_both_databases()
        self.folder = folder
        self.own = own
        wants_postgres = own or not is_given("DATABASE_URL")
        self.postgres = Postgres(folder, throw_away=throw_away) if wants_postgres else None
        self.valkey = Valkey(folder) if own or not is_given("REDIS_URL") else None

    def start(self) -> None:
        for server in (self.valkey, self.postgres):
            if server is not None:
                server.start()

    def stop(self) -> None:
        for server in (self.valkey, self.postgres):
            if server is not None:
                server.stop()

    def variables(self) -> dict[str, str]:
        """What the environment does not say by itself."""
        found = {"PORTAL_DATA_DIR": str(self.folder.path)}
        if self.own or not is_given("SECRET_KEY"):
            found["SECRET_KEY"] = self.folder.keys()["secret_key"]
        if self.postgres is not None:
            found["DATABASE_URL"] = self.postgres.url("web")
            found["DATABASE_OWNER_URL"] = self.postgres.url("owner")
        if self.valkey is not None:
            found["REDIS_URL"] = self.valkey.url()
        return found


@contextmanager
def servers_for_command(*, may_begin: bool) -> Iterator[Mapping[str, str]]:
    """The running portal's servers, or our own for as long as one command needs them."""
    folder = DataFolder(default_data_dir())
    if not may_begin and not folder.holds_a_portal():
        raise StartFault(
            f"There is no portal in {folder.path}. Say where it is with --data-dir (or PORTAL_DATA_DIR), "
            "or start one with ./portal up."
        )
    folder.prepare()
    if not folder.lock():
        yield _of_the_running_portal(folder)
        return
    servers = Servers(folder)
    try:
        servers.start()
        yield servers.variables()
    finally:
        servers.stop()
        folder.unlock()


def _of_the_running_portal(folder: DataFolder) -> Mapping[str, str]:
    variables = folder.running().get("environment")
    if not isinstance(variables, dict):
        raise StartFault(f"A portal is just starting in {folder.path}. Try again in a moment.")
    return {name: value for name, value in variables.items() if not is_given(name)}
