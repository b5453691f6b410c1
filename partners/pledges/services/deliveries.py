"""What happened: reported by one person, verified by another."""

from __future__ import annotations

import hashlib
from collections.abc import Collection
from datetime import date
from decimal import Decimal

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from consortium.uploads import Checked
from consortium.workflow import Policy, StateConflict
from partners.amounts import refuse_fractions
from partners.models import Delivery, DeliveryPart, Member, Pledge
from partners.pledges import evidence as evidence_files
from partners.pledges import policies
from partners.pledges.services import letters
from partners.pledges.services.settling import settle
from partners.pledges.wording import told
from partners.pledges.workflow import REPORT_AGAIN, SEND_BACK, VERIFY
from partners.states import BINDING, SCHOOL_STAFF, DeliveryState

TWICE = _(
    "This delivery is reported already, with the same day, amount and evidence. If it is another one, "
    "say so in the evidence."
)
VOUCHING = ("state", "reported_by", "reported_as", "handled_by")
Parts = dict[int, Decimal]  # pledge id → how much of the delivery counts for it


@transaction.atomic
def report_delivery(
    pledge: Pledge, *, by: Member, on: date, amount: Decimal, evidence: str, file: Checked | None = None
) -> Delivery:
    """A part of a pledge happened on this day; it counts once somebody else has verified it."""
    pledge = Pledge.objects.visible_to(by).select_related("partner", "consortium").get(pk=pledge.pk)
    policies.reports(by, pledge).require()
    _refuse_impossible_date(pledge, on)

    delivery = Delivery(
        pledge=pledge, on=on, amount=amount, evidence=evidence, reported_by=by, reported_as=by.role
    )
    add_delivery(delivery)
    if file is not None:
        evidence_files.keep(delivery, file, by=by)

    words = {"evidence": told(evidence)}
    letters.tell_verifiers("delivery_reported", delivery, by=by, key=str(delivery.pk), **words)
    if by.role in SCHOOL_STAFF:
        letters.tell_partner("delivery_recorded", pledge, by=by, key=str(delivery.pk), **words)
    return delivery


def add_delivery(delivery: Delivery) -> None:
    """Save a new delivery, which counts for its own pledge as a whole until it is divided."""
    _save(delivery)
    DeliveryPart.objects.create(delivery=delivery, pledge=delivery.pledge, amount=delivery.amount)


@transaction.atomic
def correct_delivery(
    delivery: Delivery,
    *,
    by: Member,
    on: date,
    amount: Decimal,
    evidence: str,
    file: Checked | None = None,
) -> Delivery:
    """What waits or was sent back is put right; whoever corrects it does not verify it either."""
    delivery = _locked(delivery, by, policies.corrects)
    policies.corrects(by, delivery).require()
    _refuse_impossible_date(delivery.pledge, on)
    was_sent_back = delivery.state == DeliveryState.SENT_BACK
    if was_sent_back:
        REPORT_AGAIN.enforce(delivery, by=by)

    parts = _parts_after(delivery, amount)
    delivery.parts.all().delete()
    delivery.on, delivery.amount, delivery.evidence = on, amount, evidence
    _vouch(delivery, by)
    _save(delivery, ["on", "amount", "evidence", *VOUCHING])
    _write_parts(delivery, parts)
    if file is not None:
        evidence_files.keep(delivery, file, by=by)
    if was_sent_back:
        # The reason why it was sent back stays readable; the key tells this round from the one before.
        key = f"{delivery.pk}-{timezone.now():%Y%m%d%H%M%S}"
        letters.tell_verifiers("delivery_reported", delivery, by=by, key=key, evidence=told(evidence))
    return delivery


@transaction.atomic
def divide_delivery(delivery: Delivery, *, by: Member, parts: Parts) -> Delivery:
    """One delivery counts for several pledges of its partner; the parts never exceed it."""
    delivery = _locked(delivery, by, policies.corrects)
    policies.corrects(by, delivery).require()
    parts = {pk: amount for pk, amount in parts.items() if amount}
    _refuse_strange_parts(delivery, parts, by)
    if parts == dict(delivery.parts.values_list("pledge", "amount")):
        return delivery

    delivery.parts.all().delete()
    _vouch(delivery, by)
    _save(delivery, VOUCHING)
    _write_parts(delivery, parts)
    return delivery


@transaction.atomic
def verify_delivery(delivery: Delivery, *, by: Member, seen: str | None = None) -> Delivery:
    """A second person has looked at the evidence: from now on it counts.

    `seen` is the fingerprint of what that person had before their eyes.
    """
    delivery = _locked(delivery, by, VERIFY.policy)
    VERIFY.enforce(delivery, by=by)
    if seen is not None and seen != fingerprint(delivery):
        raise StateConflict(delivery, _("The delivery was corrected since you opened it. Look again."))

    delivery.state, delivery.verified_at = VERIFY.target, timezone.now()
    delivery.verified_by, delivery.verified_as, delivery.reason = by, by.role, ""
    delivery.save(update_fields=["state", "verified_at", "verified_by", "verified_as", "reason"])
    settle(delivery.parts.values_list("pledge", flat=True))

    key = f"{delivery.pk}-{delivery.verified_at:%Y%m%d%H%M%S}"
    letters.tell_partner(
        "delivery_verified",
        delivery.pledge,
        by=by,
        key=key,
        evidence=told(delivery.evidence),
    )
    return delivery


