"""Contact persons, being in touch, and the members of associations."""

from datetime import date, timedelta

from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from consortium.audit.models import Destruction
from consortium.rowlevel import SYSTEM, acting_as
from consortium.workflow import StateConflict
from partners.models import AssociationMembership, Contact, Interaction, Member, Partner
from partners.registry import policies
from partners.states import PartnerKind

NOBODY = "—"  # stands where the name of an erased person stood


@transaction.atomic
def add_contact(partner: Partner, *, by: Member, **facts: object) -> Contact:
    """Note whom to talk to at a partner."""
    policies.keeps_contacts(by, partner).require()
    contact = Contact(consortium=by.consortium, partner=partner, **facts)
    contact.full_clean(exclude=["consortium", "partner"])
    contact.save()
    return contact


@transaction.atomic
def correct_contact(contact: Contact, *, by: Member, **facts: object) -> Contact:
    """Put a contact right; the history keeps what stood there before."""
    policies.keeps_contacts(by, contact.partner).require()
    contact = Contact.objects.select_for_update(of=("self",)).select_related("partner").get(pk=contact.pk)
    if contact.erased_at is not None:
        raise StateConflict(contact, _("This person has been erased already."))
    for name, value in facts.items():
        setattr(contact, name, value)
    contact.full_clean(exclude=["consortium", "partner"])
    contact.save(update_fields=[*facts, "updated_at"])
    return contact


@transaction.atomic
def end_contact(contact: Contact, *, by: Member) -> Contact:
    """This person is no longer the one to talk to."""
    policies.keeps_contacts(by, contact.partner).require()
    contact = Contact.objects.select_for_update(of=("self",)).get(pk=contact.pk)
    if not contact.is_current:
        raise StateConflict(contact, _("This contact has already ended."))
    contact.until = max(timezone.localdate() - timedelta(days=1), contact.since)
    contact.save(update_fields=["until", "updated_at"])
    return contact


@transaction.atomic
def erase_contact(contact: Contact, *, by: Member) -> Contact:
    """A person asked to be erased (개인정보 보호법 제36조): that there was one stays, who it was does not.

    It runs as the system, because what history kept of the person goes too.
    """
    policies.erases_contact(by, contact).require()
    now = timezone.now()
    nobody = {"name": NOBODY, "position": "", "phone": "", "email": ""}
    with acting_as(SYSTEM):
        contact = Contact.objects.select_for_update(of=("self",)).select_related("partner").get(pk=contact.pk)
        if contact.erased_at is not None:
            raise StateConflict(contact, _("This person has been erased already."))
        for name, value in nobody.items():
            setattr(contact, name, value)
        contact.until = contact.until or max(timezone.localdate() - timedelta(days=1), contact.since)
        contact.agreed_to_share, contact.erased_at = False, now
        contact.save(update_fields=[*nobody, "until", "agreed_to_share", "erased_at", "updated_at"])
        apps.get_model("partners", "ContactEvent").objects.filter(pgh_obj=contact.pk).update(**nobody)
        Destruction.objects.create(what=Contact._meta.label, rows=1, older_than=now, rule="on request")
    return contact


@transaction.atomic
def record_interaction(partner: Partner, *, by: Member, **facts: object) -> Interaction:
    """Note that we were in touch; a next step with its day appears on the doer's home page."""
    policies.records_interaction(by, partner).require()
    _refuse_impossible(facts)
    if facts.get("next_step"):
        facts = {"next_by": by} | facts
    entry = Interaction(consortium=by.consortium, partner=partner, by=by, **facts)
    entry.full_clean(exclude=["consortium", "partner", "by", "next_by", "contact"])
    entry.save()
    return entry


@transaction.atomic
def correct_interaction(entry: Interaction, *, by: Member, **facts: object) -> Interaction:
    """Put right what was noted; the history keeps how it stood.

    The system writes it: by the row policies of people, what was noted stays as it was noted.
    """
    policies.corrects_interaction(by, entry).require()
    _refuse_impossible(facts)
    with acting_as(SYSTEM):
        return _correct(entry.pk, by, facts)


