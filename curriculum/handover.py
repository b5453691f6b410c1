"""Open work of people that this floor knows: courses that they teach and whose results are open."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext_lazy as _

from consortium.rowlevel import SYSTEM, acting_as
from curriculum.models import Instructor
from curriculum.roster import handover as roster
from curriculum.states import OfferingState
from partners.models import Member
from partners.people.handover import Source, register


def running_courses(member: Member) -> list[Instructor]:
    """The courses that this person teaches and whose results are not settled."""
    with acting_as(SYSTEM):
        rows = Instructor.objects.filter(member=member.pk, offering__state=OfferingState.RUNNING)
        return list(rows.select_related("offering__subject", "offering__consortium").order_by("pk"))


def pass_on(rows: Sequence[Instructor], to: Member | None, by: Member) -> None:
    """Who taught keeps their name on the course, without the access; a successor of theirs teaches on."""
    with acting_as(SYSTEM):
        for row in rows:
            row.member = None
            row.save(update_fields=["member"])
            known = Instructor.objects.filter(offering=row.offering_id)
            if to is None or known.filter(member=to.pk).exists():
                continue
            if known.filter(partner=to.partner_id, name=to.user.name).exists():
                continue
            Instructor.objects.create(
                consortium_id=row.consortium_id,
                school_id=row.school_id,
                offering_id=row.offering_id,
                member=to,
                name=to.user.name,
                partner_id=to.partner_id,
            )


register(Source("courses", _("Courses that are taught"), running_courses, pass_on))

__all__ = ("pass_on", "roster", "running_courses")
