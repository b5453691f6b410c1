"""Who may still be told of a consortium's affairs; the floors above answer, because they know members."""

from collections.abc import Callable

Check = Callable[[int, int], bool]
_checks: list[Check] = []


def register(check: Check) -> None:
    """`check(user_id, consortium_id)` is false when this person may no longer be told of that consortium."""
    _checks.append(check)


def is_entitled(user_id: int, consortium_id: int | None) -> bool:
    """Asked when a mail leaves, not when it was written: a membership may have ended in between."""
    return consortium_id is None or all(check(user_id, consortium_id) for check in _checks)
