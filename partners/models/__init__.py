"""Who belongs to a consortium, what they agreed and what they promised."""

from partners.models.agreement import Agreement, Clause, Signatory, SignatoryContact
from partners.models.amendment import Amendment
from partners.models.association import AssociationMembership
from partners.models.consortium import Bilingual, Consortium, Participation
from partners.models.contact import Contact, Interaction
from partners.models.evidence import DeliverySource, EvidenceFile
from partners.models.industry import Industry
from partners.models.member import Member
from partners.models.opening import Opening, OpeningPerson
from partners.models.partner import Apart, Logo, Merger, Partner, SearchKey
from partners.models.pledge import Delivery, DeliveryPart, Pledge
from partners.models.price import PriceItem
from partners.models.programme import (
    Approval,
    Bid,
    BidPledge,
    Criterion,
    ProgrammeStatus,
    Requirement,
)
from partners.models.review import AccessAnswer, AccessReview

__all__ = (
    "AccessAnswer",
    "AccessReview",
    "Agreement",
    "Amendment",
    "Apart",
    "Approval",
    "AssociationMembership",
    "Bid",
    "BidPledge",
    "Bilingual",
    "Clause",
    "Consortium",
    "Contact",
    "Criterion",
    "Delivery",
    "DeliveryPart",
    "DeliverySource",
    "EvidenceFile",
    "Industry",
    "Interaction",
    "Logo",
    "Member",
    "Merger",
    "Opening",
    "OpeningPerson",
    "Participation",
    "Partner",
    "Pledge",
    "PriceItem",
    "ProgrammeStatus",
    "Requirement",
    "SearchKey",
    "Signatory",
    "SignatoryContact",
)