@transaction.atomic
def send_back_delivery(delivery: Delivery, *, by: Member, reason: str) -> Delivery:
    """Something is missing: the reporter reads what, and it does not count (any more)."""
    delivery = _locked(delivery, by, SEND_BACK.policy)
    SEND_BACK.enforce(delivery, by=by)
    if not reason.strip():
        raise ValidationError({"reason": _("Say what is missing, so that it can be put right.")})

    delivery.state, delivery.reason = SEND_BACK.target, reason.strip()
    delivery.verified_at, delivery.verified_by, delivery.verified_as = None, None, ""
    delivery.full_clean(exclude=["pledge", "reported_by"])
    delivery.save(update_fields=["state", "reason", "verified_at", "verified_by", "verified_as"])
    settle(delivery.parts.values_list("pledge", flat=True))

    key = f"{delivery.pk}-{timezone.now():%Y%m%d%H%M%S}"
    letters.tell_reporter("delivery_sent_back", delivery, by=by, key=key, reason=delivery.reason)
    return delivery


def fingerprint(delivery: Delivery) -> str:
    """What a verifier looks at, short enough for a form: changes whenever the delivery or its files do."""
    parts = sorted((part.pledge_id, part.amount) for part in delivery.parts.all())
    files = sorted(file.sha256 for file in delivery.files.all())
    people = delivery.reported_by_id, delivery.handled_by
    whole = repr((delivery.on, str(delivery.amount), delivery.evidence, people, parts, files))
    return hashlib.sha256(whole.encode()).hexdigest()[:16]


def _locked(delivery: Delivery, by: Member, policy: Policy) -> Delivery:
    """The delivery as it stands now, held, for those who may touch it at all.

    One that a partner's row policy no longer lets it touch has moved on.
    """
    policy(by, delivery).require()
    found = (
        Delivery.objects.select_for_update(of=("self",))
        .select_related("pledge__consortium", "pledge__partner", "reported_by")
        .filter(pk=delivery.pk)
        .first()
    )
    if found is None:
        delivery.refresh_from_db()
        raise StateConflict(delivery)
    return found


def _vouch(delivery: Delivery, by: Member) -> None:
    """It waits again. Who reported it first stays; one from before there were reporters gets one now."""
    delivery.state = DeliveryState.REPORTED
    if delivery.reported_by_id is None:
        delivery.reported_by, delivery.reported_as = by, by.role
    elif by.pk not in (delivery.reported_by_id, *delivery.handled_by):
        delivery.handled_by = [*delivery.handled_by, by.pk]


def _save(delivery: Delivery, fields: Collection[str] | None = None) -> None:
    delivery.full_clean(exclude=["pledge", "reported_by", "verified_by"])
    try:
        with transaction.atomic():
            delivery.save(update_fields=fields)
    except IntegrityError as error:
        if error.__cause__.diag.constraint_name != "delivery_reported_once":
            raise
        raise StateConflict(delivery.pledge, TWICE) from error


def _write_parts(delivery: Delivery, parts: Parts) -> None:
    DeliveryPart.objects.bulk_create(
        DeliveryPart(delivery=delivery, pledge_id=pk, amount=amount) for pk, amount in parts.items()
    )


def _parts_after(delivery: Delivery, amount: Decimal) -> Parts:
    """The parts of a corrected delivery: undivided it counts as a whole, divided its parts must still fit."""
    parts = dict(delivery.parts.values_list("pledge", "amount"))
    if set(parts) <= {delivery.pledge_id}:
        return {delivery.pledge_id: amount}
    if sum(parts.values()) > amount:
        raise ValidationError({"amount": _("Its parts are more than this. Divide the delivery anew first.")})
    return parts


def _refuse_strange_parts(delivery: Delivery, parts: Parts, by: Member) -> None:
    if not parts:
        raise ValidationError(_("A delivery counts for at least one pledge."))
    if any(amount < 0 for amount in parts.values()):
        raise ValidationError(_("A part is more than nothing."))
    for amount in parts.values():
        refuse_fractions(amount, delivery.pledge.unit, NON_FIELD_ERRORS)
    if sum(parts.values()) > delivery.amount:
        raise ValidationError(_("Together the parts are more than what was delivered."))
    known = pledges_it_may_count_for(delivery, by).filter(pk__in=parts).count()
    if known != len(parts):
        raise ValidationError(_("A delivery counts for pledges of the same partner in the same unit."))


def pledges_it_may_count_for(delivery: Delivery, by: Member) -> object:
    """Pledges of the same partner in the same unit."""
    own = delivery.pledge
    return Pledge.objects.visible_to(by).filter(
        consortium=own.consortium_id, partner=own.partner_id, unit=own.unit, state__in=BINDING
    )


def _refuse_impossible_date(pledge: Pledge, on: date) -> None:
    if on > timezone.localdate():
        raise ValidationError({"on": _("A delivery is recorded once it has happened.")})
    if on < pledge.starts_on:
        raise ValidationError({"on": _("This is before the pledge begins.")})
