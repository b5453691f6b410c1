"""Who had which right when: read from the history of memberships, kept three years and more."""

from dataclasses import dataclass
from datetime import date, datetime

from django.apps import apps
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from consortium.accounts.models import Invitation, User
from consortium.rowlevel import SYSTEM, acting_as
from partners.models import Member, Partner
from partners.states import SCHOOL_STAFF, Role

SHOWN = 200
LONGEST = 2000  # people in the list of one day


@dataclass(frozen=True)
class Right:
    """What somebody was allowed to act as on a day: for whom, in which role, since when and until when."""

    member: Member
    invited_by: str
    until: date | None


def rights_on(member: Member, day: date) -> list[Right]:
    """Who had which right on this day, as far as the reader may know; students are left out.

    A role never changes within a membership, so its beginning and end say it all.
    """
    held = Member.objects.visible_to(member).exclude(role=Role.STUDENT).held_on(day)
    rows = list(held.select_related("user", "partner").order_by("partner__name", "role", "pk")[:LONGEST])
    inviters = _inviters(member)
    return [
        Right(
            member=row,
            invited_by=inviters.get((row.user.email.lower(), row.partner_id, row.role), ""),
            until=row.valid_until,
        )
        for row in rows
    ]


def _inviters(member: Member) -> dict[tuple[str, int, str], str]:
    """Who invited whom to what; a membership itself is begun by whoever accepts."""
    accepted = Invitation.objects.of_consortium(member).exclude(accepted_at=None)
    rows = accepted.order_by("accepted_at").values_list(
        "email", "partner_id", "role", "invited_by__user__name"
    )
    return {(email, partner, role): name or "" for email, partner, role, name in rows}


@dataclass(frozen=True)
class RightsChange:
    """One change of somebody's rights, and who made it."""

    at: datetime
    what: str | Promise
    person: str
    partner: str
    role: str | Promise
    until: date | None
    by: str


def rights_history(member: Member) -> list[RightsChange]:
    """The latest changes of memberships, newest first, as far as the reader may know; no students."""
    events = apps.get_model("partners", "MemberEvent").objects
    rows = list(
        events.filter(**_known_to(member))
        .exclude(role=Role.STUDENT)
        .order_by("-pgh_created_at", "-pgh_id")[:SHOWN]
    )
    doers = {(row.pgh_context or {}).get("user") for row in rows}
    with acting_as(SYSTEM):  # somebody from another organisation or the operator may have made the change
        known = User.objects.filter(pk__in=doers | {row.user_id for row in rows})
        people = {user.pk: str(user) for user in known}
    partners = {partner.pk: str(partner) for partner in Partner.objects.visible_to(member)}
    return [
        RightsChange(
            at=row.pgh_created_at,
            what=_what(row),
            person=people.get(row.user_id, ""),
            partner=partners.get(row.partner_id, ""),
            role=Role(row.role).label,
            until=row.valid_until,
            by=people.get((row.pgh_context or {}).get("user"), ""),
        )
        for row in rows
    ]


def _known_to(member: Member) -> dict[str, int]:
    """The school knows every organisation's changes, an administrator elsewhere their own."""
    ours = {"consortium": member.consortium_id}
    return ours if member.role in SCHOOL_STAFF else ours | {"partner": member.partner_id}


def _what(row: object) -> Promise:
    if row.pgh_label == "insert":
        return _("Begun")
    return _("Ended") if row.ended_at else _("Changed")
