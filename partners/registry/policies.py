"""Who may do what in the register; each answer carries its reason."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from consortium.verdict import ALLOWED, Verdict, only_if
from partners.people.policies import ADMINISTRATORS
from partners.querysets.contact import companies_of, has_people
from partners.states import OFFICIALS, SCHOOL_STAFF, PartnerKind, Role

if TYPE_CHECKING:
    from partners.models import AssociationMembership, Contact, Interaction, Member, Partner

IN_TOUCH = frozenset({Role.COORDINATOR, Role.TRAINING_TEACHER})


def keeps_the_register(member: Member) -> Verdict:
    """What all organisations have in common is kept by the coordinator."""
    return only_if(
        member.role == Role.COORDINATOR, _("Only the school's coordinator keeps the register of partners.")
    )


def registers_partners(member: Member) -> Verdict:
    """The coordinator enters partners, an association's secretary companies that are its members."""
    return only_if(
        member.role in {Role.COORDINATOR, Role.ASSOCIATION_SECRETARY},
        _("Only the coordinator and the secretary of an association enter organisations."),
    )


def used_here_only(partner: Partner) -> Verdict:
    """One consortium may not change what another one uses; nor does it learn which other one that is."""
    return only_if(
        partner.consortia <= 1,
        _("More than one consortium uses this entry, so only the operator of the portal changes it."),
    )


def corrects_partner(member: Member, partner: Partner) -> Verdict:
    """Name, number, kind and whatever else is known of an organisation."""
    if member.role == Role.OPERATOR:
        return corrects_shared_entry(member, partner)
    return keeps_the_register(member) & used_here_only(partner)


def keeps_shared_entries(member: Member) -> Verdict:
    """Entries that several consortia use are the operator's to keep."""
    return only_if(
        member.role == Role.OPERATOR, _("Only the operator of the portal changes what several consortia use.")
    )


def corrects_shared_entry(member: Member, partner: Partner) -> Verdict:
    """What several consortia use is put right by the operator; what one alone uses is that one's business."""
    return keeps_shared_entries(member) & only_if(
        partner.consortia > 1, _("One consortium alone uses this entry; its coordinator changes it.")
    )


def corrects_address(member: Member, partner: Partner) -> Verdict:
    """An organisation says itself where it is to be found; whoever answers for its people may enter it."""
    own = member.role in ADMINISTRATORS and member.partner_id == partner.pk
    return ALLOWED if own else corrects_partner(member, partner)


def ends_participation(member: Member, partner: Partner) -> Verdict:
    """The coordinator records that a partner has left or has come back; the school itself stays."""
    return keeps_the_register(member) & only_if(
        partner.pk != member.consortium.school_id, _("The school carries the consortium and cannot leave it.")
    )


def looks_for_duplicates(member: Member) -> Verdict:
    """Those who may put two entries together see which ones look alike."""
    return only_if(
        member.role in {Role.COORDINATOR, Role.OPERATOR},
        _("Only the coordinator and the operator put entries together."),
    )


def tells_apart(member: Member, one: Partner, other: Partner) -> Verdict:
    """The coordinator says that two entries which look alike are two organisations."""
    return keeps_the_register(member) & only_if(one.pk != other.pk, _("These are one entry already."))


def merges(member: Member, absorbed: Partner, survivor: Partner) -> Verdict:
    """Two entries of one organisation; what other consortia use too is the operator's to merge."""
    mine = ALLOWED
    if member.role != Role.OPERATOR:
        mine = used_here_only(absorbed) & used_here_only(survivor)
    return (
        looks_for_duplicates(member)
        & mine
        & only_if(absorbed.kind == survivor.kind, _("These are two kinds of organisation, not one twice."))
        & only_if(absorbed.kind != PartnerKind.SCHOOL, _("Schools are not merged: students belong to them."))
    )


def reads_contacts(member: Member) -> Verdict:
    """Contact persons are for those who work with partners."""
    return only_if(member.role != Role.STUDENT, _("Contact persons are shown to staff only."))


