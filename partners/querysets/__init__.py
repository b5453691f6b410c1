"""What a member may know of partners; every page and endpoint starts at `visible_to()`."""

from partners.querysets.agreement import OfAgreementQuerySet
from partners.querysets.consortium import ConsortiumQuerySet, OfConsortiumQuerySet
from partners.querysets.member import MemberQuerySet
from partners.querysets.partner import PartnerQuerySet
from partners.querysets.pledge import LedgerLine, OfPledgeQuerySet, PledgeQuerySet

__all__ = (
    "ConsortiumQuerySet",
    "LedgerLine",
    "MemberQuerySet",
    "OfAgreementQuerySet",
    "OfConsortiumQuerySet",
    "OfPledgeQuerySet",
    "PartnerQuerySet",
    "PledgeQuerySet",
)
