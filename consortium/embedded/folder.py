"""The data folder: everything one portal keeps, and the lock that only one supervisor holds."""

import errno
import fcntl
import json
import os
import secrets
import shutil
from pathlib import Path

from consortium.embedded.faults import StartFault

FIRST_START_BYTES = 300_000_000
LATER_START_BYTES = 50_000_000
KEYS = ("postgres_password", "owner_password", "web_password", "valkey_password", "secret_key")


class DataFolder:
    """Database, broker, keys and logs of one portal."""

    def __init__(self, path: Path) -> None:
        self.path = path.resolve()
        self.postgres = self.path / "postgres"
        self.valkey = self.path / "valkey"
        self.logs = self.path / "logs"
        self.keys_file = self.path / "keys.json"
        self.running_file = self.path / "running.json"
        self._lock: int | None = None

    def holds_a_portal(self) -> bool:
        """Whether a portal has been started from here before."""
        return self.keys_file.exists() or self.postgres.exists()

    def prepare(self) -> None:
        """Make the folder, or say in one line why it cannot be used."""
        try:
            self.path.mkdir(mode=0o711, parents=True, exist_ok=True)
            for folder in (self.valkey, self.logs):
                folder.mkdir(mode=0o700, exist_ok=True)
            probe = self.path / ".probe"
            probe.write_bytes(b"x" * 4096)
            probe.unlink()
        except OSError as error:
            raise self.fault(error) from error
        wanted = LATER_START_BYTES if self.postgres.exists() else FIRST_START_BYTES
        free = shutil.disk_usage(self.path).free
        if free < wanted:
            raise StartFault(
                f"The disk that holds {self.path} has {free // 1_000_000} MB left and the portal needs "
                f"{wanted // 1_000_000} MB. Free some space, or choose another folder with --data-dir."
            )

    def fault(self, error: OSError) -> StartFault:
        """What an error of the file system means for the person at the terminal."""
        if error.errno == errno.ENOSPC:
            return StartFault(f"The disk that holds {self.path} is full. Free some space and start again.")
        reason = os.strerror(error.errno) if error.errno else str(error)
        return StartFault(f"Cannot write in {self.path} ({reason}). Choose another folder with --data-dir.")

    def lock(self) -> bool:
        """Take the folder for this process; false when another portal holds it."""
        handle = os.open(self.path / ".lock", os.O_RDWR | os.O_CREAT, 0o600)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            os.close(handle)
            return False
        self._lock = handle
        return True

    def unlock(self) -> None:
        if self._lock is not None:
            os.close(self._lock)
            self._lock = None

    def keys(self) -> dict[str, str]:
        """The random passwords and the secret key, made once and readable by their owner only."""
        if self.keys_file.exists():
            return self._read_keys()
        if self.postgres.exists():
            raise StartFault(
                f"{self.keys_file} is missing, but {self.postgres} is there. Put the file back from your "
                "backup; nothing was changed."
            )
        keys = {name: secrets.token_urlsafe(48 if name == "secret_key" else 24) for name in KEYS}
        write_private(self.keys_file, json.dumps(keys, indent=1))
        return keys

    def _read_keys(self) -> dict[str, str]:
        try:
            keys = json.loads(self.keys_file.read_text(encoding="utf-8"))
            return {name: str(keys[name]) for name in KEYS}
        except PermissionError as error:
            raise self.fault(error) from error
        except (ValueError, KeyError, TypeError, OSError) as error:
            raise StartFault(
                f"{self.keys_file} is damaged. Put the file back from your backup; nothing was changed."
            ) from error

    def running(self) -> dict[str, object]:
        """What the supervisor that holds the folder has written about itself, or nothing."""
        try:
            return json.loads(self.running_file.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return {}


def write_private(path: Path, text: str) -> None:
    """Write a file that only its owner can read; it appears whole or not at all."""
    part = path.with_name(path.name + ".part")
    handle = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    part.replace(path)
