"""Who may do what with pledges, deliveries and prices; each answer carries its reason."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from consortium.verdict import Verdict, only_if
from partners.people.policies import ADMINISTRATORS
from partners.states import OPEN_TO_DELIVERY, SCHOOL_STAFF, DeliveryState, PledgeState, Role

if TYPE_CHECKING:
    from partners.models import Delivery, EvidenceFile, Member, Pledge, PriceItem

LEDGER_KEEPERS = frozenset({Role.COORDINATOR, Role.ACCOUNTANT})
VERIFIERS = LEDGER_KEEPERS | {Role.PRINCIPAL}
# Who makes and changes promises for the school, and who does so for a partner.
KEEPERS = frozenset({Role.COORDINATOR})
PROMISERS = ADMINISTRATORS - {Role.COORDINATOR}


def keeps_pledges(member: Member, pledge: Pledge | None = None) -> Verdict:
    """The coordinator enters what was agreed, asks partners for more, and corrects what stands wrong."""
    return only_if(
        member.role in KEEPERS and _is_ours(member, pledge),
        _("Only the school's coordinator enters, asks for and corrects pledges."),
    )


def speaks_for_partner(member: Member, pledge: Pledge | None = None) -> Verdict:
    """Whoever answers for a partner's people also answers for what the partner promises."""
    own = pledge is None or (_is_ours(member, pledge) and pledge.partner_id == member.partner_id)
    return only_if(
        member.role in PROMISERS and own,
        _("Only the administrators of the partner itself promise something for it."),
    )


def enters(member: Member) -> Verdict:
    """The coordinator enters pledges, a partner's administrator proposes one of their own."""
    return only_if(
        member.role in KEEPERS | PROMISERS,
        _("Only the coordinator and the administrators of partners enter pledges."),
    )


def promises(member: Member, pledge: Pledge) -> Verdict:
    """The partner answers the school's question with what it can give."""
    return speaks_for_partner(member, pledge)


def accepts(member: Member, pledge: Pledge) -> Verdict:
    """A proposal becomes a pledge when the coordinator accepts it."""
    return keeps_pledges(member, pledge)


def declines(member: Member, pledge: Pledge) -> Verdict:
    """What the school asked is declined by the partner, what the partner proposed by the school."""
    if pledge.state == PledgeState.ASKED:
        return speaks_for_partner(member, pledge)
    return keeps_pledges(member, pledge)


def corrects_pledge(member: Member, pledge: Pledge) -> Verdict:
    """The coordinator corrects what is agreed; a proposal is still the partner's own."""
    if pledge.state == PledgeState.PROPOSED and speaks_for_partner(member, pledge):
        return speaks_for_partner(member, pledge)
    return keeps_pledges(member, pledge) & only_if(
        pledge.state in OPEN_TO_DELIVERY,
        _("What was only asked or proposed, or has ended, is not corrected."),
    )


def ends(member: Member, pledge: Pledge) -> Verdict:
    """A promise ends early when the coordinator records why."""
    return keeps_pledges(member, pledge)


def reports(member: Member, pledge: Pledge) -> Verdict:
    """The school's keepers of the ledger and the partner's own people say what happened."""
    ours = member.role in LEDGER_KEEPERS and _is_ours(member, pledge)
    own = (
        member.role not in SCHOOL_STAFF | {Role.STUDENT, Role.OPERATOR}
        and _is_ours(member, pledge)
        and pledge.partner_id == member.partner_id
    )
    return only_if(
        ours or own,
        _("Only the school's coordinator or accountant and the partner's own people report deliveries."),
    ) & only_if(pledge.state in OPEN_TO_DELIVERY, _("Deliveries are reported for pledges that are agreed."))


def corrects(member: Member, delivery: Delivery) -> Verdict:
    """Whoever may report may also put right what waits or was sent back."""
    return reports(member, delivery.pledge) & only_if(
        delivery.state != DeliveryState.VERIFIED,
        _("What was verified is not changed. Somebody who verifies can send it back first."),
    )


def verifies_deliveries(member: Member) -> Verdict:
    """The second pair of eyes is always the school's."""
    return only_if(
        member.role in VERIFIERS,
        _("Only the school's coordinator, accountant or principal verifies deliveries."),
    )


def verifies(member: Member, delivery: Delivery) -> Verdict:
    """Somebody of the school with the right, who neither reported it nor changed it since."""
    ours = only_if(
        _is_ours(member, delivery.pledge),
        _("Only the school's coordinator, accountant or principal verifies deliveries."),
    )
    reporter = delivery.reported_by
    other = only_if(
        reporter is not None and reporter.user_id != member.user_id,
        _("You reported this yourself, so somebody else of the school verifies it."),
    )
    return verifies_deliveries(member) & ours & other & _did_not_touch(member, delivery)


def _did_not_touch(member: Member, delivery: Delivery) -> Verdict:
    mine = type(member)._default_manager.filter(user=member.user_id, pk__in=delivery.handled_by)
    return only_if(
        not delivery.handled_by or not mine.exists(),
        _("You corrected or divided this yourself, so somebody else of the school verifies it."),
    )


def sends_back(member: Member, delivery: Delivery) -> Verdict:
    """Whoever verifies may also say what is missing, and take back what should not have counted."""
    ours = only_if(
        _is_ours(member, delivery.pledge),
        _("Only the school's coordinator, accountant or principal verifies deliveries."),
    )
    return verifies_deliveries(member) & ours


def keeps_prices(member: Member, price: PriceItem | None = None) -> Verdict:
    """What a contribution in kind is worth is set by those at the school who answer for its figures."""
    ours = price is None or price.consortium_id == member.consortium_id
    return only_if(
        member.role in LEDGER_KEEPERS and ours,
        _("Only the school's coordinator and accountant keep the price table."),
    )


def opens_evidence(member: Member, file: EvidenceFile) -> Verdict:
    """Evidence may name people, so it opens to those who verify and to the partner that delivered."""
    own = file.partner_id == member.partner_id and member.role not in SCHOOL_STAFF
    return only_if(
        member.role in VERIFIERS or own,
        _("Evidence is for those who verify it and for the partner that delivered."),
    )


def reads_ledger(member: Member) -> Verdict:
    """The ledger as a report is for everybody who answers for pledges; students have no use for it."""
    return only_if(member.role != Role.STUDENT, _("The ledger is for staff."))


def _is_ours(member: Member, pledge: Pledge | None) -> bool:
    return pledge is None or pledge.consortium_id == member.consortium_id
