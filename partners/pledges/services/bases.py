"""Under which agreement something can be promised: one that binds the partner on the pledge's days."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from consortium.reports.numbering import official_date
from partners.agreements.terms import Terms, effective_terms
from partners.models import Agreement, Member, Participation, Partner, Pledge
from partners.states import AgreementState, PledgeState


def standing_agreements(member: Member) -> QuerySet[Agreement]:
    """Agreements that a pledge can still be made under, in force or signed by all and not yet begun."""
    return Agreement.objects.visible_to(member).signed_by_all().with_facts().order_by("title", "pk")


def binds(agreement: Agreement, partner: Partner, terms: Terms) -> bool:
    """The partner is a party on the day of these terms, or the consortium named it as a partner."""
    if any(party.partner == partner.pk for party in terms.parties):
        return True
    return Participation.objects.filter(
        consortium=agreement.consortium_id, partner=partner.pk, named_in_agreement=True
    ).exists()


def refuse_strange_basis(pledge: Pledge) -> None:
    """The agreement is the consortium's, its clause its own, and it binds the partner on these days."""
    agreement = pledge.agreement
    if agreement is None:
        if pledge.state != PledgeState.ASKED:
            raise _refused(_("Say under which agreement it is promised."))
        return
    if pledge.clause is not None and pledge.clause.agreement_id != agreement.pk:
        raise _refused(_("This clause belongs to another agreement."))
    terms = effective_terms(agreement, pledge.ends_on)
    foreign = agreement.consortium_id != pledge.consortium_id
    if foreign or not binds(agreement, pledge.partner, terms):
        raise _refused(_("The partner is neither a party of this agreement nor named as a partner."))
    _refuse_other_days(pledge, terms)


def _refuse_other_days(pledge: Pledge, terms: Terms) -> None:
    """What nobody signed binds nobody, and what has ended binds nobody any longer."""
    if terms.starts_on is None:
        raise _refused(_("This agreement is not signed yet. Pledges are entered once all have signed."))
    if pledge.agreement.state == AgreementState.SUCCEEDED:
        raise _refused(_("A later agreement took the place of this one. Choose the later one."))
    if terms.starts_on > pledge.ends_on:
        words = _("This agreement begins on %(day)s, after the last day of the pledge.")
        raise _refused(words, official_date(terms.starts_on))
    if terms.last_day is not None and terms.last_day < pledge.ends_on:
        words = _("This agreement ends on %(day)s, before the last day of the pledge.")
        raise _refused(words, official_date(terms.last_day))


def _refused(words: str, day: str = "") -> ValidationError:
    return ValidationError({"basis": ValidationError(words, params={"day": day})})
