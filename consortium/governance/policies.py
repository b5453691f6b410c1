"""Who may read published figures, and who may ask for the governance report."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from consortium.governance.querysets import READERS
from consortium.verdict import Verdict, only_if
from partners.states import OFFICIALS, Role

if TYPE_CHECKING:
    from partners.models import Member

REPORTERS = OFFICIALS | {Role.COORDINATOR, Role.PRINCIPAL}


def reads_figures(member: Member) -> Verdict:
    """Figures are for the offices, the school and the associations that steer the consortium."""
    return only_if(
        member.role in READERS,
        _("Figures are for the offices and associations that steer the consortium, and for the school."),
    )


def makes_governance_report(member: Member) -> Verdict:
    """The governance report is made by the offices, the coordinator and the principal."""
    return only_if(
        member.role in REPORTERS, _("The report is made by the offices and the school's management.")
    )
