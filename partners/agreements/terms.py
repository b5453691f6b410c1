"""What is agreed on a day: the signed text with every amendment that counts by then.

The one place where this is reckoned; every page, endpoint, export and report asks here. `reckon()` is
pure: facts in, terms out. Amendments count in the order of the day they take effect, those of one day
in the order of their numbers; one that is not signed never counts, and none counts before its day.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from functools import reduce
from typing import TYPE_CHECKING

from django.utils import timezone

from consortium.languages import in_readers_language
from partners.states import AmendmentAction as Action
from partners.states import AmendmentKind as Kind
from partners.states import AmendmentState

if TYPE_CHECKING:
    from partners.models import Agreement, Amendment, Signatory


@dataclass(frozen=True)
class Mark:
    """Which amendment touched something, what it did and from when."""

    number: int
    action: str
    on: date


@dataclass(frozen=True)
class Party:
    """A partner bound by the agreement, since when, and who speaks for it."""

    partner: int
    name: str = ""
    name_en: str = ""
    signer: str = ""
    signer_title: str = ""
    since: date | None = None  # None: has not signed yet
    marks: tuple[Mark, ...] = ()

    def __str__(self) -> str:
        return in_readers_language(self.name, self.name_en)


@dataclass(frozen=True)
class ClauseText:
    """A clause as it reads on the day; `before` is the text that the latest amendment took away."""

    number: int
    text: str
    text_en: str = ""
    before: str = ""
    before_en: str = ""
    marks: tuple[Mark, ...] = ()
    is_deleted: bool = False

    def __str__(self) -> str:
        return in_readers_language(self.text, self.text_en)

    @property
    def was(self) -> str:
        """The earlier text in the reader's language."""
        return in_readers_language(self.before, self.before_en)


@dataclass(frozen=True)
class Change:
    """What one signed amendment changes, from the day it takes effect."""

    number: int
    kind: str
    takes_effect_on: date
    action: str = ""
    new_end: date | None = None
    partner: int | None = None
    party_name: str = ""
    party_name_en: str = ""
    signer: str = ""
    signer_title: str = ""
    clause_number: int | None = None
    text: str = ""
    text_en: str = ""
    amount: Decimal | None = None

    @property
    def order(self) -> tuple[date, int]:
        return self.takes_effect_on, self.number

    def mark(self, action: str = "") -> Mark:
        return Mark(self.number, action or self.action, self.takes_effect_on)


@dataclass(frozen=True)
class Terms:
    """What the parties have agreed as of `on`; `ends_on` is the last day, None for an open term."""

    on: date
    starts_on: date | None
    ends_on: date | None
    parties: tuple[Party, ...] = ()
    awaited: tuple[Party, ...] = ()  # named, and not bound on this day
    clauses: tuple[ClauseText, ...] = ()
    amount: Decimal | None = None
    terminated_on: date | None = None
    term_marks: tuple[Mark, ...] = ()
    amount_marks: tuple[Mark, ...] = ()
    applied: tuple[int, ...] = ()  # numbers of the amendments that count, in the order they count

    @property
    def last_day(self) -> date | None:
        """The end of the term, or the day of termination where that came first."""
        days = [day for day in (self.ends_on, self.terminated_on) if day is not None]
        return min(days, default=None)

    @property
    def days_left(self) -> int | None:
        """Days until the last one, that one included; None for an open term."""
        return None if self.last_day is None else max((self.last_day - self.on).days + 1, 0)

    @property
    def in_force(self) -> bool:
        """Whether the day lies in the term of a signed agreement."""
        begun = self.starts_on is not None and self.starts_on <= self.on
        return begun and (self.last_day is None or self.on <= self.last_day)

    @property
    def not_begun(self) -> bool:
        """Whether the day lies before the first one of the term, or nobody has signed yet."""
        return self.starts_on is None or self.on < self.starts_on

    @property
    def ends_by_termination(self) -> bool:
        """Whether it ends on the day of its termination, and not as its text has it."""
        return self.terminated_on is not None and self.last_day == self.terminated_on

    @property
    def standing_clauses(self) -> tuple[ClauseText, ...]:
        """The clauses that hold, without those that were deleted."""
        return tuple(clause for clause in self.clauses if not clause.is_deleted)


@dataclass(frozen=True)
class Facts:
    """What was signed at first, and every signed amendment, in any order."""

    starts_on: date | None
    ends_on: date | None = None
    parties: tuple[Party, ...] = ()
    clauses: tuple[ClauseText, ...] = ()
    amount: Decimal | None = None
    terminated_on: date | None = None
    changes: tuple[Change, ...] = field(default=())


def reckon(facts: Facts, on: date) -> Terms:
    """The terms on a day. Pure: the same facts give the same terms, whenever and in whatever order known."""
    counting = sorted(
        (change for change in facts.changes if change.takes_effect_on <= on), key=lambda change: change.order
    )
    return reduce(apply, counting, as_signed(facts, on))


