"""Who keeps the record of the programme and its bids."""

from django.utils.translation import gettext_lazy as _

from consortium.verdict import Verdict, only_if
from partners.models import Member
from partners.querysets import BID_READERS
from partners.states import Role

KEEPERS = frozenset({Role.COORDINATOR, Role.PRINCIPAL})


def keeps_programme(member: Member) -> Verdict:
    """The school applies for the programme, so its coordinator and principal keep the record."""
    return only_if(
        member.role in KEEPERS, _("Only the coordinator and the principal keep the programme's record.")
    )


def reads_bids(member: Member) -> Verdict:
    """What a bid asks for and what it still lacks is the school's and the offices' business."""
    return only_if(member.role in BID_READERS, _("Only the school and the offices read bids."))
