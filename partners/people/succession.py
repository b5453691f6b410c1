"""What becomes of an organisation and of open work when somebody leaves."""

from collections.abc import Mapping

from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from consortium.accounts.models import Invitation
from consortium.notifications.services import notify
from consortium.verdict import Verdict, only_if
from partners.models import Member
from partners.people.handover import holdings_of
from partners.people.policies import ADMINISTRATORS
from partners.states import Role


def administrators_of(consortium_id: int, partner_id: int) -> QuerySet[Member]:
    """Who answers for the people of this organisation today."""
    return Member.objects.active().filter(
        consortium=consortium_id, partner=partner_id, role__in=ADMINISTRATORS
    )


def leaves_somebody(member: Member) -> Verdict:
    """Does somebody answer for the organisation after this person, or is at least a successor invited?"""
    if member.role not in ADMINISTRATORS:
        return only_if(True)
    others = administrators_of(member.consortium_id, member.partner_id).exclude(pk=member.pk)
    invited = Invitation.objects.open().filter(
        consortium=member.consortium_id, partner=member.partner_id, role__in=ADMINISTRATORS
    )
    return only_if(
        others.exists() or invited.exists(),
        _("This is the last administrator of the organisation. Invite a successor first."),
    )


def lock_administrators(member: Member, by: Member) -> None:
    """Two administrators who end each other at the same moment: the second finds that they are no more."""
    same = Member.objects.filter(consortium=member.consortium_id, partner=member.partner_id, ended_at=None)
    list(same.filter(role__in=ADMINISTRATORS).order_by("pk").select_for_update(of=("self",)))
    if not Member.objects.active().filter(pk=by.pk).exists():
        raise PermissionDenied(_("Your own access has ended in the meantime."))


def successors_for(member: Member) -> QuerySet[Member]:
    """Colleagues of the same organisation who can take over."""
    others = Member.objects.active().filter(consortium=member.consortium_id, partner=member.partner_id)
    return others.exclude(pk=member.pk).exclude(user=member.user_id).exclude(role=Role.STUDENT)


def hand_over(member: Member, successors: Mapping[str, Member], *, by: Member) -> None:
    """Give each kind of open work to its successor, or leave it to the role, and tell the successors."""
    able = set(successors_for(member).values_list("pk", flat=True))
    told: dict[int, list[str]] = {}
    for holding in holdings_of(member):
        if not holding.moves:
            continue
        to = successors.get(holding.key)
        if to is not None and to.pk not in able:
            raise ValidationError(_("Choose a colleague of the same organisation."))
        if to is None and holding.source.needs_person:
            raise ValidationError(_("“%(work)s” needs a successor.") % {"work": holding.label})
        holding.source.transfer(holding.items, to, by)
        if to is not None:
            told.setdefault(to.user_id, []).append(f"{holding.label} ({len(holding.items)})")
    for user_id, work in told.items():
        notify(
            "partners/work_handed_over",
            to=[user_id],
            context={"name": str(member.user), "work": ", ".join(work)},
            url=f"/{member.consortium.slug}/",
            consortium_id=member.consortium_id,
            key=str(member.pk),
        )
