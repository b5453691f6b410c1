"""The words of a file that somebody sends, read in a process of its own: see `reader`."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

READER = Path(__file__).with_name("reader.py")
MEMORY = 1024**3  # bytes that the reading process may take
SECONDS = 20  # of computing time, and as much again of waiting


class Unsearchable(Exception):
    """The file cannot be read to its end: it is damaged, locked, or takes too long."""


def passages(content: bytes, kind: str) -> Iterator[str]:
    """Page by page of a PDF, cell by cell of a workbook; pictures have no words."""
    command = [sys.executable, "-I", str(READER), kind, str(MEMORY), str(SECONDS)]
    try:
        done = subprocess.run(  # noqa: S603 - our own file; what was sent goes in as its input only
            command, input=content, capture_output=True, timeout=2 * SECONDS, check=True
        )
    except (subprocess.CalledProcessError, subprocess.TimeoutExpired) as error:
        raise Unsearchable from error
    return (json.loads(line) for line in done.stdout.splitlines())
