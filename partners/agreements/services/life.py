"""What happens to agreements by itself once the facts are complete, and how they are ended."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from consortium.notifications.services import notify
from consortium.notifications.slots import claim_slot
from consortium.rowlevel import SYSTEM, acting_as
from consortium.validators import refuse_resident_number
from consortium.workflow import Transition
from partners.agreements import policies
from partners.agreements.policies import SENDERS
from partners.agreements.services.locks import lock_agreement
from partners.agreements.terms import effective_terms
from partners.agreements.workflow import ENTER_INTO_FORCE, EXPIRE, SUCCEED, TERMINATE
from partners.models import Agreement, Member, Pledge
from partners.people.policies import ADMINISTRATORS
from partners.states import AgreementState

if TYPE_CHECKING:
    from partners.agreements.terms import Terms

THRESHOLDS = (30, 60, 90)  # days before the last one
AHEAD = timedelta(days=max(THRESHOLDS))


def enter_into_force(agreement: Agreement, step: Transition = ENTER_INTO_FORCE) -> Agreement:
    """The agreement, locked and signed, binds its parties; it takes the place of the one before."""
    if step is ENTER_INTO_FORCE:
        step.enforce(agreement, by=None)
    agreement.state = step.target
    agreement.save(update_fields=["state"])
    with acting_as(SYSTEM):
        if agreement.predecessor_id:
            _succeed(agreement)
        _tell("agreement_in_force", agreement, bound_partners(agreement), key=str(agreement.pk))
    return agreement


@transaction.atomic
def terminate_agreement(agreement: Agreement, *, by: Member, on: date, reason: str) -> Agreement:
    """End an agreement on a day; until then it holds, and on the day after it moves by itself."""
    policies.sends_out(by, agreement).require()
    agreement = lock_agreement(agreement.pk)
    TERMINATE.enforce(agreement, by=by)
    refuse_resident_number(reason)
    end = effective_terms(agreement).last_day
    if agreement.signed_on and on < agreement.signed_on:
        raise ValidationError({"on": _("It was not signed yet on this day.")})
    if end is not None and agreement.terminated_on is None and on > end:
        raise ValidationError({"on": _("It ends by itself before this day.")})

    agreement.terminated_on, agreement.termination_reason = on, reason
    if on < timezone.localdate():
        agreement.state = TERMINATE.target
    agreement.save(update_fields=["terminated_on", "termination_reason", "state"])
    key = f"{agreement.pk}:{on.isoformat()}"
    with acting_as(SYSTEM):
        _tell(
            "agreement_terminated",
            agreement,
            bound_partners(agreement),
            key=key,
            day=on.isoformat(),
            reason=reason,
        )
    return agreement


def live_one_day(today: date) -> None:
    """Once a day: begin what begins, end what ends, announce what ends soon."""
    with acting_as(SYSTEM):
        if not claim_slot("agreements.live_one_day", today.isoformat()):
            return
        for pk in _begin_today(today):
            agreement = lock_agreement(pk)
            if agreement.state == AgreementState.SIGNING:
                enter_into_force(agreement)
        for pk in _over(today):
            _end(lock_agreement(pk), today)
        announce_ends(today)


def announce_ends(today: date) -> int:
    """Tell of every agreement that ends within 90, 60 or 30 days, once for each; gives back how many.

    An extension moves the end and so stops it; so does a signed successor.
    """
    running = Agreement.objects.filter(state=AgreementState.IN_FORCE).with_end(today)
    soon = running.filter(ends_on__gte=today, ends_on__lte=today + AHEAD, terminated_on=None)
    soon = soon.exclude(successor__signed_on__isnull=False).select_related("consortium").with_facts()
    number = 0
    for agreement in soon.order_by("pk"):
        terms = effective_terms(agreement, today)
        if _goes_on(agreement, terms):
            continue
        days = (terms.last_day - today).days
        threshold = min(limit for limit in THRESHOLDS if days <= limit)
        _tell(
            "agreement_ends",
            agreement,
            [party.partner for party in terms.parties],
            key=f"{agreement.pk}:{terms.last_day.isoformat()}:{threshold}",
            day=terms.last_day.isoformat(),
            days=days,
        )
        number += 1
    return number


def bound_partners(agreement: Agreement) -> list[int]:
    """The partners bound by an agreement today."""
    known = Agreement.objects.with_facts().get(pk=agreement.pk)
    return [party.partner for party in effective_terms(known).parties]


def people_to_tell(consortium_id: int, partners: Iterable[int]) -> list[int]:
    """Log-ins of those who answer for agreements, and of the administrators of these partners."""
    here = Member.objects.active().filter(consortium=consortium_id)
    told = here.filter(role__in=SENDERS) | here.filter(partner__in=list(partners), role__in=ADMINISTRATORS)
    return sorted(set(told.values_list("user", flat=True)))


def _goes_on(agreement: Agreement, terms: Terms) -> bool:
    """Has an extension been signed that counts only from a later day on, before the end?"""
    later = effective_terms(agreement, terms.last_day + timedelta(days=1))
    return later.last_day is None or later.last_day > terms.last_day


def _begin_today(today: date) -> list[int]:
    signed = Agreement.objects.filter(state=AgreementState.SIGNING, signed_on__isnull=False)
    return list(signed.filter(starts_on__lte=today).order_by("pk").values_list("pk", flat=True))


def _over(today: date) -> list[int]:
    running = Agreement.objects.filter(state=AgreementState.IN_FORCE).with_end(today)
    return list(running.filter(ends_on__lt=today).order_by("pk").values_list("pk", flat=True))


def _end(agreement: Agreement, today: date) -> None:
    known = Agreement.objects.with_facts().get(pk=agreement.pk)
    if agreement.state != AgreementState.IN_FORCE or effective_terms(known, today).in_force:
        return
    ended_early = agreement.terminated_on is not None and agreement.terminated_on < today
    agreement.state = TERMINATE.target if ended_early else EXPIRE.target
    agreement.save(update_fields=["state"])


def _succeed(agreement: Agreement) -> None:
    earlier = lock_agreement(agreement.predecessor_id)
    if earlier.state not in SUCCEED.sources:
        return
    earlier.state = SUCCEED.target
    earlier.save(update_fields=["state"])
    if agreement.carries_pledges:
        _carry_pledges(earlier, agreement)


def _carry_pledges(earlier: Agreement, agreement: Agreement) -> None:
    """Pledges that are still open go on, each under the clause that says the same in the new text."""
    begin = agreement.starts_on or agreement.signed_on
    known = Agreement.objects.with_facts().get(pk=earlier.pk)
    said = {clause.number: clause.text for clause in effective_terms(known, begin).standing_clauses}
    clauses = {clause.text: clause for clause in agreement.clauses.all()}
    for pledge in Pledge.objects.filter(agreement=earlier, ends_on__gte=begin).select_related("clause"):
        pledge.agreement = agreement
        pledge.clause = clauses.get(said.get(pledge.clause.number)) if pledge.clause else None
        pledge.save(update_fields=["agreement", "clause"])


def _tell(event: str, agreement: Agreement, partners: Iterable[int], *, key: str, **words: str | int) -> None:
    notify(
        f"partners/{event}",
        to=people_to_tell(agreement.consortium_id, partners),
        context={"agreement": agreement.title} | words,
        url=agreement.get_absolute_url(),
        consortium_id=agreement.consortium_id,
        key=key,
    )
