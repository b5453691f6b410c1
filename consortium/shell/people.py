"""What the frame needs to know of a member; the class itself lives above, in `partners`."""

from __future__ import annotations

from typing import Protocol


class Consortium(Protocol):
    slug: str


class Member(Protocol):
    """A person's place in a consortium, as the frame sees it; operators stand outside consortia."""

    pk: int
    user_id: int
    role: str
    consortium: Consortium | None

    def get_role_display(self) -> str: ...
