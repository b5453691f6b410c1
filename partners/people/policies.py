"""Who may let people in and end their access."""

from django.utils.translation import gettext_lazy as _

from consortium.rowlevel import Kind
from consortium.verdict import ALLOWED, Verdict, only_if
from partners.models import Member, Partner
from partners.states import KIND_OF_ROLE, PartnerKind, Role

# Each organisation has somebody who answers for its people; the coordinator answers for all.
ADMINISTRATORS = frozenset(
    {
        Role.COORDINATOR,
        Role.HR,
        Role.CITY_OFFICIAL,
        Role.EDUCATION_OFFICIAL,
        Role.LECTURER,
        Role.ASSOCIATION_SECRETARY,
    }
)
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
    partner_id = partner.pk if isinstance(partner, Partner) else partner
    own = member.role == Role.COORDINATOR or member.partner_id == partner_id
    return administers(member) & only_if(own, _("You administer your own organisation only."))


def ends(member: Member, other: Member) -> Verdict:
    """Whoever administers the organisation ends a membership, but never their own."""
    if member.pk == other.pk:
        return only_if(False, _("Nobody ends their own membership; ask the other administrator."))
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
    """Who had which right when is for the coordinator and the principal."""
    return only_if(
        member.role in {Role.COORDINATOR, Role.PRINCIPAL},
        _("Only the coordinator and the principal read the history of rights."),
    )


def makes_tokens(member: Member) -> Verdict:
    """Whoever has a membership may let a programme act for it; students have no use for one."""
    return only_if(member.role != Role.STUDENT, _("API tokens are for staff.")) if member else ALLOWED
