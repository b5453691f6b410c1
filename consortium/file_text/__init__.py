"""The words of a file that somebody sends, read in a process of its own: see `reader`."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

READER = Path(__file__).with_name("reader.py")
MEMORY = 1024**3  # bytes that the reading process may take
SECONDS = 4  # of computing time, and as much again of waiting: somebody's request waits for it
TOO_MUCH = 3  # exit status of a reader that found more than it reads
KILLED = -signal.SIGXCPU, -signal.SIGKILL


class Unsearchable(Exception):
    """The file cannot be read to its end: it is damaged or locked."""


class TooMuch(Unsearchable):
    """There is more in the file than can be searched while somebody waits."""


def passages(content: bytes, kind: str) -> Iterator[str | list[str]]:
    """Page by page of a PDF, cell by cell and row by row of a workbook; pictures have no words."""
    command = [sys.executable, "-I", str(READER), kind, str(MEMORY), str(SECONDS)]
    try:
        done = subprocess.run(  # noqa: S603 - our own file; what was sent goes in as its input only
            command, input=content, capture_output=True, timeout=2 * SECONDS, check=True
        )
    except subprocess.TimeoutExpired as error:
        raise TooMuch from error
    except subprocess.CalledProcessError as error:
        raise (TooMuch if error.returncode in (TOO_MUCH, *KILLED) else Unsearchable) from error
    return (json.loads(line) for line in done.stdout.splitlines())
