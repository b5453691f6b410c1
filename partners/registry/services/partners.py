"""Entering, correcting and ending partners."""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from consortium.notifications.services import notify
from consortium.rowlevel import SYSTEM, acting_as
from consortium.workflow import StateConflict
from partners.models import AssociationMembership, Logo, Member, Participation, Partner
from partners.people.services import end_membership
from partners.registry import policies
from partners.registry.pictures import rebuilt
from partners.states import PartnerKind, Role

ADDRESS = ("name_en", "province", "district", "homepage", "address", "phone")
FACTS = (
    "name",
    "kind",
    "registration_number",
    "head_office",
    "industry",
    "size",
    "hifive_id",
    "founded_on",
    "could_contribute",
    "note",
    *ADDRESS,
)


@transaction.atomic
def register_partner(*, by: Member, joined_on: date | None = None, **facts: object) -> Partner:
    """Enter an organisation that takes part from now on; a secretary's company is a member at once.

    The row is written by the system: until the organisation takes part, nobody else may see it.
    """
    policies.registers_partners(by).require()
    secretary = by.role == Role.ASSOCIATION_SECRETARY
    if secretary and facts.get("kind") != PartnerKind.COMPANY:
        raise ValidationError({"kind": _("An association enters companies that are its members.")})
    joined_on = joined_on or timezone.localdate()
    with acting_as(SYSTEM):
        partner = Partner(code=_new_code(by), **facts)
        partner.full_clean()
        partner.save()
        Participation.objects.create(consortium=by.consortium, partner=partner, joined_on=joined_on)
    if secretary:
        AssociationMembership.objects.create(
            consortium=by.consortium, association=by.partner, company=partner, since=joined_on
        )
    return partner


@dataclass(frozen=True)
class NewPartner:
    """One organisation of a list: what is known of it, and how it takes part."""

    facts: dict[str, object]
    place: dict[str, object]
    code: str = ""  # as other systems call it; left empty, or known to strangers, the portal makes one


@transaction.atomic
def register_partners(entries: list[NewPartner], *, by: Member) -> list[Partner]:
    """Enter the organisations of a list by the rules of `register_partner`, all or none."""
    policies.keeps_the_register(by).require()
    made = [
        Partner(code=code, **entry.facts)
        for entry, code in zip(entries, _codes_for(entries, by), strict=True)
    ]
    places = [
        Participation(
            consortium=by.consortium, partner=partner, **{"joined_on": timezone.localdate()} | entry.place
        )
        for partner, entry in zip(made, entries, strict=True)
    ]
    for partner, place in zip(made, places, strict=True):
        partner.clean_fields(exclude=["code", "industry", "head_office"])
        place.clean_fields(exclude=["consortium", "partner"])
        _check_period(place.joined_on, place.left_on)
    with acting_as(SYSTEM):
        Partner.objects.bulk_create(made)
        Participation.objects.bulk_create(places)
    return made


def _codes_for(entries: list[NewPartner], by: Member) -> list[str]:
    wanted = {entry.code for entry in entries if entry.code}
    with acting_as(SYSTEM):
        taken = (
            set(Partner.objects.filter(code__in=wanted).values_list("code", flat=True)) if wanted else set()
        )
    codes = []
    for entry in entries:
        code = entry.code if entry.code and entry.code not in taken else _new_code(by)
        taken.add(code)
        codes.append(code)
    return codes


def _new_code(by: Member) -> str:
    return f"{by.consortium.slug}-{secrets.token_hex(6)}".upper()[:30]


def facts_of(partner: Partner) -> str:
    """A short mark of everything that may be corrected: it tells whether somebody was faster."""
    values = [str(getattr(partner, partner._meta.get_field(name).attname)) for name in FACTS]
    return hashlib.sha256("\x1f".join(values).encode()).hexdigest()[:24]


