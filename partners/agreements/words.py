"""Which words an amendment took away and which it put in, for pages that mark them.

Passages are compared first, then the words of those that changed. Whoever writes a text decides how long
the comparison takes, so its steps are bounded: beyond the bound a passage counts as written anew.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import takewhile

WORDS = re.compile(r"\S+\s*")
ENDS = (".", "!", "?", "。", ";", ":")  # of a sentence, with the blanks behind it
OWN_NUMBER = re.compile(r"\s*(제\s*\d+\s*조|article\s+\d+)", re.IGNORECASE)
KEPT, GONE, NEW = "kept", "gone", "new"
MOST_STEPS = 160_000  # of one comparison: 400 words against 400, some hundredths of a second


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
    return Comparison().of(before, after)


class Comparison:
    """One comparison of two texts, and the steps it took."""

    def __init__(self) -> None:
        self.steps = 0

    def of(self, before: str, after: str) -> list[Run]:
        pieces: list[Run] = []
        for gone, new in self._aligned(_passages(before), _passages(after)):
            if gone == new:
                pieces.append(Run(KEPT, "".join(new)))
            elif len(gone) == len(new):
                for old, young in zip(gone, new, strict=True):
                    pieces += self._words(old, young)
            else:
                pieces += self._words("".join(gone), "".join(new))
        return _joined(pieces)

    def _words(self, before: str, after: str) -> Iterator[Run]:
        for gone, new in self._aligned(WORDS.findall(before), WORDS.findall(after)):
            if _bare(gone) == _bare(new):
                yield Run(KEPT, "".join(new))
            else:
                yield from _replaced("".join(gone), "".join(new))

    def _aligned(self, old: list[str], new: list[str]) -> Iterator[tuple[list[str], list[str]]]:
        """Both in step: what is the same on both sides, and between that what stands for what."""
        a, b = _bare(old), _bare(new)
        head = sum(1 for _pair in takewhile(lambda pair: pair[0] == pair[1], zip(a, b, strict=False)))
        rest = zip(reversed(a[head:]), reversed(b[head:]), strict=False)
        tail = sum(1 for _pair in takewhile(lambda pair: pair[0] == pair[1], rest))
        pairs = [(place, place) for place in range(head)]
        pairs += [
            (head + i, head + j) for i, j in self._common(a[head : len(a) - tail], b[head : len(b) - tail])
        ]
        pairs += [(len(a) - back, len(b) - back) for back in range(tail, 0, -1)]
        i = j = 0
        for here, there in [*pairs, (len(a), len(b))]:
            if i < here or j < there:
                yield old[i:here], new[j:there]
            if here < len(a) and there < len(b):
                kept = new[there] if new[there] != b[there] else old[here]  # the one with a blank behind
                yield [kept], [kept]
            i, j = here + 1, there + 1

    def _common(self, a: list[str], b: list[str]) -> list[tuple[int, int]]:
        """Places of a longest common subsequence; none where looking for it would take too long."""
        cost = len(a) * len(b)
        if not cost or self.steps + cost > MOST_STEPS:
            return []
        self.steps += cost
        best = [[0] * (len(b) + 1) for _row in range(len(a) + 1)]
        for i in range(len(a) - 1, -1, -1):
            row, below = best[i], best[i + 1]
            for j in range(len(b) - 1, -1, -1):
                row[j] = below[j + 1] + 1 if a[i] == b[j] else max(below[j], row[j + 1])
        return list(_walked(a, b, best))


def _walked(a: list[str], b: list[str], best: list[list[int]]) -> Iterator[tuple[int, int]]:
    i = j = 0
    while i < len(a) and j < len(b):
        if a[i] == b[j]:
            yield i, j
            i, j = i + 1, j + 1
        elif best[i + 1][j] >= best[i][j + 1]:
            i += 1
        else:
            j += 1


def _passages(text: str) -> list[str]:
    """Sentences and lines, with the blanks behind them."""
    found: list[str] = []
    begun: list[str] = []
    for word in WORDS.findall(text):
        begun.append(word)
        if "\n" in word or word.rstrip().endswith(ENDS):
            found.append("".join(begun))
            begun = []
    return [*found, "".join(begun)] if begun else found


def _bare(pieces: list[str]) -> list[str]:
    """Without the blanks behind: they tell nothing apart."""
    return [piece.rstrip() for piece in pieces]


def _replaced(gone: str, new: str) -> Iterator[Run]:
    """What stands for what; the blank behind both belongs to neither."""
    blank = new[len(new.rstrip()) :] if gone and new else ""
    if blank:
        gone, new = gone.rstrip(), new.rstrip()
    yield from (Run(kind, text) for kind, text in ((GONE, gone), (NEW, new), (KEPT, blank)) if text)


def _joined(pieces: list[Run]) -> list[Run]:
    """Neighbours of one kind as one run."""
    runs: list[Run] = []
    for piece in pieces:
        if runs and runs[-1].kind == piece.kind:
            runs[-1] = Run(piece.kind, runs[-1].text + piece.text)
        else:
            runs.append(piece)
    return runs
