"""What a provider teaches as deliveries of its pledges: hours by session, a course when it is over."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from partners.pledges.services import promised_by, record_delivery_from
from partners.pledges.wording import portal_words, written
from partners.states import PledgeKind, SourceKind, Unit

if TYPE_CHECKING:
    from curriculum.models import ExternalProgramme, ProgrammeSession
    from partners.models import Delivery, Member

SESSION = portal_words(_("“%(programme)s”: session of %(day)s at %(time)s"))
HELD = portal_words(_("External programme held: “%(programme)s”"))


def deliver_session(session: ProgrammeSession, *, by: Member) -> Delivery | None:
    """The hours of a session that was held, where the provider promised instructors' hours."""
    pledge = promised_by(session.provider_id, Unit.HOURS, session.on, kinds=(PledgeKind.INSTRUCTOR,), by=by)
    if pledge is None:
        return None
    evidence = written(
        SESSION,
        programme=session.programme.name,
        day=f"{session.on:%Y. %-m. %-d.}",
        time=f"{session.starts_at:%H:%M}",
    )
    return record_delivery_from(
        source=(SourceKind.LECTURE, f"external-{session.pk}"),
        pledge=pledge,
        by=by,
        on=session.on,
        amount=session.hours,
        evidence=evidence,
    )


def deliver_programme(programme: ExternalProgramme, *, by: Member) -> Delivery | None:
    """The programme as a whole, where the provider promised courses."""
    last = programme.sessions.order_by("-on").first()
    pledge = promised_by(programme.provider_id, Unit.COURSES, last.on, kinds=(PledgeKind.COURSE,), by=by)
    if pledge is None:
        return None
    return record_delivery_from(
        source=(SourceKind.COURSE, f"external-{programme.pk}"),
        pledge=pledge,
        by=by,
        on=last.on,
        amount=Decimal(1),
        evidence=written(HELD, programme=programme.name),
    )
