"""Who had which right when: read from the history of memberships, kept three years and more."""

from dataclasses import dataclass
from datetime import date, datetime

from django.apps import apps
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from consortium.accounts.models import User
from partners.models import Member, Partner
from partners.states import Role

SHOWN = 200


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
    """The latest changes of memberships in this consortium, newest first; students are left out."""
    events = apps.get_model("partners", "MemberEvent").objects
    rows = list(
        events.filter(consortium=member.consortium_id)
        .exclude(role=Role.STUDENT)
        .order_by("-pgh_created_at", "-pgh_id")[:SHOWN]
    )
    doers = {(row.pgh_context or {}).get("user") for row in rows}
    people = {
        user.pk: str(user) for user in User.objects.filter(pk__in=doers | {row.user_id for row in rows})
    }
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


def _what(row: object) -> Promise:
    if row.pgh_label == "insert":
        return _("Begun")
    return _("Ended") if row.ended_at else _("Changed")