def _correct(entry_id: int, by: Member, facts: dict[str, object]) -> Interaction:
    entry = Interaction.objects.select_for_update(of=("self",)).get(pk=entry_id)
    if not facts["next_step"]:
        if entry.done_at is not None:
            raise ValidationError({"next_step": _("This next step is done already; it stays on record.")})
        facts |= {"next_due": None, "next_by": None}
    elif entry.next_by_id is None:
        facts["next_by"] = by
    for name, value in facts.items():
        setattr(entry, name, value)
    entry.full_clean(exclude=["consortium", "partner", "by", "next_by", "contact"])
    entry.save(update_fields=list(facts))
    return entry


def _refuse_impossible(facts: dict[str, object]) -> None:
    if facts.get("on", timezone.localdate()) > timezone.localdate():
        raise ValidationError({"on": _("Note it once it has happened; what is planned is a next step.")})
    if facts.get("next_step") and not facts.get("next_due"):
        raise ValidationError({"next_due": _("Say until when.")})
    if facts.get("next_due") and not facts.get("next_step"):
        raise ValidationError({"next_step": _("Say what is to be done.")})


@transaction.atomic
def finish_step(entry: Interaction, *, by: Member) -> Interaction:
    """The next step is done."""
    policies.finishes_step(by, entry).require()
    entry = Interaction.objects.select_for_update(of=("self",)).get(pk=entry.pk)
    if not entry.is_open:
        raise StateConflict(entry, _("This next step is done already."))
    entry.done_at = timezone.now()
    entry.save(update_fields=["done_at"])
    return entry


@transaction.atomic
def add_member_company(association: Partner, *, by: Member, company: Partner, since: date) -> object:
    """A company is a member of this association; what its secretary enters waits to be confirmed."""
    policies.keeps_members(by, association).require()
    if association.kind != PartnerKind.BUSINESS_ASSOCIATION:
        raise ValidationError(_("Only a business association has member companies."))
    if company.kind != PartnerKind.COMPANY:
        raise ValidationError({"company": _("Members of an association are companies.")})
    open_ones = AssociationMembership.objects.visible_to(by).filter(until=None)
    if open_ones.filter(association=association, company=company).exists():
        raise ValidationError({"company": _("This company is a member already.")})
    membership = AssociationMembership(
        consortium=by.consortium, association=association, company=company, since=since
    )
    if policies.confirms_member(by, membership):
        membership.confirmed_by, membership.confirmed_at = by, timezone.now()
    membership.save()
    return membership


@transaction.atomic
def confirm_member_company(membership: AssociationMembership, *, by: Member) -> AssociationMembership:
    """The company is a member: from now on the association sees its contacts and what was noted about it."""
    if membership.confirmed_at is not None or membership.until is not None:
        raise StateConflict(membership, _("This membership is confirmed already or has ended."))
    policies.confirms_member(by, membership).require()
    membership = AssociationMembership.objects.select_for_update(of=("self",)).get(pk=membership.pk)
    if membership.confirmed_at is not None or membership.until is not None:
        raise StateConflict(membership, _("This membership is confirmed already or has ended."))
    membership.confirmed_by, membership.confirmed_at = by, timezone.now()
    membership.save(update_fields=["confirmed_by", "confirmed_at"])
    return membership


@transaction.atomic
def end_member_company(membership: AssociationMembership, *, by: Member) -> AssociationMembership:
    """The company has left the association; its contacts are closed to the association from now on."""
    policies.keeps_members(by, membership.association).require()
    membership = AssociationMembership.objects.select_for_update(of=("self",)).get(pk=membership.pk)
    if membership.until is not None:
        raise StateConflict(membership, _("This membership has already ended."))
    membership.until = max(timezone.localdate() - timedelta(days=1), membership.since)
    membership.save(update_fields=["until"])
    return membership