def keeps_contacts(member: Member, partner: Partner) -> Verdict:
    """The school's contact makers, whoever answers for the organisation, and its association's secretary.

    A company with people of its own in the portal keeps its contacts without its association.
    """
    for_member = _is_secretary_of(member, partner) and not has_people(partner)
    return only_if(
        _keeps_as_school_or_own(member, partner) or for_member,
        _("Contacts are kept by the school, the organisation itself and its association."),
    )


def erases_contact(member: Member, contact: Contact) -> Verdict:
    """A person asks to be erased: the school or the person's organisation does it, once, for good."""
    return only_if(
        _keeps_as_school_or_own(member, contact.partner),
        _("A person is erased by the school or the person's own organisation."),
    ) & only_if(contact.erased_at is None, _("This person has been erased already."))


def corrects_interaction(member: Member, interaction: Interaction) -> Verdict:
    """Who noted it puts it right; the coordinator may, for everybody."""
    return records_interactions(member) & only_if(
        member.role == Role.COORDINATOR or interaction.by_id == member.pk,
        _("Only who noted it and the coordinator correct a contact entry."),
    )


def reads_all_interactions(member: Member) -> bool:
    """An association's secretary knows the entries of its members and those of their own hand."""
    return member.role in SCHOOL_STAFF | OFFICIALS


def reads_interactions(member: Member) -> Verdict:
    """What was noted about partners is for the school, officials and the secretaries of associations."""
    return only_if(
        member.role in SCHOOL_STAFF | OFFICIALS | {Role.ASSOCIATION_SECRETARY},
        _("Contact entries are read by the school, officials and associations."),
    )


def records_interactions(member: Member) -> Verdict:
    """Whoever speaks with partners notes it."""
    return only_if(
        member.role in IN_TOUCH | {Role.ASSOCIATION_SECRETARY},
        _("Contact entries are made by the coordinator, the field-training teacher and associations."),
    )


def records_interaction(member: Member, partner: Partner) -> Verdict:
    """The school with everybody, an association's secretary with its own members."""
    ours = member.role != Role.ASSOCIATION_SECRETARY or _is_secretary_of(member, partner)
    return records_interactions(member) & only_if(
        ours, _("This organisation is no member of your association.")
    )


def finishes_step(member: Member, interaction: Interaction) -> Verdict:
    """Whoever was to do it says that it is done; the coordinator may, for everybody."""
    return only_if(
        member.role == Role.COORDINATOR or interaction.next_by_id == member.pk,
        _("This next step is somebody else's."),
    )


def keeps_members(member: Member, association: Partner) -> Verdict:
    """An association's list of member companies is kept by its secretary and the coordinator."""
    own = member.role == Role.ASSOCIATION_SECRETARY and member.partner_id == association.pk
    return only_if(
        own or member.role == Role.COORDINATOR,
        _("The list of members is kept by the association's secretary and the coordinator."),
    )


def confirms_member(member: Member, membership: AssociationMembership) -> Verdict:
    """The coordinator, or whoever answers for the company's people, says that the company is a member."""
    own = member.role in ADMINISTRATORS and member.partner_id == membership.company_id
    return only_if(
        membership.consortium_id == member.consortium_id and (own or member.role == Role.COORDINATOR),
        _("The school's coordinator or the company itself confirms the membership."),
    ) & only_if(
        membership.confirmed_at is None and membership.until is None,
        _("This membership is confirmed already or has ended."),
    )


def reads_changes(member: Member) -> Verdict:
    """Who changed what about a partner is for the coordinator and the principal."""
    return only_if(
        member.role in {Role.COORDINATOR, Role.PRINCIPAL},
        _("Only the coordinator and the principal read what was changed."),
    )


def _keeps_as_school_or_own(member: Member, partner: Partner) -> bool:
    own = member.role in ADMINISTRATORS and member.partner_id == partner.pk
    return member.role in IN_TOUCH or own


def _is_secretary_of(member: Member, partner: Partner) -> bool:
    return (
        member.role == Role.ASSOCIATION_SECRETARY and companies_of(member).filter(company=partner.pk).exists()
    )
