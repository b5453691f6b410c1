"""What a provider teaches as deliveries of its pledges: hours by session, a course when it is over."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from partners.models import Pledge
from partners.pledges.services import record_delivery_from
from partners.states import OPEN_TO_DELIVERY, PledgeKind, SourceKind, Unit

if TYPE_CHECKING:
    from datetime import date

    from curriculum.models import ExternalProgramme, ProgrammeSession
    from partners.models import Delivery, Member

LONGEST = 200


def deliver_session(session: ProgrammeSession, *, by: Member) -> Delivery | None:
    """The hours of a session that was held, where the provider promised instructors' hours."""
    pledge = _pledge(by, session.provider_id, PledgeKind.INSTRUCTOR, Unit.HOURS, session.on)
    if pledge is None:
        return None
    words = _("“%(programme)s”: session of %(day)s at %(time)s")
    evidence = words % {
        "programme": session.programme.name,
        "day": f"{session.on:%Y. %-m. %-d.}",
        "time": f"{session.starts_at:%H:%M}",
    }
    return record_delivery_from(
        source=(SourceKind.LECTURE, f"external-{session.pk}"),
        pledge=pledge,
        by=by,
        on=session.on,
        amount=session.hours,
        evidence=evidence[:LONGEST],
    )


def deliver_programme(programme: ExternalProgramme, *, by: Member) -> Delivery | None:
    """The programme as a whole, where the provider promised courses."""
    last = programme.sessions.order_by("-on").first()
    pledge = _pledge(by, programme.provider_id, PledgeKind.COURSE, Unit.COURSES, last.on)
    if pledge is None:
        return None
    evidence = _("External programme held: “%(programme)s”") % {"programme": programme.name}
    return record_delivery_from(
        source=(SourceKind.COURSE, f"external-{programme.pk}"),
        pledge=pledge,
        by=by,
        on=last.on,
        amount=Decimal(1),
        evidence=evidence[:LONGEST],
    )


def _pledge(by: Member, provider: int, kind: PledgeKind, unit: Unit, on: date) -> Pledge | None:
    """The provider's promise of this kind that ran on the day; one that is not yet whole comes first."""
    promised = Pledge.objects.visible_to(by).filter(
        partner=provider,
        kind=kind,
        unit=unit,
        state__in=OPEN_TO_DELIVERY,
        starts_on__lte=on,
        ends_on__gte=on,
    )
    unfinished = promised.with_delivered().filter(share__lt=1)
    pledge = unfinished.order_by("ends_on", "pk").first() or promised.order_by("ends_on", "pk").first()
    return pledge and Pledge.objects.select_related("partner", "consortium").get(pk=pledge.pk)
