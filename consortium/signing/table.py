"""The table of parties: who has signed when and how, and what this member may do about each."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from consortium.signing import policies
from consortium.signing.models import Contact, Document, Letter, Party, Signature, Trace
from consortium.signing.registry import belongs_to
from consortium.signing.states import ASKED, SIGNABLE, UNSIGNED, PartyState, Purpose

if TYPE_CHECKING:
    from consortium.signing.people import Member

TONES = {
    PartyState.WAITING: "gray",
    PartyState.INVITED: "information",
    PartyState.READ: "primary",
    PartyState.SIGNED: "success",
    PartyState.DECLINED: "danger",
    PartyState.LEFT_OUT: "gray",
}


@dataclass(frozen=True)
class Action:
    """One thing to do about a party; those that post do it at once, the others lead to a page."""

    label: str | Promise
    url: str
    posts: bool = False
    tone: str = "tertiary"


@dataclass
class Row:
    """One party."""

    party: Party
    signature: Signature | None
    contact: Contact | None = None
    ip_address: str = ""
    undelivered: bool = False
    shows_reason: bool = False
    why_not: str | Promise = ""  # one of the party's own people may not sign for it, and why
    actions: list[Action] = field(default_factory=list)
    more: list[Action] = field(default_factory=list)  # what is needed rarely, behind one more click

    @property
    def tone(self) -> str:
        return TONES[PartyState(self.party.state)]

    @property
    def is_unsigned(self) -> bool:
        return self.party.state in UNSIGNED


@dataclass
class Table:
    """All parties of one document, with the sums above them."""

    rows: list[Row]
    may_manage: bool
    takes_signatures: bool

    @property
    def total(self) -> int:
        return sum(row.party.state != PartyState.LEFT_OUT for row in self.rows)

    @property
    def signed(self) -> int:
        return sum(row.party.state == PartyState.SIGNED for row in self.rows)

    @property
    def to_ask(self) -> int:
        """How many the button above the table would ask."""
        if not (self.may_manage and self.takes_signatures):
            return 0
        return sum(row.party.state == PartyState.WAITING and row.contact is not None for row in self.rows)

    @property
    def has_actions(self) -> bool:
        return any(row.actions for row in self.rows)


def table_of(document: Document, member: Member) -> Table:
    """The parties of this document as this member may see them; four queries, however many they are."""
    may_manage = bool(policies.manages(member, document))
    parties = list(Party.objects.visible_to(member).filter(document=document).select_related("signature"))
    rows = [Row(party, getattr(party, "signature", None)) for party in parties]
    if may_manage:
        _add_details(rows, document)
    for row in rows:
        row.party.document = document
        own = bool(belongs_to(member, row.party))
        row.shows_reason = may_manage or own
        _offer(row, member, manages=may_manage, own=own)
    return Table(rows, may_manage, document.state in SIGNABLE)


def _add_details(rows: list[Row], document: Document) -> None:
    """What only those who manage the document see."""
    contacts = {contact.pk: contact for contact in Contact.objects.filter(party__document=document)}
    traces = Trace.objects.filter(signature__party__document=document)
    addresses = dict(traces.values_list("signature__party", "ip_address"))
    asking = Letter.objects.filter(party__document=document).exclude(
        purpose__in=[Purpose.CODE, Purpose.MOVED]
    )
    latest = asking.order_by("party_id", "-wanted_at", "-pk").distinct("party_id")
    failed = {letter.party_id for letter in latest if letter.given_up_at and letter.error}
    for row in rows:
        row.contact = contacts.get(row.party.pk)
        row.ip_address = addresses.get(row.party.pk) or ""
        row.undelivered = row.party.pk in failed and row.is_unsigned


def _offer(row: Row, member: Member, *, manages: bool, own: bool) -> None:
    """The likeliest step first; the rest of what is possible now behind it."""
    party = row.party

    def to(name: str) -> str:
        return reverse(f"signing:{name}", args=[member.consortium.slug, party.pk])

    if party.state == PartyState.SIGNED:
        if row.signature is not None and row.signature.scan and (manages or own):
            row.actions.append(Action(_("Scan"), to("scan")))
        return
    if party.document.state not in SIGNABLE or not row.is_unsigned:
        return
    if own and party.state != PartyState.DECLINED:
        may_sign = policies.signs_for(member, party)
        row.why_not = may_sign.reason
        if may_sign:
            row.actions.append(Action(_("Read and sign"), to("sign"), tone="primary"))
    if not manages:
        return
    contact = Action(_("Contact…"), to("contact"))
    if row.contact is None:
        row.actions.append(contact)
    elif party.state in ASKED:
        row.actions.append(Action(_("Remind"), to("remind"), posts=True, tone="secondary"))
        row.more += [Action(_("Send the link again"), to("resend"), posts=True), contact]
    else:
        row.actions.append(Action(_("Ask to sign"), to("invite"), posts=True, tone="secondary"))
        row.more.append(contact)
    row.actions.append(Action(_("Signed on paper…"), to("paper")))
    row.more.append(Action(_("Go on without…"), to("leave_out")))
