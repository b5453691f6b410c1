"""Who may let people in and end their access."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from consortium.rowlevel import Kind
from consortium.verdict import ALLOWED, Verdict, denied, only_if
from partners.states import ADMINISTRATORS, KIND_OF_ROLE, PartnerKind, Role

if TYPE_CHECKING:
    from partners.models import AccessReview, Member, Opening, Partner

# A student comes in through the roster, an operator through the operator.
NEVER_INVITED = frozenset({Role.STUDENT, Role.OPERATOR})


# In whose roles the people of an organisation act.
KIND_OF_PARTNER = {
    PartnerKind.SCHOOL: Kind.SCHOOL,
    PartnerKind.LOCAL_GOVERNMENT: Kind.OFFICIAL,
    PartnerKind.EDUCATION_OFFICE: Kind.EDUCATION,
    PartnerKind.COMPANY: Kind.COMPANY,
    PartnerKind.UNIVERSITY: Kind.UNIVERSITY,
    PartnerKind.TRAINING_INSTITUTE: Kind.UNIVERSITY,
    PartnerKind.BUSINESS_ASSOCIATION: Kind.ASSOCIATION,
}


def administers(member: Member) -> Verdict:
    """May this member see and change who belongs to an organisation?"""
    return only_if(member.role in ADMINISTRATORS, _("Only the administrators of an organisation do this."))


def administers_partner(member: Member, partner: Partner | int | None) -> Verdict:
    """The coordinator for every organisation of the consortium, others for their own."""
    partner_id = getattr(partner, "pk", partner)
    own = member.role == Role.COORDINATOR or member.partner_id == partner_id
    return administers(member) & only_if(own, _("You administer your own organisation only."))


def ends(member: Member, other: Member) -> Verdict:
    """Whoever administers the organisation ends a membership, but never their own."""
    if member.pk == other.pk:
        return denied(_("Nobody ends their own membership; ask the other administrator."))
    same = other.consortium_id == member.consortium_id
    return administers_partner(member, other.partner_id) & only_if(same, _("Not of your consortium."))


def roles_to_give(member: Member) -> list[Role]:
    """The coordinator gives every role of the consortium, others the roles of their own kind."""
    everything = [role for role in Role if role not in NEVER_INVITED]
    if member.role == Role.COORDINATOR:
        return everything
    return [role for role in everything if KIND_OF_ROLE[role] == KIND_OF_ROLE[Role(member.role)]]


def gives(member: Member, role: Role, partner: Partner) -> Verdict:
    """A role goes to the kind of organisation that it belongs to, by whoever administers that one."""
    fits = KIND_OF_PARTNER[PartnerKind(partner.kind)] == KIND_OF_ROLE[role]
    return (
        administers_partner(member, partner)
        & only_if(role in roles_to_give(member), _("You cannot give this role."))
        & only_if(fits, _("This role does not belong to such an organisation."))
    )


def reads_history(member: Member) -> Verdict:
    """Who had which right when: the coordinator and the principal of all, administrators of their own."""
    return only_if(
        member.role == Role.PRINCIPAL or member.role in ADMINISTRATORS,
        _("The history of rights is for the coordinator, the principal and the administrators."),
    )


def reads_reviews(member: Member) -> Verdict:
    """Access reviews are read where they are answered, and by the principal, who answers for the school."""
    return only_if(
        member.role == Role.PRINCIPAL or member.role in ADMINISTRATORS,
        _("Access reviews are for the coordinator, the principal and the administrators."),
    )


def answers(member: Member, review: AccessReview) -> Verdict:
    """Whoever administers the organisation says who still belongs to it."""
    return administers_partner(member, review.partner_id)


def prepares(member: Member) -> Verdict:
    """What a young consortium still needs is for those who answer for it."""
    return only_if(
        member.role in {Role.COORDINATOR, Role.PRINCIPAL},
        _("Only the coordinator and the principal prepare the consortium."),
    )


def opens_consortia(member: Member, opening: Opening | None = None) -> Verdict:
    """Consortia are opened by the operator, who gets no right inside them by it."""
    return only_if(member.role == Role.OPERATOR, _("Only the operator of the portal opens a consortium."))


def makes_tokens(member: Member) -> Verdict:
    """Whoever has a membership may let a programme act for it; students have no use for one."""
    return only_if(member.role != Role.STUDENT, _("API tokens are for staff.")) if member else ALLOWED
