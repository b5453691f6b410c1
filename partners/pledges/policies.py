"""Who may do what with pledges; each answer carries its reason."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from consortium.verdict import Verdict, only_if
from partners.states import Role

if TYPE_CHECKING:
    from partners.models import Member, Pledge

LEDGER_KEEPERS = frozenset({Role.COORDINATOR, Role.ACCOUNTANT})


def keeps_the_ledger(member: Member, pledge: Pledge | None = None) -> Verdict:
    """What partners delivered is entered by those at the school who hold the evidence."""
    return only_if(
        member.role in LEDGER_KEEPERS and (pledge is None or pledge.consortium_id == member.consortium_id),
        _("Only the coordinator and the school accountant record deliveries."),
    )
