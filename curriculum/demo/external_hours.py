"""What the invented programmes delivered: hours by session and the programme, verified where it is over."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from django.utils import timezone, translation

from consortium.notifications.models import Notification
from curriculum.external.deliveries import deliver_programme, deliver_session
from curriculum.models import ExternalProgramme, ProgrammeSession
from curriculum.states import ProgrammeStage
from partners.models import Consortium, Delivery, Member
from partners.states import DeliveryState, Role

TIME_TO_VERIFY = timedelta(days=3)


def load_hours(consortium: Consortium, today: date) -> None:
    """Reported as when the lecturer closed each session; those of a finished programme are verified."""
    verifier = Member.objects.filter(consortium=consortium, role=Role.COORDINATOR).earliest("pk")
    held = ProgrammeSession.objects.filter(consortium=consortium, closed_at__isnull=False)
    settled = []
    with translation.override("ko"):
        for session in held.select_related("programme").order_by("on", "pk"):
            delivery = deliver_session(session, by=_lecturer(session.provider_id, consortium))
            if session.programme.state == ProgrammeStage.FINISHED:
                settled.append(delivery)
            elif delivery:
                Delivery.objects.filter(pk=delivery.pk).update(recorded_at=session.closed_at)
        finished = ExternalProgramme.objects.filter(consortium=consortium, state=ProgrammeStage.FINISHED)
        for programme in finished:
            settled.append(deliver_programme(programme, by=_lecturer(programme.provider_id, consortium)))
    _verify([one for one in settled if one], verifier, today)


def _lecturer(provider: int, consortium: Consortium) -> Member:
    staff = Member.objects.filter(consortium=consortium, partner=provider, role=Role.LECTURER)
    return staff.select_related("consortium").earliest("pk")


def _verify(deliveries: list[Delivery], verifier: Member, today: date) -> None:
    """Long ago, so that nobody is to be told of them any more."""
    for one in deliveries:
        at = datetime.combine(one.on, time(19, 5), timezone.get_current_timezone())
        Delivery.objects.filter(pk=one.pk).update(
            recorded_at=at,
            state=DeliveryState.VERIFIED,
            verified_by=verifier,
            verified_as=verifier.role,
            verified_at=min(at + TIME_TO_VERIFY, timezone.now()),
        )
    keys = [str(one.pk) for one in deliveries]
    Notification.objects.filter(event="partners/delivery_reported", key__in=keys).delete()
