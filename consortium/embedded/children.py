"""Child processes that never outlive the supervisor, with their output in log files."""

import os
import signal
import subprocess
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path

from consortium.embedded.privileges import Account, preparation

LOG_LIMIT = 5_000_000  # bytes; a longer log is set aside once at the next start


class Child:
    """One process of the portal: PostgreSQL, Valkey, the web server, the worker or beat."""

    def __init__(
        self,
        name: str,
        command: Sequence[str | Path],
        *,
        log: Path,
        environment: Mapping[str, str] | None = None,
        stop_signal: int = signal.SIGTERM,
        account: Account | None = None,
        reaches: Iterable[Path] = (),
        folder: Path | None = None,
    ) -> None:
        self.name = name
        self.log = log
        self.stop_signal = stop_signal
        _set_aside(log)
        with log.open("ab") as output:
            self.log_start = output.tell()
            self.process = subprocess.Popen(
                [str(part) for part in command],
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                env=None if environment is None else dict(environment),
                cwd=folder,
                start_new_session=True,  # Ctrl-C reaches the supervisor only, which stops in order
                preexec_fn=preparation(os.getpid(), stop_signal, account, reaches),
            )

    @property
    def pid(self) -> int:
        return self.process.pid

    def is_running(self) -> bool:
        return self.process.poll() is None

    def wait(self) -> int:
        return self.process.wait()

    def ask_to_stop(self) -> None:
        if self.is_running():
            self.process.send_signal(self.stop_signal)

    def stop(self, patience: float = 10.0) -> None:
        """End the process in its own way; after `patience` seconds with everything it started."""
        self.ask_to_stop()
        try:
            self.process.wait(patience)
        except subprocess.TimeoutExpired:
            self.kill()

    def kill(self) -> None:
        try:
            os.killpg(self.process.pid, signal.SIGKILL)
        except ProcessLookupError:
            return
        self.process.wait()

    def output(self) -> str:
        """What this process has said since it was started."""
        with self.log.open("rb") as log:
            log.seek(self.log_start)
            return log.read().decode(errors="replace")

    def last_words(self, *marks: str) -> str:
        """The last line that names a cause, without its time stamp; for the one line at the terminal."""
        lines = [line.strip() for line in self.output().splitlines() if line.strip()]
        telling = [line for line in lines if any(mark in line for mark in marks)]
        return (telling or lines or ["it said nothing"])[-1]


def wait_until(ready: Callable[[], bool], child: Child, patience: float) -> bool:
    """Poll `ready` while the child lives; false when it died or took too long."""
    deadline = time.monotonic() + patience
    while child.is_running() and time.monotonic() < deadline:
        if ready():
            return True
        time.sleep(0.02)
    return False


def _set_aside(log: Path) -> None:
    log.parent.mkdir(parents=True, exist_ok=True)
    if log.exists() and log.stat().st_size > LOG_LIMIT:
        log.replace(log.with_suffix(".old.log"))
