"""What the signing engine needs to know of a member; the class itself lives above, in `partners`."""

from __future__ import annotations

from typing import Protocol

from django.apps import apps
from django.contrib.auth.base_user import AbstractBaseUser

from consortium.rowlevel import Actor
from consortium.shell.people import Consortium


class Member(Protocol):
    """A person's place in a consortium, with the organisation that they act for."""

    pk: int
    user: AbstractBaseUser
    user_id: int
    consortium: Consortium
    consortium_id: int | None
    partner_id: int | None
    actor: Actor


def people_at(consortium_id: int, partner_id: int, email: str) -> list[Member]:
    """Who acts for this organisation of this consortium under this address."""
    members = apps.get_model("partners", "Member").objects.active()
    found = members.filter(consortium=consortium_id, partner=partner_id, user__email__iexact=email)
    return list(found.select_related("user"))
