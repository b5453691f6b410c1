"""Lists of this app as files."""

from __future__ import annotations

from typing import TYPE_CHECKING

import django_filters
from django.utils.translation import gettext_lazy as _

from consortium.reports.exports import ListColumn, ListExport, filtered, register
from partners.agreements.filters import AgreementFilter
from partners.agreements.terms import effective_terms
from partners.models import Agreement, Member, Partner, Pledge
from partners.people.policies import ADMINISTRATORS
from partners.pledges.filters import PledgeFilter
from partners.registry.filters import PartnerFilter
from partners.states import PledgeKind, Role

if TYPE_CHECKING:
    from django.db.models import QuerySet

EVERYBODY = frozenset(set(Role) - {Role.OPERATOR})


class MemberFilter(django_filters.FilterSet):
    """The list of members has nothing to filter by."""

    class Meta:
        model = Member
        fields = ()


def _partners(member: Member) -> QuerySet:
    known = Partner.objects.visible_to(member).with_ties(member.consortium_id)
    return known.with_participation(member.consortium_id).select_related("industry")


def _members(member: Member) -> QuerySet:
    known = Member.objects.visible_to(member).active().exclude(role=Role.STUDENT)
    return known.select_related("user", "partner")


def _per_cent(share: object) -> float | None:
    return None if share is None else float(share) * 100


register(
    ListExport(
        "partners",
        _("Partners"),
        EVERYBODY,
        filtered(PartnerFilter, _partners),
        (
            ListColumn(_("Name"), lambda one: one.name, width=34),
            ListColumn(_("English name"), lambda one: one.name_en, width=40),
            ListColumn(_("Kind"), lambda one: one.get_kind_display()),
            ListColumn(_("Business registration number"), lambda one: one.number_in_groups),
            ListColumn(_("Industry"), lambda one: one.industry or "", width=24),
            ListColumn(_("Region"), lambda one: one.region),
            ListColumn(_("Size"), lambda one: one.get_size_display() if one.size else ""),
            ListColumn(_("Takes part since"), lambda one: one.joined_on),
            ListColumn(_("Has left"), lambda one: one.left_on),
            ListColumn(
                _("Could contribute"),
                lambda one: ", ".join(str(PledgeKind(kind).label) for kind in one.could_contribute),
                width=36,
            ),
            ListColumn(_("Number of pledges"), lambda one: one.pledged, decimals=0, width=10),
            ListColumn(_("Delivered (%)"), lambda one: _per_cent(one.delivered_share), decimals=1, width=12),
        ),
        order=("name", "pk"),
    )
)
register(
    ListExport(
        "agreements",
        _("Agreements"),
        EVERYBODY,
        filtered(AgreementFilter, lambda member: Agreement.objects.visible_to(member).with_facts(member)),
        (
            ListColumn(_("Title"), str, width=48),
            ListColumn(_("Kind"), lambda one: one.get_kind_display()),
            ListColumn(_("State"), lambda one: one.get_state_display()),
            ListColumn(_("Signed on"), lambda one: one.signed_on),
            ListColumn(_("Valid until"), lambda one: effective_terms(one).last_day or _("No end is known")),
            ListColumn(_("Parties"), lambda one: ", ".join(map(str, effective_terms(one).parties)), width=60),
        ),
        order=("-signed_on", "pk"),
    )
)
register(
    ListExport(
        "pledges",
        _("Pledges"),
        EVERYBODY,
        filtered(PledgeFilter, lambda member: Pledge.objects.visible_to(member).for_pages()),
        (
            ListColumn(_("Partner"), lambda one: one.partner, width=30),
            ListColumn(_("Kind"), lambda one: one.get_kind_display()),
            ListColumn(_("Description"), lambda one: one.description, width=36),
            ListColumn(_("Promised"), lambda one: one.amount, decimals=2, is_exact=True),
            ListColumn(_("Reported, not verified"), lambda one: one.reported, decimals=2, is_exact=True),
            ListColumn(_("Verified"), lambda one: one.delivered, decimals=2, is_exact=True),
            ListColumn(_("Unit"), lambda one: one.get_unit_display(), width=8),
            ListColumn(_("Verified (%)"), lambda one: _per_cent(one.share), decimals=1, width=12),
            ListColumn(_("State"), lambda one: one.get_state_display(), width=12),
            ListColumn(_("From"), lambda one: one.starts_on),
            ListColumn(_("Until"), lambda one: one.ends_on),
            ListColumn(_("Agreement"), lambda one: one.agreement or "", width=40),
        ),
        order=("partner__name", "kind", "pk"),
    )
)
register(
    ListExport(
        "members",
        _("Members"),
        ADMINISTRATORS,
        filtered(MemberFilter, _members),
        (
            ListColumn(_("Name"), lambda one: one.user.name),
            ListColumn(_("E-mail"), lambda one: one.user.email, width=30),
            ListColumn(_("Partner"), lambda one: one.partner, width=30),
            ListColumn(_("Role"), lambda one: one.get_role_display(), width=20),
            ListColumn(_("From"), lambda one: one.valid_from),
            ListColumn(_("Until"), lambda one: one.valid_until or ""),
        ),
        order=("partner__name", "role", "pk"),
    )
)