def as_signed(facts: Facts, on: date) -> Terms:
    """The terms before any amendment."""
    bound = tuple(party for party in facts.parties if party.since is not None and party.since <= on)
    return Terms(
        on=on,
        starts_on=facts.starts_on,
        ends_on=facts.ends_on,
        parties=bound,
        awaited=tuple(party for party in facts.parties if party not in bound),
        clauses=tuple(sorted(facts.clauses, key=lambda clause: clause.number)),
        amount=facts.amount,
        terminated_on=facts.terminated_on,
    )


def apply(terms: Terms, change: Change) -> Terms:
    """The terms after one more amendment."""
    match change.kind:
        case Kind.TERM:
            changed = replace(
                terms, ends_on=change.new_end, term_marks=(*terms.term_marks, change.mark(Action.REPLACE))
            )
        case Kind.PARTY:
            changed = replace(terms, **_parties(terms, change))
        case Kind.SIGNATORY:
            changed = replace(terms, parties=_represented(terms.parties, change))
        case Kind.CLAUSE:
            changed = replace(terms, clauses=_clauses(terms.clauses, change))
        case Kind.MONEY:
            mark = change.mark(Action.REPLACE)
            changed = replace(terms, amount=change.amount, amount_marks=(*terms.amount_marks, mark))
        case _:
            raise ValueError(f"Nobody knows what an amendment of kind {change.kind} does.")
    return replace(changed, applied=(*terms.applied, change.number))


def _parties(terms: Terms, change: Change) -> dict[str, tuple[Party, ...]]:
    """A party that joins is awaited no longer; one that joins again keeps its place."""
    others = tuple(party for party in terms.parties if party.partner != change.partner)
    awaited = tuple(party for party in terms.awaited if party.partner != change.partner)
    if change.action == Action.LEAVE:
        return {"parties": others, "awaited": awaited}
    joined = Party(
        partner=change.partner,
        name=change.party_name,
        name_en=change.party_name_en,
        signer=change.signer,
        signer_title=change.signer_title,
        since=change.takes_effect_on,
        marks=(change.mark(),),
    )
    return {"parties": (*others, joined), "awaited": awaited}


def _represented(parties: tuple[Party, ...], change: Change) -> tuple[Party, ...]:
    return tuple(
        replace(
            party,
            signer=change.signer,
            signer_title=change.signer_title,
            marks=(*party.marks, change.mark(Action.REPLACE)),
        )
        if party.partner == change.partner
        else party
        for party in parties
    )


def _clauses(clauses: tuple[ClauseText, ...], change: Change) -> tuple[ClauseText, ...]:
    """The clause of this number as the amendment has it; a number is never given to another clause."""
    known = {clause.number: clause for clause in clauses}
    old = known.get(change.clause_number, ClauseText(change.clause_number, ""))
    deleted = change.action == Action.DELETE
    known[change.clause_number] = ClauseText(
        number=change.clause_number,
        text=old.text if deleted else change.text,
        text_en=old.text_en if deleted else change.text_en,
        before=old.before if deleted else old.text,
        before_en=old.before_en if deleted else old.text_en,
        marks=(*old.marks, change.mark()),
        is_deleted=deleted,
    )
    return tuple(known[number] for number in sorted(known))


# --- from rows to facts -------------------------------------------------------------------------------
def effective_terms(agreement: Agreement, on: date | None = None) -> Terms:
    """What holds under this agreement on a day, today unless another is asked for.

    Reads clauses, signatories and amendments; `Agreement.objects.with_facts()` fetches them for many.
    """
    return reckon(facts_of(agreement), on or timezone.localdate())


def facts_of(agreement: Agreement) -> Facts:
    """The facts of an agreement as its rows hold them; only signed amendments are facts."""
    return Facts(
        starts_on=agreement.starts_on if agreement.starts_on and agreement.signed_on else agreement.signed_on,
        ends_on=agreement.valid_until,
        parties=tuple(map(_party, agreement.signatories.all())),
        clauses=tuple(
            ClauseText(clause.number, clause.text, clause.text_en) for clause in agreement.clauses.all()
        ),
        amount=agreement.amount,
        terminated_on=agreement.terminated_on,
        changes=changes_of(agreement.amendments.all()),
    )


def changes_of(amendments: Iterable[Amendment]) -> tuple[Change, ...]:
    """What the signed ones among these amendments change."""
    return tuple(_change(one) for one in amendments if one.state == AmendmentState.SIGNED)


def _party(signatory: Signatory) -> Party:
    since = signatory.joined_on if signatory.is_late else signatory.signed_on
    return Party(
        partner=signatory.partner_id,
        name=signatory.partner.name,
        name_en=signatory.partner.name_en,
        signer=signatory.signer,
        signer_title=signatory.signer_title,
        since=since,
    )


def _change(amendment: Amendment) -> Change:
    partner = amendment.partner
    return Change(
        number=amendment.number,
        kind=amendment.kind,
        takes_effect_on=amendment.takes_effect_on,
        action=amendment.action,
        new_end=amendment.new_end,
        partner=amendment.partner_id,
        party_name=partner.name if partner else "",
        party_name_en=partner.name_en if partner else "",
        signer=amendment.signer,
        signer_title=amendment.signer_title,
        clause_number=amendment.clause_number,
        text=amendment.text,
        text_en=amendment.text_en,
        amount=amendment.amount,
    )
