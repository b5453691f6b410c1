"""Which state of a programme may follow which: a record that cannot have happened is refused."""

from collections.abc import Iterable
from datetime import date
from itertools import pairwise

from partners.states import ProgrammeState as State

Step = tuple[date, str]  # since when, which state

FOLLOWS: dict[str, frozenset[str]] = {
    State.AGREED: frozenset({State.APPLIED, State.PRESENTED, State.PROVINCIAL_PILOT, State.ENDED}),
    State.APPLIED: frozenset({State.PRESENTED, State.SELECTED, State.NOT_SELECTED}),
    State.PRESENTED: frozenset({State.SELECTED, State.NOT_SELECTED}),
    State.NOT_SELECTED: frozenset({State.PROVINCIAL_PILOT, State.REAPPLIED, State.ENDED}),
    State.PROVINCIAL_PILOT: frozenset({State.REAPPLIED, State.ENDED}),
    State.REAPPLIED: frozenset({State.PRESENTED, State.SELECTED, State.NOT_SELECTED}),
    State.SELECTED: frozenset({State.RUNNING, State.ENDED}),
    State.RUNNING: frozenset({State.MID_TERM, State.ENDED}),
    State.MID_TERM: frozenset({State.RUNNING, State.ENDED}),
    State.ENDED: frozenset({State.AGREED, State.REAPPLIED}),
}


def broken_step(steps: Iterable[Step]) -> tuple[Step, Step] | None:
    """The first pair of neighbours, in the order of their dates, that cannot follow each other.

    Of one day the order of the given steps stands, so hand them over as they were entered.
    """
    ordered = sorted(steps, key=lambda step: step[0])
    for before, after in pairwise(ordered):
        if after[1] not in FOLLOWS[before[1]]:
            return before, after
    return None


def next_states(current: str | None) -> list[str]:
    """What may follow the present state, in the order of a programme's life."""
    if current is None:
        return list(State.values)
    return [state for state in State.values if state in FOLLOWS[current]]
