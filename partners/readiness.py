"""What people, partners and agreements must be there before a consortium can work."""

from allauth.mfa.models import Authenticator
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext_lazy as _

from consortium.accounts.second_factor import STRONG
from partners.models import Agreement, Member, Participation
from partners.people.readiness import Check, register
from partners.states import PartnerKind, Role

OPERATOR, COORDINATOR = _("Operator"), _("Coordinator of the school")
OFFICES = (PartnerKind.SCHOOL, PartnerKind.LOCAL_GOVERNMENT, PartnerKind.EDUCATION_OFFICE)


def has_joined(*roles: Role) -> Exists:
    return Exists(Member.objects.active().filter(consortium=OuterRef("pk"), role__in=roles))


def _coordinator_is_secured() -> Exists:
    return Exists(
        Authenticator.objects.filter(
            type__in=STRONG,
            user__memberships__consortium=OuterRef("pk"),
            user__memberships__role=Role.COORDINATOR,
            user__memberships__ended_at=None,
        )
    )


def _partners_are_entered() -> Exists:
    return Exists(
        Participation.objects.filter(consortium=OuterRef("pk"), left_on=None).exclude(
            partner__kind__in=OFFICES
        )
    )


def _agreement_is_begun() -> Exists:
    return Exists(Agreement.objects.filter(consortium=OuterRef("pk")))


for check in (
    Check(
        "coordinator",
        _("The school's coordinator has joined"),
        OPERATOR,
        _("The coordinator opens the link in the invitation. If it got lost, send it again."),
        lambda: has_joined(Role.COORDINATOR),
        10,
    ),
    Check(
        "second_factor",
        _("The coordinator has set up two-step log-in"),
        COORDINATOR,
        _("The portal asks for it at the first log-in; nothing opens before."),
        _coordinator_is_secured,
        20,
        in_demo=False,
    ),
    Check(
        "city",
        _("The city's person has joined"),
        COORDINATOR,
        _("Invite somebody of the local government as city official, or send the invitation again."),
        lambda: has_joined(Role.CITY_OFFICIAL),
        30,
        "people:members",
    ),
    Check(
        "office",
        _("The education office's person has joined"),
        COORDINATOR,
        _("Invite somebody of the education office, or send the invitation again."),
        lambda: has_joined(Role.EDUCATION_OFFICIAL),
        40,
        "people:members",
    ),
    Check(
        "partners",
        _("Partners beside school and offices are entered"),
        COORDINATOR,
        _("Enter the companies, universities and associations that take part."),
        _partners_are_entered,
        70,
        "partners:partners",
    ),
    Check(
        "agreement",
        _("An agreement is drafted or in force"),
        COORDINATOR,
        _("Draft the agreement that binds the partners, or record the one that is signed."),
        _agreement_is_begun,
        80,
        "partners:agreements",
    ),
):
    register(check)
