"""PostgreSQL refuses to run as root: which user it gets instead, and how that user reaches its files."""

import ctypes
import os
import pwd
import signal
import stat
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

PR_SET_PDEATHSIG = 1
PR_SET_SECUREBITS = 28
SECBIT_NO_SETUID_FIXUP = 1 << 2
PR_CAP_AMBIENT = 47
PR_CAP_AMBIENT_RAISE = 2
CAP_DAC_OVERRIDE = 1
CAPABILITY_VERSION = 0x20080522
_libc = ctypes.CDLL(None, use_errno=True)


@dataclass(frozen=True)
class Account:
    """The user that a server runs as."""

    name: str
    uid: int
    gid: int


def unprivileged_account(owner_of: Path) -> Account | None:
    """Whom to become when we are root: the one who owns the files already, else `nobody`."""
    if os.geteuid() != 0:
        return None
    uid = owner_of.stat().st_uid if owner_of.exists() else 0
    entry = pwd.getpwuid(uid) if uid else pwd.getpwnam("nobody")
    return Account(entry.pw_name, entry.pw_uid, entry.pw_gid)


def can_reach(account: Account, path: Path) -> bool:
    """Whether the account may walk down to `path` and enter it."""
    for folder in [path, *path.parents]:
        status = folder.stat()
        if status.st_uid == account.uid:
            needed = stat.S_IXUSR
        elif status.st_gid == account.gid:
            needed = stat.S_IXGRP
        else:
            needed = stat.S_IXOTH
        if not status.st_mode & needed:
            return False
    return True


def die_with_parent(signum: int = signal.SIGTERM) -> None:
    """Ask the kernel to send this process a signal when its parent dies, even by kill -9."""
    _libc.prctl(PR_SET_PDEATHSIG, int(signum), 0, 0, 0)


def die_with_supervisor() -> None:
    """For the processes that web server and worker start themselves: they end with the one above them."""
    if os.environ.get("PORTAL_SUPERVISED"):
        die_with_parent(signal.SIGKILL)


def preparation(
    parent: int, death_signal: int, account: Account | None, reaches: Iterable[Path]
) -> Callable[[], None]:
    """What a child does between fork and exec: become the account, and promise to die with its parent."""
    needs_reach = account is not None and not all(can_reach(account, path) for path in reaches)

    def prepare() -> None:
        if account is not None:
            _become(account, keep_file_access=needs_reach)
        die_with_parent(death_signal)
        if os.getppid() != parent:  # the parent died before the promise was made
            os._exit(1)

    return prepare


def _become(account: Account, *, keep_file_access: bool) -> None:
    """Change user for good; folders below /root stay reachable through one single capability."""
    if keep_file_access:
        # Without this, changing the user drops every capability, and access(2) ignores those we keep.
        _libc.prctl(PR_SET_SECUREBITS, SECBIT_NO_SETUID_FIXUP, 0, 0, 0)
    os.setgroups([])
    os.setresgid(account.gid, account.gid, account.gid)
    os.setresuid(account.uid, account.uid, account.uid)
    if keep_file_access:
        mask = 1 << CAP_DAC_OVERRIDE
        header = (ctypes.c_uint32 * 2)(CAPABILITY_VERSION, 0)
        sets = (ctypes.c_uint32 * 6)(mask, mask, mask, 0, 0, 0)  # effective, permitted, inheritable
        _libc.capset(header, sets)
        _libc.prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_RAISE, CAP_DAC_OVERRIDE, 0, 0)
