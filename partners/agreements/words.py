"""Which words an amendment took away and which it put in, for pages that mark them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import SequenceMatcher

WORDS = re.compile(r"\s+|[^\s]+")
OWN_NUMBER = re.compile(r"\s*(제\s*\d+\s*조|article\s+\d+)", re.IGNORECASE)
KEPT, GONE, NEW = "kept", "gone", "new"


@dataclass(frozen=True)
class Run:
    """A run of words that stayed, went, or came."""

    kind: str
    text: str


def numbers_itself(clause: str) -> bool:
    """Whether the text of a clause brings its number ("제1조 (목적) …"), so that it is not numbered twice."""
    return OWN_NUMBER.match(clause) is not None


def compared(before: str, after: str) -> list[Run]:
    """The two texts as one, in runs of whole words."""
    old, new = WORDS.findall(before), WORDS.findall(after)
    runs: list[Run] = []
    for step, old_from, old_to, new_from, new_to in SequenceMatcher(
        a=old, b=new, autojunk=False
    ).get_opcodes():
        if step == "equal":
            runs.append(Run(KEPT, "".join(new[new_from:new_to])))
            continue
        if old_from < old_to:
            runs.append(Run(GONE, "".join(old[old_from:old_to])))
        if new_from < new_to:
            runs.append(Run(NEW, "".join(new[new_from:new_to])))
    return runs
