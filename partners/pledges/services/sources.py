"""Deliveries that other parts of the portal bring by themselves."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from django.db import IntegrityError, transaction

from consortium.workflow import StateConflict
from partners.models import Delivery, DeliverySource, Member, Pledge
from partners.pledges.services import letters
from partners.pledges.services.deliveries import TWICE, add_delivery
from partners.states import SourceKind


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
                "delivery_reported", delivery, by=by, key=str(delivery.pk), evidence=evidence
            )
    except (IntegrityError, StateConflict) as error:  # a twin was faster, or somebody entered it by hand
        if found := known.first():
            return found.delivery
        raise StateConflict(pledge, TWICE) from error
    return delivery
