"""Calls for support with their criteria, as far as they are public; read from the reference file."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from consortium.languages import in_readers_language

REFERENCE = Path(__file__).resolve().parent.parent / "reference" / "calls.json"


@dataclass(frozen=True)
class Call:
    """The criteria of one year's call; `criteria` holds names, points (None: not known) and a checklist."""

    key: str
    name: str
    name_en: str
    source: str
    criteria: tuple[dict[str, Any], ...]

    def __str__(self) -> str:
        return in_readers_language(self.name, self.name_en)


@cache
def calls() -> dict[str, Call]:
    """The known calls by key, the newest first."""
    rows = json.loads(REFERENCE.read_text(encoding="utf-8"))
    return {
        row["key"]: Call(row["key"], row["ko"], row["en"], row["source"], tuple(row["criteria"]))
        for row in rows
    }
