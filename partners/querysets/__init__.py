"""What a member may know of partners; every page and endpoint starts at `visible_to()`."""

from partners.querysets.agreement import OfAgreementQuerySet
from partners.querysets.consortium import ConsortiumQuerySet, OfConsortiumQuerySet
from partners.querysets.member import MemberQuerySet
from partners.querysets.partner import PartnerQuerySet
from partners.querysets.pledge import LedgerLine, OfPledgeQuerySet, PledgeQuerySet
from partners.querysets.programme import (
    BID_READERS,
    BidQuerySet,
    OfBidQuerySet,
    OfCriterionQuerySet,
    StatusQuerySet,
)

__all__ = (
    "BID_READERS",
    "BidQuerySet",
    "ConsortiumQuerySet",
    "LedgerLine",
    "MemberQuerySet",
    "OfAgreementQuerySet",
    "OfBidQuerySet",
    "OfConsortiumQuerySet",
    "OfCriterionQuerySet",
    "OfPledgeQuerySet",
    "PartnerQuerySet",
    "PledgeQuerySet",
    "StatusQuerySet",
)
