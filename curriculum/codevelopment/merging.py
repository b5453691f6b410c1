"""Puts another's change of a text onto a text that has moved on meanwhile, line by line."""

from __future__ import annotations

from difflib import SequenceMatcher
from itertools import takewhile


def unified(text: str) -> str:
    """The text with the line ends that every comparison here counts with; browsers send others."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


def merged(before: str, now: str, after: str) -> tuple[str, bool]:
    """`now` with what was changed from `before` to `after`; and whether both changed the same lines.

    Where they did, the lines of now stand first and the others below them, for a person to choose.
    """
    if now in (before, after) or after == before:
        return (after if now == before else now), False
    base, ours, theirs = before.splitlines(), now.splitlines(), after.splitlines()
    in_ours, in_theirs = _places(base, ours), _places(base, theirs)
    lines: list[str] = []
    clash = False
    at = at_ours = at_theirs = 0
    for line in [*(number for number in range(len(base)) if number in in_ours and number in in_theirs), None]:
        ends = (len(base), len(ours), len(theirs)) if line is None else (line, in_ours[line], in_theirs[line])
        chosen, both = _chosen(base[at : ends[0]], ours[at_ours : ends[1]], theirs[at_theirs : ends[2]])
        lines += chosen
        clash = clash or both
        if line is not None:
            lines.append(base[line])
            at, at_ours, at_theirs = (end + 1 for end in ends)
    return "\n".join(lines), clash


def _places(base: list[str], text: list[str]) -> dict[int, int]:
    """Where each line of the base that stayed stands in the text."""
    blocks = SequenceMatcher(a=base, b=text, autojunk=False).get_matching_blocks()
    return {block.a + step: block.b + step for block in blocks for step in range(block.size)}


def _chosen(base: list[str], ours: list[str], theirs: list[str]) -> tuple[list[str], bool]:
    """Of a stretch between two lines that all three share: whichever side changed it, or both."""
    if ours in (base, theirs):
        return theirs, False
    if theirs == base:
        return ours, False
    shared = len(list(takewhile(lambda pair: pair[0] == pair[1], zip(ours, theirs, strict=False))))
    return ours + theirs[shared:], True