@transaction.atomic
def correct_partner(partner: Partner, *, by: Member, seen: str = "", **facts: object) -> Partner:
    """Put right what is known of an organisation; its own people may only say where it is to be found."""
    policies.corrects_address(by, partner).require()
    if set(facts) - set(ADDRESS):
        policies.corrects_partner(by, partner).require()
    partner = Partner.objects.select_for_update(of=("self",)).get(pk=partner.pk)
    if seen and seen != facts_of(partner):
        raise StateConflict(partner, _("Somebody else has corrected this organisation in the meantime."))
    for name, value in facts.items():
        setattr(partner, name, value)
    partner.full_clean(exclude=["code"])
    partner.save(update_fields=list(facts))
    if by.role == Role.OPERATOR:
        _tell_coordinators(partner, by)
    return partner


def _tell_coordinators(partner: Partner, by: Member) -> None:
    """Each consortium that uses a shared entry hears that it was put right, and of no other consortium."""
    with acting_as(SYSTEM):
        here = Participation.objects.filter(partner=partner).values("consortium")
        concerned = Member.objects.active().filter(role=Role.COORDINATOR, consortium__in=here)
        for member in concerned.select_related("consortium"):
            notify(
                "partners/shared_entry_corrected",
                to=[member.user_id],
                context={"partner": partner.in_both},
                url=reverse("partners:partner", args=[member.consortium.slug, partner.pk]),
                consortium_id=member.consortium_id,
                key=f"{partner.pk}:{facts_of(partner)}:{member.pk}",
            )


@transaction.atomic
def end_participation(partner: Partner, *, by: Member, left_on: date) -> Participation:
    """The partner has left the consortium: its people's access ends now, what it did stays on record."""
    policies.ends_participation(by, partner).require()
    place = _locked_place(partner, by)
    if place.left_on is not None:
        raise StateConflict(partner, _("This partner has already left."))
    _check_period(place.joined_on, left_on)
    place.left_on = left_on
    place.save(update_fields=["left_on"])
    for member in Member.objects.visible_to(by).active().filter(partner=partner):
        end_membership(member, by=by, organisation_leaves=True)
    return place


def _check_period(joined_on: date, left_on: date | None) -> None:
    if left_on is None:
        return
    if left_on > timezone.localdate():
        raise ValidationError({"left_on": _("Record the end once it has come.")})
    if left_on < joined_on:
        raise ValidationError({"left_on": _("This is before the partner joined.")})


@transaction.atomic
def correct_participation(partner: Partner, *, by: Member, **facts: object) -> Participation:
    """Put right since when, until when and how a partner takes part; its end ends its people's access."""
    policies.keeps_the_register(by).require()
    place = _locked_place(partner, by)
    had_left = place.left_on is not None
    for name, value in facts.items():
        setattr(place, name, value)
    place.clean_fields(exclude=["consortium", "partner"])
    _check_period(place.joined_on, place.left_on)
    ends = place.left_on is not None and not had_left
    place.save(update_fields=[name for name in facts if name != "left_on" or not ends])
    return end_participation(partner, by=by, left_on=place.left_on) if ends else place


@transaction.atomic
def resume_participation(partner: Partner, *, by: Member) -> Participation:
    """The partner takes part again; its people are invited anew."""
    policies.ends_participation(by, partner).require()
    place = _locked_place(partner, by)
    if place.left_on is None:
        raise StateConflict(partner, _("This partner takes part."))
    place.left_on = None
    place.save(update_fields=["left_on"])
    return place


def _locked_place(partner: Partner, by: Member) -> Participation:
    places = Participation.objects.visible_to(by).select_for_update(of=("self",))
    return places.get(partner=partner.pk)


@transaction.atomic
def set_logo(partner: Partner, *, by: Member, content: bytes) -> Logo:
    """Show this picture beside the organisation; only the picture itself is kept."""
    policies.corrects_address(by, partner).require()
    picture = rebuilt(content)
    logo, _made = Logo.objects.update_or_create(
        partner=partner,
        defaults={
            "content": picture.content,
            "content_type": picture.content_type,
            "width": picture.width,
            "height": picture.height,
            "sha256": hashlib.sha256(picture.content).hexdigest(),
        },
    )
    return logo


@transaction.atomic
def remove_logo(partner: Partner, *, by: Member) -> None:
    """Take the picture away."""
    policies.corrects_address(by, partner).require()
    Logo.objects.filter(partner=partner).delete()
