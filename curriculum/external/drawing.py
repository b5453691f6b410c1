"""Who gets a seat: an order that anybody can work out again from the recorded number.

Each application is given the SHA-256 of "<number>:<id of the application>"; the order is the order of
these digests. With points, those come first, and the digests decide between equals.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Iterable
from decimal import Decimal

SEED_BITS = 32  # short enough to be read aloud before witnesses


def new_seed() -> int:
    """The number of a draw, which nobody chose."""
    return secrets.randbits(SEED_BITS)


def drawn(applications: Iterable[tuple[int, Decimal | None]], seed: int, *, ranked: bool) -> list[int]:
    """The ids of the applications in their order; the order in which they come in does not matter."""
    return [
        pk
        for pk, _points in sorted(
            applications,
            key=lambda one: (-(one[1] or Decimal(0)) if ranked else 0, digest(one[0], seed)),
        )
    ]


def digest(application: int, seed: int) -> str:
    """What an application is ordered by in the draw with this number."""
    return hashlib.sha256(f"{seed}:{application}".encode()).hexdigest()
