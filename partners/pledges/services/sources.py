"""Deliveries that other parts of the portal bring by themselves."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from django.db import IntegrityError, transaction

from consortium.workflow import StateConflict
from partners.models import Delivery, DeliverySource, Member, Pledge
from partners.pledges.services import letters
from partners.pledges.services.deliveries import TWICE, add_delivery
from partners.pledges.wording import told
from partners.states import OPEN_TO_DELIVERY, PledgeKind, SourceKind, Unit


def promised_by(
    partner: int, unit: Unit, on: date, *, kinds: tuple[PledgeKind, ...], by: Member
) -> Pledge | None:
    """The partner's promise in this unit that a delivery of the day belongs to, if there is one.

    Of several: the earlier of the kinds as they are given, then one not yet whole, then the one that
    ends first.
    """
    promised = Pledge.objects.visible_to(by).filter(
        partner=partner,
        kind__in=kinds,
        unit=unit,
        state__in=OPEN_TO_DELIVERY,
        starts_on__lte=on,
        ends_on__gte=on,
    )
    found = list(promised.with_delivered().order_by("ends_on", "pk"))
    if not found:
        return None
    best = min(found, key=lambda one: (kinds.index(one.kind), one.share >= 1))
    return Pledge.objects.select_related("partner", "consortium").get(pk=best.pk)


def record_delivery_from(
    *,
    source: tuple[SourceKind, int | str],
    pledge: Pledge,
    by: Member,
    on: date,
    amount: Decimal,
    evidence: str,
) -> Delivery:
    """The delivery that this lecture, placement or meeting is; called again it gives back the same one.

    The caller's own policy has decided that `by` may say so. Like any other it counts once somebody
    else of the school has verified it.
    """
    kind, object_id = source
    known = DeliverySource.objects.filter(
        consortium=pledge.consortium_id, kind=kind, object_id=str(object_id)
    ).select_related("delivery__pledge")
    if found := known.first():
        return found.delivery
    delivery = Delivery(
        pledge=pledge, on=on, amount=amount, evidence=evidence, reported_by=by, reported_as=by.role
    )
    try:
        with transaction.atomic():
            add_delivery(delivery)
            DeliverySource.objects.create(
                delivery=delivery, consortium_id=pledge.consortium_id, kind=kind, object_id=str(object_id)
            )
            letters.tell_verifiers(
                "delivery_reported",
                delivery,
                by=by,
                key=str(delivery.pk),
                evidence=told(evidence),
            )
    except (IntegrityError, StateConflict) as error:  # a twin was faster, or somebody entered it by hand
        if found := known.first():
            return found.delivery
        raise StateConflict(pledge, TWICE) from error
    return delivery
