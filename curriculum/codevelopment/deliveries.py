"""Contributions as deliveries of pledges: hours of work when accepted, a course when it is approved."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from curriculum.models import CourseContribution, CourseVersion
from partners.pledges.services import promised_by, record_delivery_from
from partners.pledges.wording import portal_words, written
from partners.states import PledgeKind, SourceKind, Unit

if TYPE_CHECKING:
    from partners.models import Delivery, Member

COURSES = (PledgeKind.COURSE,)
CONTRIBUTION = portal_words(_("Course “%(course)s”: contribution %(number)s"))
DEVELOPED = portal_words(_("Developed together and approved: course “%(course)s”"))


def deliver_contribution(contribution: CourseContribution, *, by: Member) -> Delivery | None:
    """The hours that a partner worked on a course, where it promised courses in hours."""
    pledge = promised_by(contribution.partner_id, Unit.HOURS, contribution.on, kinds=COURSES, by=by)
    if pledge is None or not contribution.hours:
        return None
    return record_delivery_from(
        source=(SourceKind.COURSE, f"contribution-{contribution.pk}"),
        pledge=pledge,
        by=by,
        on=contribution.on,
        amount=contribution.hours,
        evidence=written(CONTRIBUTION, course=contribution.version.name, number=contribution.pk),
    )


def deliver_course(version: CourseVersion, partner_id: int, *, by: Member) -> Delivery | None:
    """A course that a partner helped to develop, where it promised courses; once for all its versions."""
    today = timezone.localdate()
    pledge = promised_by(partner_id, Unit.COURSES, today, kinds=COURSES, by=by)
    if pledge is None:
        return None
    return record_delivery_from(
        source=(SourceKind.COURSE, f"course-{version.course_id}-{partner_id}"),
        pledge=pledge,
        by=by,
        on=today,
        amount=Decimal(1),
        evidence=written(DEVELOPED, course=version.name),
    )
