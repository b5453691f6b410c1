"""Is a consortium ready to work? A registry of checks that each app fills in its own `readiness.py`.

A check gives back an expression over `Consortium`, so that all checks of all consortia are one query, run
by the system: only yes or no comes out, to people who may not see the rows themselves.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.conf import settings
from django.db.models import Expression
from django.utils.functional import Promise

from consortium.rowlevel import SYSTEM, acting_as
from partners.models import Consortium

Words = str | Promise


@dataclass(frozen=True)
class Check:
    """One thing that must be there before people can work, who sees to it, and how."""

    key: str
    title: Words
    who: Words
    advice: Words
    done: Callable[[], Expression]
    order: int
    url_name: str = ""  # of the page inside the consortium where it is done
    in_demo: bool = True


@dataclass(frozen=True)
class Standing:
    """A check of one consortium: done or not."""

    check: Check
    done: bool


_checks: list[Check] = []


def register(check: Check) -> None:
    """Add a check to every consortium's list."""
    if check not in _checks:
        _checks.append(check)
        _checks.sort(key=lambda known: known.order)


def standings(consortium_ids: Iterable[int]) -> dict[int, list[Standing]]:
    """Every check of each of these consortia, in order."""
    checks = [check for check in _checks if check.in_demo or not settings.DEMO]
    asked = {f"is_{check.key}": check.done() for check in checks}
    with acting_as(SYSTEM):
        rows = list(
            Consortium.objects.filter(pk__in=list(consortium_ids)).annotate(**asked).values("pk", *asked)
        )
    return {row["pk"]: [Standing(check, row[f"is_{check.key}"]) for check in checks] for row in rows}


def standing_of(consortium_id: int) -> list[Standing]:
    return standings([consortium_id]).get(consortium_id, [])
