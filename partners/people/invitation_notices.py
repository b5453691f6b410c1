"""Who learns that somebody is invited: those who answer for the organisation, and for the school's head."""

from collections.abc import Iterable

from django.db.models import Q
from django.urls import reverse

from consortium.accounts.models import Invitation
from consortium.languages import in_both
from consortium.notifications.services import notify
from consortium.rowlevel import SYSTEM, acting_as
from partners.models import Member
from partners.people.policies import ADMINISTRATORS
from partners.states import Role


def tell_of_invitation(invitation: Invitation, roles: Iterable[Role], *, by: Member) -> None:
    """The organisation's other administrators; of a principal also the present one and the operator.

    Whoever invites for an organisation that is not their own is thereby seen by it at once.
    """
    told = Q(partner=invitation.partner_id, consortium=by.consortium_id, role__in=ADMINISTRATORS)
    if Role.PRINCIPAL in roles:
        told |= Q(partner=invitation.partner_id, consortium=by.consortium_id, role=Role.PRINCIPAL)
    with acting_as(SYSTEM):
        members = Member.objects.active().filter(told).exclude(user=by.user_id)
        inside = set(members.values_list("user", flat=True))
        operators = Member.objects.active().filter(role=Role.OPERATOR)
        outside = set(operators.values_list("user", flat=True)) if Role.PRINCIPAL in roles else set()
    _tell(invitation, inside, reverse("people:members", args=[by.consortium.slug]), roles, by)
    _tell(invitation, outside - inside, reverse("operator:consortium", args=[by.consortium_id]), roles, by)


def _tell(invitation: Invitation, to: set[int], url: str, roles: Iterable[Role], by: Member) -> None:
    notify(
        "partners/member_invited",
        to=to,
        context={
            "name": invitation.name,
            "partner": invitation.partner.in_both,
            "roles": in_both(lambda: ", ".join(sorted(str(role.label) for role in roles))),
            "by": str(by.user),
        },
        url=url,
        consortium_id=by.consortium_id,
        key=str(invitation.pk),
        urgent=True,
    )
