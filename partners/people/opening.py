"""The first day of a consortium: its school, its row, and the coordinator who invites everybody else."""

from dataclasses import dataclass

from allauth.account.adapter import get_adapter
from allauth.account.forms import default_token_generator
from allauth.account.models import EmailAddress
from allauth.account.utils import user_pk_to_url_str
from django.db import transaction
from django.utils import timezone

from consortium.accounts.models import User
from consortium.rowlevel import SYSTEM, acting_as
from partners.models import Consortium, Member, Participation, Partner
from partners.states import PartnerKind, Role


@dataclass(frozen=True)
class Opening:
    """What the operator types to open a consortium; the names as they should stand on its pages."""

    slug: str
    name: str
    region: str
    school: str
    email: str
    coordinator: str


@transaction.atomic
def open_consortium(opening: Opening) -> str:
    """Open a consortium and return the address at which its coordinator sets a password, once.

    Running it again for the same slug changes nothing but gives a new address, in case the first was lost.
    """
    with acting_as(SYSTEM):
        consortium = Consortium.objects.filter(slug=opening.slug).first() or _new_consortium(opening)
    user = User.objects.filter(email=opening.email.lower()).first() or _new_log_in(opening)
    with acting_as(SYSTEM):
        Member.objects.get_or_create(
            user=user, consortium=consortium, partner=consortium.school, role=Role.COORDINATOR
        )
    key = f"{user_pk_to_url_str(user)}-{default_token_generator.make_token(user)}"
    return get_adapter().get_reset_password_from_key_url(key)


def _new_consortium(opening: Opening) -> Consortium:
    school = Partner.objects.create(
        code=f"{opening.slug}-school".upper(), name=opening.school, kind=PartnerKind.SCHOOL
    )
    consortium = Consortium.objects.create(
        slug=opening.slug, name=opening.name, region=opening.region, school=school
    )
    Participation.objects.create(consortium=consortium, partner=school, joined_on=timezone.localdate())
    return consortium


def _new_log_in(opening: Opening) -> User:
    user = User.objects.create_user(opening.email, name=opening.coordinator)
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    return user
