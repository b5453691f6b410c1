"""Which achievement levels a subject knows: five, three in sports and arts, none in creative activities."""

from __future__ import annotations

from typing import TYPE_CHECKING

from curriculum.states import Achievement, SubjectKind

if TYPE_CHECKING:
    from curriculum.models import Subject

FIVE = tuple(Achievement)
THREE = FIVE[:3]
SPORTS_AND_ARTS = ("체육", "예술", "음악", "미술")  # how their subject groups begin


def levels_of(subject: Subject) -> tuple[Achievement, ...]:
    """The levels that may be given, best first; none where participation alone is recorded."""
    if subject.kind == SubjectKind.CREATIVE:
        return ()
    if subject.kind == SubjectKind.GENERAL and subject.subject_group.startswith(SPORTS_AND_ARTS):
        return THREE
    return FIVE
