"""Promises: asked for, proposed, agreed, corrected, ended."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from consortium.workflow import Policy, StateConflict
from partners.amounts import refuse_fractions
from partners.models import Member, Participation, Partner, Pledge, PriceItem
from partners.pledges import policies
from partners.pledges.services import letters
from partners.pledges.services.bases import refuse_strange_basis
from partners.pledges.services.settling import settle
from partners.pledges.workflow import ACCEPT, DECLINE, END, PROPOSE
from partners.states import UNITS_OF, PledgeKind, PledgeState, Unit

TERMS = (
    "kind",
    "description",
    "amount",
    "unit",
    "starts_on",
    "ends_on",
    "agreement",
    "clause",
    "valued_as",
)


@transaction.atomic
def enter_pledge(*, by: Member, partner: Partner, **terms: Any) -> Pledge:
    """What was agreed is entered by the coordinator; a partner's administrator proposes it to the school."""
    policies.enters(by).require()
    agreed = bool(policies.keeps_pledges(by))
    pledge = _new(by, partner, PledgeState.AGREED if agreed else PledgeState.PROPOSED, terms)
    if agreed:
        _settle(pledge)
        letters.tell_partner("pledge_agreed", pledge, by=by, key=str(pledge.pk))
    else:
        policies.speaks_for_partner(by, pledge).require()
        letters.tell_keepers("pledge_proposed", pledge, by=by, key=str(pledge.pk))
    return pledge


@transaction.atomic
def ask_for_pledge(*, by: Member, partner: Partner, **terms: Any) -> Pledge:
    """The school asks a partner for what it could give; nothing is counted, nobody is bound."""
    policies.keeps_pledges(by).require()
    pledge = _new(by, partner, PledgeState.ASKED, terms)
    letters.tell_administrators("pledge_asked", pledge, by=by, key=str(pledge.pk))
    return pledge


@transaction.atomic
def answer_pledge(pledge: Pledge, *, by: Member, **terms: Any) -> Pledge:
    """The partner says what it can give of what the school asked for."""
    pledge = _locked(pledge, by, PROPOSE.policy)
    PROPOSE.enforce(pledge, by=by)
    pledge.state, pledge.entered_by = PROPOSE.target, by
    _write_terms(pledge, terms)
    pledge.full_clean(exclude=["consortium", "partner", "entered_by"])
    pledge.save(update_fields=[*TERMS, "state", "entered_by"])
    letters.tell_keepers("pledge_proposed", pledge, by=by, key=str(pledge.pk))
    return pledge


@transaction.atomic
def accept_pledge(pledge: Pledge, *, by: Member) -> Pledge:
    """The coordinator accepts what a partner proposed; from now on it is counted."""
    pledge = _locked(pledge, by, ACCEPT.policy)
    ACCEPT.enforce(pledge, by=by)
    refuse_strange_basis(pledge)
    pledge.state = ACCEPT.target
    pledge.save(update_fields=["state"])
    _settle(pledge)
    letters.tell_partner("pledge_agreed", pledge, by=by, key=str(pledge.pk))
    return pledge


@transaction.atomic
def decline_pledge(pledge: Pledge, *, by: Member, reason: str) -> Pledge:
    """The other side does not want it, and says why."""
    pledge = _locked(pledge, by, DECLINE.policy)
    tell = letters.tell_keepers if pledge.state == PledgeState.ASKED else letters.tell_administrators
    DECLINE.enforce(pledge, by=by)
    pledge.state, pledge.reason = DECLINE.target, _said(reason)
    pledge.save(update_fields=["state", "reason"])
    tell("pledge_declined", pledge, by=by, key=str(pledge.pk), reason=pledge.reason)
    return pledge


@transaction.atomic
def correct_pledge(pledge: Pledge, *, by: Member, reason: str = "", **terms: Any) -> Pledge:
    """What stands wrong is put right; the history keeps what stood there, and less needs a reason."""
    pledge = _locked(pledge, by, policies.corrects_pledge)
    policies.corrects_pledge(by, pledge).require()
    is_less = terms["amount"] < pledge.amount
    if is_less and pledge.state != PledgeState.PROPOSED and not reason.strip():
        raise ValidationError({"reason": _("A promise is made smaller for a reason. Say which.")})
    _refuse_other_unit(pledge, terms)

    _write_terms(pledge, terms)
    pledge.reason = reason.strip()
    pledge.full_clean(exclude=["consortium", "partner", "entered_by"])
    pledge.save(update_fields=[*TERMS, "reason"])
    if pledge.state != PledgeState.PROPOSED:
        _settle(pledge)
        key = f"{pledge.pk}-{timezone.now():%Y%m%d%H%M%S}"
        letters.tell_partner("pledge_corrected", pledge, by=by, key=key, reason=pledge.reason or "-")
    return pledge


