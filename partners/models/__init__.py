"""Who belongs to a consortium, what they agreed and what they promised."""

from partners.models.agreement import Agreement, Clause, Signatory
from partners.models.consortium import Bilingual, Consortium, Participation
from partners.models.member import Member
from partners.models.partner import Partner
from partners.models.pledge import Delivery, Pledge
from partners.models.programme import (
    Approval,
    Bid,
    BidPledge,
    Criterion,
    ProgrammeStatus,
    Requirement,
)

__all__ = (
    "Agreement",
    "Approval",
    "Bid",
    "BidPledge",
    "Bilingual",
    "Clause",
    "Consortium",
    "Criterion",
    "Delivery",
    "Member",
    "Participation",
    "Partner",
    "Pledge",
    "ProgrammeStatus",
    "Requirement",
    "Signatory",
)
