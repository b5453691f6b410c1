"""What somebody may do who was refused: a registry that each app fills in its own `advice.py`.

Words and an address alone: the page of a refusal asks the database nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.http import HttpRequest


@dataclass(frozen=True)
class Advice:
    """Whom this role asks, and the page of a consortium from where its own way goes on."""

    whom: str | Promise
    label: str | Promise = ""
    url_name: str = ""


_by_role: dict[str, Advice] = {}


def register(roles: Iterable[str], advice: Advice) -> None:
    _by_role.update(dict.fromkeys(roles, advice))


def advice_for(request: HttpRequest) -> dict[str, object]:
    """The lines for whoever looks, and the button to a page of their own, as the page of 403 shows them."""
    member = getattr(request, "member", None)
    if member is None:
        return {"advice": _of_nobody(request)}
    found = _by_role[member.role]
    lines = [found.whom]
    if len(getattr(request, "memberships", ())) > 1:
        lines.append(_("You have several memberships: change to the right one at the top of your home page."))
    own = reverse(found.url_name, args=[member.consortium.slug]) if found.url_name else ""
    return {"advice": lines, "own_page": own, "own_label": found.label}


def _of_nobody(request: HttpRequest) -> list[str]:
    """Whoever came by a link in a mail, or has logged in and belongs to nothing at this address."""
    user = getattr(request, "user", None)
    lines = [
        _("If you came by a link in a mail, open the link of the newest mail once more."),
        _("If that does not help, ask the person who sent you the link, or the school."),
    ]
    if user is not None and user.is_authenticated:
        lines.append(
            _("You are logged in as %(address)s. If the mail went to another address, log in with that one.")
            % {"address": user.email}
        )
    return lines
