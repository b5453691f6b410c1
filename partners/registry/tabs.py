"""The parts of a partner's page, as addresses."""

from django.urls import reverse
from django.utils.translation import gettext as _

from partners.models import Member, Partner
from partners.registry import policies
from partners.states import PartnerKind


def tabs_for(member: Member, partner: Partner, current: str) -> list[tuple[str, str, bool]]:
    """The tabs that this member may open; `current` is the url name of the page itself."""
    offered = [
        (_("Overview"), "partner", True),
        (_("Contact persons"), "contacts", policies.reads_contacts(member)),
        (_("Contact entries"), "partner_interactions", policies.reads_interactions(member)),
        (_("Member companies"), "member_companies", partner.kind == PartnerKind.BUSINESS_ASSOCIATION),
        (_("Changes"), "partner_changes", policies.reads_changes(member)),
    ]
    return [
        (label, reverse(f"partners:{name}", args=[member.consortium.slug, partner.pk]), name == current)
        for label, name, may in offered
        if may
    ]
