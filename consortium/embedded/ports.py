"""Network ports on this machine."""

import socket
import time

from consortium.embedded.faults import StartFault

LOOPBACK = "127.0.0.1"
FIRST_ORDINARY = 1024  # below it only root may listen


def free_port() -> int:
    """A port nobody listens on right now."""
    with socket.socket() as probe:
        probe.bind((LOOPBACK, 0))
        return probe.getsockname()[1]


def is_listening(port: int, host: str = LOOPBACK) -> bool:
    """Whether somebody answers at this port."""
    try:
        with socket.create_connection((host, port), timeout=0.5):
            return True
    except OSError:
        return False


def require_free(port: int, *, patience: float = 0.0) -> None:
    """Refuse a port that somebody else holds; a portal that was just killed gets `patience` seconds."""
    deadline = time.monotonic() + patience
    while (reason := _why_taken(port)) and time.monotonic() < deadline:
        time.sleep(0.1)
    if reason:
        other = port + 1 if port >= FIRST_ORDINARY else 8080
        raise StartFault(f"Port {port} is {reason}. Choose another: ./portal up --port {other}")


def _why_taken(port: int) -> str:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((LOOPBACK, port))
        except PermissionError:
            return "reserved for the system"
        except OSError:
            return "already in use"
    # A browser tries the IPv6 loopback first when it reads "localhost".
    return "already in use" if is_listening(port, "::1") else ""
