"""What a member may know of partners; every page and endpoint starts at `visible_to()`."""

from partners.querysets.agreement import (
    AgreementQuerySet,
    AmendmentQuerySet,
    OfAgreementQuerySet,
    SignatoryContactQuerySet,
)
from partners.querysets.consortium import ConsortiumQuerySet, OfConsortiumQuerySet
from partners.querysets.contact import AssociationMembershipQuerySet, ContactQuerySet, InteractionQuerySet
from partners.querysets.member import MemberQuerySet
from partners.querysets.partner import (
    ApartQuerySet,
    MergerQuerySet,
    OfPartnerQuerySet,
    PartnerQuerySet,
    PublicQuerySet,
)
from partners.querysets.people import AccessAnswerQuerySet, AccessReviewQuerySet, OfOperatorQuerySet
from partners.querysets.pledge import (
    DeliveryQuerySet,
    EvidenceFileQuerySet,
    PartQuerySet,
    PledgeQuerySet,
    PriceItemQuerySet,
)
from partners.querysets.programme import (
    BID_READERS,
    BidQuerySet,
    OfBidQuerySet,
    OfCriterionQuerySet,
    StatusQuerySet,
)

__all__ = (
    "BID_READERS",
    "AccessAnswerQuerySet",
    "AccessReviewQuerySet",
    "AgreementQuerySet",
    "AmendmentQuerySet",
    "ApartQuerySet",
    "AssociationMembershipQuerySet",
    "BidQuerySet",
    "ConsortiumQuerySet",
    "ContactQuerySet",
    "DeliveryQuerySet",
    "EvidenceFileQuerySet",
    "InteractionQuerySet",
    "MemberQuerySet",
    "MergerQuerySet",
    "OfAgreementQuerySet",
    "OfBidQuerySet",
    "OfConsortiumQuerySet",
    "OfCriterionQuerySet",
    "OfOperatorQuerySet",
    "OfPartnerQuerySet",
    "PartQuerySet",
    "PartnerQuerySet",
    "PledgeQuerySet",
    "PriceItemQuerySet",
    "PublicQuerySet",
    "SignatoryContactQuerySet",
    "StatusQuerySet",
)
