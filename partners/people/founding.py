"""A consortium's first day: its address, its school and offices; from the command line, its coordinator."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from allauth.account.adapter import get_adapter
from allauth.account.forms import default_token_generator
from allauth.account.models import EmailAddress
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import get_resolver
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from consortium.accounts.models import User
from consortium.rowlevel import SYSTEM, acting_as
from partners.models import Consortium, Member, Opening, Participation, Partner
from partners.states import OpeningState, PartnerKind, Role

ADDRESS = re.compile(r"[a-z][a-z0-9-]{1,19}")


@dataclass(frozen=True)
class Plan:
    """What a consortium is opened with; the names as they should stand on its pages."""

    slug: str
    name: str
    region: str
    school: str
    name_en: str = ""
    school_en: str = ""
    city: str = ""
    city_en: str = ""
    office: str = ""
    office_en: str = ""


def reserved_addresses() -> frozenset[str]:
    """The first parts of the portal's own addresses; a consortium of that name could never be reached."""
    return frozenset({*_first_parts(get_resolver().url_patterns), settings.STATIC_URL.strip("/")})


def _first_parts(patterns: Iterable[object]) -> Iterator[str]:
    for pattern in patterns:
        route = str(pattern.pattern)
        if not route and hasattr(pattern, "url_patterns"):
            yield from _first_parts(pattern.url_patterns)
        elif (first := route.split("/")[0]) and "<" not in first:
            yield first


def check_address(slug: str, *, except_for: Opening | None = None) -> None:
    """Refuse an address that cannot stand in a consortium's links, is the portal's own, or is taken."""
    if not ADDRESS.fullmatch(slug):
        raise ValidationError(_("Use 2 to 20 small letters, digits and hyphens, beginning with a letter."))
    if slug in reserved_addresses():
        raise ValidationError(
            _("“%(slug)s” is an address of the portal itself; choose another."), params={"slug": slug}
        )
    others = Opening.objects.filter(state=OpeningState.DRAFT, slug=slug)
    if except_for is not None:
        others = others.exclude(pk=except_for.pk)
    if Consortium.objects.filter(slug=slug).exists() or others.exists():
        raise ValidationError(_("A consortium has this address already; choose another."))


def leads_already(school: str) -> bool:
    """Does a school of this name lead a consortium already?"""
    return Consortium.objects.filter(school__name=school).exists()


def found_consortium(plan: Plan) -> Consortium:
    """Make the consortium with its school and the offices named, all taking part from today."""
    school = _organisation(plan, PartnerKind.SCHOOL, plan.school, plan.school_en, "SCHOOL")
    consortium = Consortium.objects.create(
        slug=plan.slug, name=plan.name, name_en=plan.name_en, region=plan.region, school=school
    )
    partners = [
        school,
        known_office(plan.region, PartnerKind.LOCAL_GOVERNMENT, plan.city)
        or _organisation(plan, PartnerKind.LOCAL_GOVERNMENT, plan.city, plan.city_en, "CITY"),
        known_office(plan.region, PartnerKind.EDUCATION_OFFICE, plan.office)
        or _organisation(plan, PartnerKind.EDUCATION_OFFICE, plan.office, plan.office_en, "OFFICE"),
    ]
    Participation.objects.bulk_create(
        Participation(consortium=consortium, partner=partner, joined_on=timezone.localdate())
        for partner in filter(None, partners)
    )
    return consortium


def known_office(region: str, kind: PartnerKind, name: str) -> Partner | None:
    """The office of this name that the region has already; an equal name elsewhere is another office."""
    if not name:
        return None
    return Partner.objects.filter(kind=kind, name=name, participations__consortium__region=region).first()


def _organisation(plan: Plan, kind: PartnerKind, name: str, name_en: str, code: str) -> Partner | None:
    if not name:
        return None
    return Partner.objects.create(code=f"{plan.slug}-{code}".upper(), name=name, name_en=name_en, kind=kind)


@transaction.atomic
def open_consortium(plan: Plan, *, email: str, coordinator: str) -> str:
    """Open a consortium and return the address at which its coordinator sets a password, once.

    Running it again for the same slug changes nothing but gives a new address, in case the first was lost.
    """
    with acting_as(SYSTEM):
        consortium = Consortium.objects.filter(slug=plan.slug).first() or found_consortium(plan)
    user = User.objects.filter(email=email.lower()).first() or _new_log_in(email, coordinator)
    with acting_as(SYSTEM):
        Member.objects.get_or_create(
            user=user, consortium=consortium, partner=consortium.school, role=Role.COORDINATOR
        )
    return _password_address(user)


@transaction.atomic
def appoint_operator(*, email: str, name: str) -> str:
    """Make somebody an operator, who opens consortia in the browser; the address works as above."""
    user = User.objects.filter(email=email.lower()).first() or _new_log_in(email, name)
    with acting_as(SYSTEM):
        Member.objects.get_or_create(
            user=user, consortium=None, partner=None, role=Role.OPERATOR, ended_at=None
        )
    return _password_address(user)


def _password_address(user: User) -> str:
    key = f"{user_pk_to_url_str(user)}-{default_token_generator.make_token(user)}"
    return get_adapter().get_reset_password_from_key_url(key)


def _new_log_in(email: str, name: str) -> User:
    user = User.objects.create_user(email, name=name)
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    return user
