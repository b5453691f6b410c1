"""Who may do what with agreements and their amendments; each answer carries its reason."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from consortium.verdict import Verdict, only_if
from partners.people.policies import ADMINISTRATORS
from partners.states import SCHOOL_STAFF, Role

if TYPE_CHECKING:
    from consortium.signing.models import Party
    from partners.models import Agreement, Amendment, Member

READERS_ON_PAPER = frozenset(set(Role) - {Role.OPERATOR, Role.STUDENT})
DRAFTERS = frozenset({Role.COORDINATOR})
# Whoever signs for the school may send out, take back and end as well as the one who drafts.
SENDERS = DRAFTERS | {Role.PRINCIPAL}
# The principal binds the school; every other organisation is bound by those who answer for its people.
SIGNERS = (ADMINISTRATORS - SCHOOL_STAFF) | {Role.PRINCIPAL}


def drafts(member: Member, subject: Agreement | Amendment | None = None) -> Verdict:
    """The coordinator writes agreements and amendments for everybody who will sign them."""
    return only_if(
        member.role in DRAFTERS and _is_ours(member, subject),
        _("Only the coordinator writes agreements and amendments."),
    )


def sends_out(member: Member, subject: Agreement | Amendment | None = None) -> Verdict:
    """What binds the school goes out by the coordinator or the principal."""
    return only_if(
        member.role in SENDERS and _is_ours(member, subject),
        _("Only the coordinator and the principal send out agreements, take them back and end them."),
    )


def signs(member: Member, party: Party) -> Verdict:
    """Who of a party's own people binds it on screen; the named signatory signs by the mailed link."""
    reason = (
        _("For the school the principal signs, or whoever the mailed link was sent to.")
        if member.role in SCHOOL_STAFF
        else _("An administrator of your organisation signs, or whoever the mailed link was sent to.")
    )
    return only_if(member.role in SIGNERS, reason)


def reads_contacts(member: Member) -> Verdict:
    """Whom to write to at a party is for those who send the agreement out."""
    return only_if(member.role in SENDERS, _("Only the coordinator and the principal see contacts."))


def reads_history(member: Member) -> Verdict:
    """Who changed an agreement is for those who answer for it."""
    return only_if(member.role in SENDERS, _("Only the coordinator and the principal read the history."))


def prints(member: Member) -> Verdict:
    """Whoever works for an organisation of the consortium may have the agreement as a PDF."""
    return only_if(member.role in READERS_ON_PAPER, _("Students read agreements on the page."))


def _is_ours(member: Member, subject: Agreement | Amendment | None) -> bool:
    return subject is None or subject.consortium_id == member.consortium_id
