"""What the page of one agreement shows: effective terms with marked words, and whose turn it is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from consortium.signing.states import DocumentState, PartyState
from partners.agreements.terms import ClauseText, Party, Terms
from partners.agreements.words import Run, compared
from partners.states import BINDING, AmendmentAction, AmendmentKind, AmendmentState
from partners.states import AgreementState as State

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from consortium.signing.models import Party as SigningParty
    from partners.agreements.documents import Version
    from partners.models import Agreement, Amendment, Pledge

SOON = timedelta(days=90)
NAMED = 3  # parties that are named in a sentence; the others are counted


@dataclass(frozen=True)
class ReadClause:
    """A clause with its words marked, and in words what happened to it."""

    clause: ClauseText
    runs: list[Run]
    remarks: list[str]
    row: int | None = None  # the id of the clause in the draft
    kept: Kept | None = None  # what was pledged under it


@dataclass(frozen=True)
class Kept:
    """How many pledges stand under a clause, and how much of them arrived on average."""

    count: int
    share: Decimal


@dataclass(frozen=True)
class Step:
    """What comes next, whose turn it is, and how pressing it is."""

    text: str
    who: str = ""
    tone: str = ""


def read_clauses(terms: Terms, agreement: Agreement, pledges: Iterable[Pledge] = ()) -> list[ReadClause]:
    """The clauses of the day in the reader's language, what changed, and how they are kept."""
    rows = {clause.number: clause.pk for clause in agreement.clauses.all()}
    kept = _kept(pledges)
    return [
        ReadClause(
            clause,
            compared(clause.was, str(clause)) if clause.was and not clause.is_deleted else [],
            [_remark(mark.action, mark.number, mark.on) for mark in clause.marks],
            rows.get(clause.number),
            kept.get(rows.get(clause.number)),
        )
        for clause in terms.clauses
    ]


def _kept(pledges: Iterable[Pledge]) -> dict[int, Kept]:
    """By the id of the clause; amounts of different units are compared by their shares only."""
    shares: dict[int, list[Decimal]] = {}
    for pledge in pledges:
        if pledge.clause_id is not None and pledge.state in BINDING:
            shares.setdefault(pledge.clause_id, []).append(pledge.share)
    return {clause: Kept(len(found), sum(found) / len(found)) for clause, found in shares.items()}


def _remark(action: str, number: int, on: date) -> str:
    words = {
        AmendmentAction.ADD: _("Added by amendment %(number)s from %(day)s"),
        AmendmentAction.REPLACE: _("Changed by amendment %(number)s from %(day)s"),
        AmendmentAction.DELETE: _("Deleted by amendment %(number)s from %(day)s"),
    }[AmendmentAction(action)]
    return words % {"number": number, "day": date_format(on)}


@dataclass(frozen=True)
class PartyLine:
    """A party as the page shows it: bound or not, and how its signature stands."""

    party: Party
    is_bound: bool
    signing: SigningParty | None = None

    @property
    def is_late(self) -> bool:
        return self.signing is not None and self.signing.joined_late

    @property
    def signer(self) -> str:
        """Who signed, with their office; before that, and after an amendment, whoever is named."""
        return " ".join(filter(None, signer_of(self.party, self.signing)))


def signer_of(party: Party, signing: SigningParty | None) -> tuple[str, str]:
    """Office and name of who signed for the party; an amendment that names another counts more."""
    signature = getattr(signing, "signature", None)
    if signature is not None and not party.marks:
        return signature.title, signature.signer
    return party.signer_title, party.signer


class Standing:
    """Which steps the state of an agreement allows, for a page that offers them."""

    def __init__(self, agreement: Agreement) -> None:
        state = agreement.state
        self.is_draft = state == State.DRAFT
        self.is_out = state == State.SIGNING
        self.in_force = state == State.IN_FORCE
        self.can_be_taken_back = self.is_out and agreement.signed_on is None
        self.can_be_renewed = state in (State.IN_FORCE, State.EXPIRED)


def party_lines(terms: Terms, versions: list[Version]) -> list[PartyLine]:
    """Those bound on the day, then those named and not bound, each with its signature on the last version."""
    signing = {party.partner_id: party for party in versions[0].parties} if versions else {}
    return [
        *(PartyLine(party, True, signing.get(party.partner)) for party in terms.parties),
        *(PartyLine(party, False, signing.get(party.partner)) for party in terms.awaited),
    ]