@transaction.atomic
def end_pledge(pledge: Pledge, *, by: Member, reason: str) -> Pledge:
    """Nothing more will come of it; what was promised stays promised, and the reason stands beside it."""
    pledge = _locked(pledge, by, END.policy)
    END.enforce(pledge, by=by)
    pledge.state, pledge.reason, pledge.ended_on = END.target, _said(reason), timezone.localdate()
    pledge.save(update_fields=["state", "reason", "ended_on"])
    letters.tell_partner("pledge_ended", pledge, by=by, key=str(pledge.pk), reason=pledge.reason)
    return pledge


def _new(by: Member, partner: Partner, state: PledgeState, terms: dict[str, Any]) -> Pledge:
    pledge = Pledge(consortium=by.consortium, partner=partner, state=state, entered_by=by)
    if not Participation.objects.visible_to(by).filter(partner=partner, left_on=None).exists():
        raise ValidationError({"partner": _("This organisation does not take part in the consortium.")})
    _write_terms(pledge, terms)
    pledge.full_clean(exclude=["consortium", "partner", "entered_by"])
    pledge.save()
    return pledge


def _locked(pledge: Pledge, by: Member, policy: Policy) -> Pledge:
    """The pledge as it stands now, held, for those who may touch it at all.

    One that a partner's row policy no longer lets it touch has moved on.
    """
    policy(by, pledge).require()
    found = (
        Pledge.objects.select_for_update(of=("self",))
        .select_related("consortium", "partner")
        .filter(pk=pledge.pk)
        .first()
    )
    if found is None:
        pledge.refresh_from_db()
        raise StateConflict(pledge)
    return found


def _write_terms(pledge: Pledge, terms: dict[str, Any]) -> None:
    """What an old pledge rests on is asked about again where that changes, not with every typing error."""
    rested_on = _basis(pledge)
    for name in TERMS:
        if name in terms:
            setattr(pledge, name, terms[name])
    refuse_mixed_terms(pledge)
    if pledge.pk is None or pledge.state == PledgeState.PROPOSED or _basis(pledge) != rested_on:
        refuse_strange_basis(pledge)
    _refuse_unknown_price(pledge)


def _basis(pledge: Pledge) -> tuple[object, ...]:
    return pledge.agreement_id, pledge.clause_id, pledge.starts_on, pledge.ends_on


def refuse_mixed_terms(pledge: Pledge) -> None:
    """What no pledge can say, whoever enters it: money in hours, an end before the beginning."""
    refused: dict[str, ValidationError] = {}
    known = pledge.kind and pledge.unit
    if known and (pledge.kind == PledgeKind.CASH) != (pledge.unit == Unit.WON):
        refused["unit"] = ValidationError(_("Money is promised in KRW, and nothing else is."))
    elif known and pledge.unit not in UNITS_OF[pledge.kind]:
        units = ", ".join(str(Unit(unit).label) for unit in UNITS_OF[pledge.kind])
        words = _("This kind of promise is counted in: %(units)s.")
        refused["unit"] = ValidationError(words, params={"units": units})
    if pledge.starts_on and pledge.ends_on and pledge.ends_on < pledge.starts_on:
        refused["ends_on"] = ValidationError(_("The end must come after the beginning."))
    if refused:
        raise ValidationError(refused)
    refuse_fractions(pledge.amount, pledge.unit)


def _refuse_unknown_price(pledge: Pledge) -> None:
    if not pledge.valued_as:
        return
    known = PriceItem.objects.filter(
        consortium=pledge.consortium_id, kind=pledge.kind, unit=pledge.unit, name=pledge.valued_as
    )
    if not known.exists():
        raise ValidationError({"valued_as": _("The price table has no such price for this kind and unit.")})


def _refuse_other_unit(pledge: Pledge, terms: dict[str, Any]) -> None:
    if terms.get("unit", pledge.unit) != pledge.unit and pledge.deliveries.exists():
        raise ValidationError(
            {"unit": _("Deliveries are counted in this unit already. End the pledge and enter a new one.")}
        )


def _said(reason: str) -> str:
    if not reason.strip():
        raise ValidationError({"reason": _("Say why.")})
    return reason.strip()


def _settle(pledge: Pledge) -> None:
    settle([pledge.pk])
    pledge.refresh_from_db(fields=["state"])
