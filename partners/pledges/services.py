"""Writes of the partners app."""

from datetime import date
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from consortium.notifications.services import notify
from consortium.workflow import StateConflict
from partners.models import Delivery, Member, Pledge
from partners.pledges import policies


@transaction.atomic
def record_delivery(pledge: Pledge, *, by: Member, on: date, amount: Decimal, evidence: str) -> Delivery:
    """A part of a pledge happened on this day; the partner's people are told that it counts."""
    policies.keeps_the_ledger(by, pledge).require()
    pledge = Pledge.objects.select_for_update(of=("self",)).get(pk=pledge.pk)
    _refuse_impossible_date(pledge, on)
    _refuse_second_entry(pledge, on=on, amount=amount, evidence=evidence)

    delivery = Delivery(pledge=pledge, on=on, amount=amount, evidence=evidence)
    delivery.full_clean()
    delivery.save()

    notify(
        "partners/delivery_recorded",
        to=Member.objects.active()
        .filter(partner=pledge.partner_id, consortium=pledge.consortium_id)
        .exclude(pk=by.pk)
        .values_list("user", flat=True),
        context={"pledge": pledge.description, "evidence": evidence},
        url=reverse("partners:pledge", args=[by.consortium.slug, pledge.pk]),
        consortium_id=pledge.consortium_id,
        key=str(delivery.pk),
    )
    return delivery


@transaction.atomic
def correct_delivery(delivery: Delivery, *, by: Member, on: date, amount: Decimal, evidence: str) -> Delivery:
    """What was entered is put right; the history keeps what stood there before."""
    policies.keeps_the_ledger(by, delivery.pledge).require()
    delivery = Delivery.objects.select_for_update(of=("self",)).select_related("pledge").get(pk=delivery.pk)
    _refuse_impossible_date(delivery.pledge, on)

    delivery.on, delivery.amount, delivery.evidence = on, amount, evidence
    delivery.full_clean()
    delivery.save(update_fields=["on", "amount", "evidence"])
    return delivery


def _refuse_impossible_date(pledge: Pledge, on: date) -> None:
    if on > timezone.localdate():
        raise ValidationError({"on": _("A delivery is recorded once it has happened.")})
    if on < pledge.starts_on:
        raise ValidationError({"on": _("This is before the pledge begins.")})


def _refuse_second_entry(pledge: Pledge, **entry: object) -> None:
    """Pressing twice, or two people with the same paper, must not count a delivery twice."""
    if pledge.deliveries.filter(**entry).exists():
        raise StateConflict(
            pledge,
            _("This delivery is recorded already. If it is another one, say so in the evidence."),
        )
