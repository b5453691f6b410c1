"""Files on disk: whole or absent. A name is seen only after everything behind it is safely written."""

from __future__ import annotations

import hashlib
import os
import uuid
from collections.abc import Callable
from pathlib import Path

from django.conf import settings
from django.utils._os import safe_join

PART = ".part"


def publish(path: Path, write: Callable[[Path], str]) -> str:
    """Let `write` fill a hidden file beside `path`, then put it in place in one step; gives back its remark.

    Order matters: the bytes reach the disk, then the name, then (by the caller) the row in the database.
    """
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    hidden = path.with_name(f".{uuid.uuid4().hex}{PART}")
    os.close(os.open(hidden, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    try:
        remark = write(hidden)
        sync(hidden)
        rename(hidden, path)
        sync(path.parent)
    finally:
        hidden.unlink(missing_ok=True)
    return remark


def inside(path: str) -> Path:
    """The place of a kept file; a path that leads out of the file folder is refused."""
    return Path(safe_join(settings.MEDIA_ROOT, path))


def rename(hidden: Path, path: Path) -> None:
    hidden.replace(path)


def sync(path: Path) -> None:
    """Wait until the disk has it."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def sweep_hidden(folder: Path) -> None:
    """Remove what workers that were killed left half-written."""
    for leftover in folder.glob(f".*{PART}"):
        leftover.unlink(missing_ok=True)


def checksum(path: Path) -> str:
    with path.open("rb") as source:
        return hashlib.file_digest(source, "sha256").hexdigest()


def destroy(path: Path) -> None:
    """Remove a file and the folder that it stood in alone."""
    path.unlink(missing_ok=True)
    if path.parent.is_dir():
        sweep_hidden(path.parent)
        if not any(path.parent.iterdir()):
            path.parent.rmdir()