def next_step(
    agreement: Agreement,
    terms: Terms,
    amendments: Iterable[Amendment],
    versions: list[Version],
    chain: Iterable[Agreement] = (),
) -> Step:
    """What has to happen next with this agreement; `chain` are those it goes on from and under."""
    school = _("School coordinator")
    match agreement.state:
        case State.DRAFT:
            return Step(_what_a_draft_lacks(agreement, terms), school, "warning")
        case State.SIGNING:
            return _while_signing(agreement, terms, versions, school)
        case State.IN_FORCE:
            renewal = next((one for one in chain if one.predecessor_id == agreement.pk), None)
            return _while_in_force(terms, amendments, renewal, school)
        case State.SUCCEEDED:
            return Step(_("Nothing more: a later agreement has taken its place."))
        case State.EXPIRED:
            return Step(_("It has run out. Renew it to go on under a new agreement."), school)
    return Step(_("Nothing more: it was terminated."))


def _what_a_draft_lacks(agreement: Agreement, terms: Terms) -> str:
    if not terms.clauses:
        return _("Write the clauses.")
    if len(terms.awaited) < 2:
        return _("Choose the parties, two at least.")
    if agreement.predecessor_id and terms.ends_on is None:
        return _("Enter the last day of the renewed term; left empty, the agreement has no end.")
    return _("Read it once more and send it out for signing.")


def _while_signing(agreement: Agreement, terms: Terms, versions: list[Version], school: str) -> Step:
    if agreement.signed_on is not None:
        day = date_format(agreement.starts_on or agreement.signed_on)
        return Step(_("Everybody has signed. It comes into force on %(day)s.") % {"day": day}, tone="success")
    if not versions or versions[0].document.state == DocumentState.VOID:
        return Step(_("The signing was withdrawn: take it back to the draft."), tone="danger")
    names = {party.partner: str(party) for party in (*terms.parties, *terms.awaited)}
    declined = [
        names.get(party.partner_id, party.name)
        for party in versions[0].parties
        if party.state == PartyState.DECLINED
    ]
    if declined:
        words = _("%(names)s declined to sign. Talk to them, go on without them, or take it back.")
        return Step(words % {"names": named(declined)}, school, "danger")
    missing = [names.get(party.partner_id, party.name) for party in versions[0].missing]
    words = _("%(signed)s of %(all)s have signed.")
    numbers = {"signed": versions[0].signed, "all": len(versions[0].parties)}
    return Step(words % numbers, named(missing), "warning")


def _while_in_force(
    terms: Terms, amendments: Iterable[Amendment], renewal: Agreement | None, school: str
) -> Step:
    waiting = [one for one in amendments if one.state == AmendmentState.SIGNING]
    extending = [one for one in waiting if one.kind == AmendmentKind.TERM]
    if extending and renewal is not None and renewal.state in (State.DRAFT, State.SIGNING):
        words = _("It is being extended (“%(amendment)s”) and renewed at once. Go on with one of the two.")
        return Step(words % {"amendment": extending[0]}, school, "danger")
    if waiting:
        return Step(_("“%(amendment)s” waits for signatures.") % {"amendment": waiting[0]}, tone="warning")
    if terms.last_day is not None and terms.last_day <= terms.on + SOON:
        return Step(_("It ends soon: extend it by an amendment, or renew it."), school, "warning")
    return Step(_("Nothing is due. The parties deliver what they pledged."))


def named(parties: Sequence[object]) -> str:
    """Up to three parties by name, the rest as a number."""
    names = ", ".join(str(party) for party in parties[:NAMED])
    more = len(parties) - NAMED
    if more <= 0:
        return names
    return ngettext("%(names)s and %(more)d more", "%(names)s and %(more)d more", more) % {
        "names": names,
        "more": more,
    }


def state_that_day(agreement: Agreement, terms: Terms) -> str:
    """How the agreement stands on the day of these terms, in the words of its states."""
    if terms.not_begun:
        return _("Not yet in force")
    if terms.in_force:
        return str(State.IN_FORCE.label)
    if terms.ends_by_termination:
        return str(State.TERMINATED.label)
    return str((State.SUCCEEDED if agreement.state == State.SUCCEEDED else State.EXPIRED).label)


def days_left_in_words(terms: Terms) -> str:
    """How long it still holds, for the head of the page."""
    if terms.last_day is None or not terms.in_force:
        return ""
    days = terms.days_left
    return ngettext("%(days)d day left", "%(days)d days left", days) % {"days": days}
