"""Writes about the programme's life."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from consortium.notifications.services import notify
from consortium.reports.numbering import official_date
from partners.models import Bid, BidPledge, Criterion, Member, Pledge, ProgrammeStatus, Requirement
from partners.programme import policies
from partners.programme.calls import Call
from partners.programme.history import broken_step
from partners.states import ProgrammeState, Role


@transaction.atomic
def record_status(*, by: Member, **values: Any) -> ProgrammeStatus:
    """The programme has moved on; everybody in the consortium but students is told."""
    policies.keeps_programme(by).require()
    _lock(by)
    status = ProgrammeStatus(consortium_id=by.consortium_id, **values)
    _require_possible(status, by)
    status.save()
    people = Member.objects.visible_to(by).active().exclude(role=Role.STUDENT).exclude(pk=by.pk)
    notify(
        "partners/programme_moved",
        to=people.values_list("user", flat=True),
        context={
            "consortium": by.consortium.in_both,
            "state": status.state,
            "on": official_date(status.on),
            "note": status.note,
        },
        url=reverse("partners:programme", args=[by.consortium.slug]),
        consortium_id=by.consortium_id,
        key=str(status.pk),
    )
    return status


@transaction.atomic
def correct_status(status: ProgrammeStatus, *, by: Member, **values: Any) -> ProgrammeStatus:
    """What was entered is put right; the history keeps what stood there before."""
    policies.keeps_programme(by).require()
    _lock(by)
    status = ProgrammeStatus.objects.visible_to(by).select_for_update(of=("self",)).get(pk=status.pk)
    for name, value in values.items():
        setattr(status, name, value)
    _require_possible(status, by)
    status.save(update_fields=list(values))
    return status


@transaction.atomic
def open_bid(*, by: Member, call: Call | None, **values: Any) -> Bid:
    """Prepare an application: the call's criteria come with a checklist that can be worked through."""
    policies.keeps_programme(by).require()
    bid = Bid(consortium_id=by.consortium_id, **values)
    bid.full_clean()
    bid.save()
    if call:
        add_criteria(bid, call)
    return bid


@transaction.atomic
def correct_bid(bid: Bid, *, by: Member, **values: Any) -> Bid:
    """Title, deadline or amount of a bid have changed."""
    policies.keeps_programme(by).require()
    bid = Bid.objects.visible_to(by).select_for_update(of=("self",)).get(pk=bid.pk)
    for name, value in values.items():
        setattr(bid, name, value)
    bid.full_clean()
    bid.save()
    return bid


def add_criteria(bid: Bid, call: Call) -> None:
    """Copy a call's criteria and checklist to the bid, where they may be worked on."""
    for position, row in enumerate(call.criteria, start=1):
        criterion = Criterion.objects.create(
            bid=bid,
            position=position,
            name=row["ko"],
            name_en=row["en"],
            points=row["points"],
            source=call.source,
        )
        Requirement.objects.bulk_create(
            Requirement(
                criterion=criterion,
                position=place,
                text=one["ko"],
                text_en=one["en"],
                evidence=one.get("evidence", ""),
            )
            for place, one in enumerate(row["requirements"], start=1)
        )


@transaction.atomic
def carry_pledges_over(bid: Bid, *, by: Member, pledges: list[Pledge]) -> int:
    """Let this bid count on pledges; those that the earlier bid counted on remember where they come from.

    Done twice it changes nothing. Returns how many were added.
    """
    policies.keeps_programme(by).require()
    bid = Bid.objects.visible_to(by).select_for_update(of=("self",)).get(pk=bid.pk)
    before = set(
        BidPledge.objects.visible_to(by).filter(bid=bid.predecessor_id).values_list("pledge", flat=True)
    )
    known = set(bid.counted_pledges.values_list("pledge", flat=True))
    added = [
        BidPledge(bid=bid, pledge=one, carried_from_id=bid.predecessor_id if one.pk in before else None)
        for one in pledges
        if one.pk not in known
    ]
    BidPledge.objects.bulk_create(added)
    return len(added)


@transaction.atomic
def name_document(requirement: Requirement, *, by: Member, document: str) -> Requirement:
    """Say what shows a requirement beside the portal's own records; empty takes it back."""
    policies.keeps_programme(by).require()
    requirement = Requirement.objects.visible_to(by).select_for_update(of=("self",)).get(pk=requirement.pk)
    requirement.document = document.strip()
    requirement.save(update_fields=["document"])
    return requirement


def _lock(by: Member) -> None:
    """Two people who enter a status at once take turns, or each would check without the other's."""
    list(ProgrammeStatus.objects.visible_to(by).select_for_update(of=("self",)).values_list("pk"))


def _require_possible(status: ProgrammeStatus, by: Member) -> None:
    if status.on > timezone.localdate():
        raise ValidationError({"on": _("A status is recorded once it holds. Choose today or earlier.")})
    status.full_clean()
    others = ProgrammeStatus.objects.visible_to(by).exclude(pk=status.pk).in_order()
    steps = [(one.on, one.state) for one in others] + [(status.on, status.state)]
    broken = broken_step(steps)
    if broken:
        before, after = broken
        raise ValidationError(
            {
                "state": _("“%(after)s” cannot follow “%(before)s” (%(day)s). Check the state and the date.")
                % {
                    "after": ProgrammeState(after[1]).label,
                    "before": ProgrammeState(before[1]).label,
                    "day": official_date(before[0]),
                }
            }
        )
