"""The agreement as an official PDF: effective terms as of a day, parties and signatures, checksum."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING, Any

from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from consortium.reports.document import Block, Column, Document, Item, Section, Table
from consortium.reports.numbering import official_date
from consortium.reports.registry import Report, ReportContext, register
from partners.agreements.reading import read_clauses
from partners.agreements.terms import Party, Terms, effective_terms
from partners.amounts import in_words
from partners.models import Agreement
from partners.states import AgreementState, AmendmentState, Role, Unit

if TYPE_CHECKING:
    from datetime import date, datetime

    from partners.models import Member

KEY = "agreement"
READERS = frozenset(set(Role) - {Role.OPERATOR, Role.STUDENT})


def prepare(member: Member) -> tuple[dict[str, Any], datetime]:
    """Asked for from the report centre, it is about the agreement that came into force last."""
    running = Agreement.objects.visible_to(member).filter(state=AgreementState.IN_FORCE)
    newest = running.order_by("-signed_on", "-pk").first()
    return ({"newest": newest.pk} if newest else {}), timezone.now()


def build(context: ReportContext) -> Document:
    """One part: an agreement is short."""
    member, asked = context.member, context.parameters
    number = asked.get("agreement") or asked.get("newest")
    found = Agreement.objects.visible_to(member).with_facts(member).filter(pk=number).first()
    on = parse_date(asked.get("on", "")) or context.snapshot_at.astimezone().date()
    blocks = context.part("agreement", lambda: agreement_blocks(found, on))
    return Document(
        title=str(found or _("There is no agreement yet.")),
        organisation=str(member.consortium),
        reference_date=on,
        snapshot_at=context.snapshot_at,
        blocks=tuple(blocks),
        basis=basis_of(found, on),
        banner=_("This agreement is invented for the demo.") if found and found.is_demo else "",
    )


def basis_of(agreement: Agreement | None, on: date) -> tuple[tuple[str, str], ...]:
    """Kind and state, and a checksum by which two prints can be compared."""
    if agreement is None:
        return ()
    return (
        (_("Kind"), agreement.get_kind_display()),
        (_("State"), agreement.get_state_display()),
        (_("Checksum of the terms (SHA-256)"), checksum(effective_terms(agreement, on))[:16]),
    )


def agreement_blocks(agreement: Agreement | None, on: date) -> list[Block]:
    """Purpose, term, clauses, parties and amendments as they hold on the day."""
    if agreement is None:
        return [Item(_("There is no agreement yet."))]
    terms = effective_terms(agreement, on)
    blocks: list[Block] = []
    if agreement.purpose:
        blocks.append(Section(_("Purpose"), (Item(agreement.purpose),)))
    blocks.append(Section(_("Term"), tuple(map(Item, term_in_words(terms)))))
    if terms.clauses:
        blocks.append(Section(_("Clauses"), tuple(map(Item, _clauses(terms, agreement)))))
    if terms.parties or terms.awaited:
        blocks.append(Section(_("Parties and signatures"), (_parties(terms),)))
    signed = [one for one in agreement.amendments.all() if one.state == AmendmentState.SIGNED]
    counting = [one for one in signed if one.number in terms.applied]
    if counting:
        lines = [f"{one.number}. {one} ({official_date(one.takes_effect_on)})" for one in counting]
        blocks.append(Section(_("Amendments that count"), tuple(map(Item, lines))))
    checked = _("Checksum of the terms (SHA-256): %(checksum)s") % {"checksum": checksum(terms)}
    return [*blocks, Item(checked)]


def term_in_words(terms: Terms) -> list[str]:
    """From when until when, and the amount where one was agreed."""
    begin = official_date(terms.starts_on) if terms.starts_on else _("not yet")
    end = official_date(terms.last_day) if terms.last_day else _("open")
    lines = [_("From %(begin)s until %(end)s") % {"begin": begin, "end": end}]
    if terms.amount is not None:
        lines.append(_("Amount: %(amount)s") % {"amount": in_words(terms.amount, Unit.WON)})
    return lines


def checksum(terms: Terms) -> str:
    """SHA-256 of what holds: the same terms have the same checksum, on whatever day they are printed."""
    said = {
        "term": [terms.starts_on, terms.last_day],
        "clauses": [[one.number, one.text, one.text_en] for one in terms.standing_clauses],
        "parties": sorted([one.partner, one.signer, one.since] for one in terms.parties),
        "amount": terms.amount,
    }
    spelt = json.dumps(said, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=str)
    return hashlib.sha256(spelt.encode()).hexdigest()


def _clauses(terms: Terms, agreement: Agreement) -> list[str]:
    lines = []
    for read in read_clauses(terms, agreement):
        remarks = f" ({'; '.join(read.remarks)})" if read.remarks else ""
        text = _("deleted") if read.clause.is_deleted else str(read.clause)
        lines.append(
            _("Article %(number)s. %(text)s") % {"number": read.clause.number, "text": text} + remarks
        )
    return lines


def _parties(terms: Terms) -> Table:
    rows = [_party(party, official_date(party.since)) for party in terms.parties]
    rows += [_party(party, _("not signed")) for party in terms.awaited]
    heads = (
        Column(_("Party"), None, 30),
        Column(_("Title of the signer"), None, 20),
        Column(_("Signatory"), None, 18),
        Column(_("Party since"), None, 16),
        Column(_("Signature or seal"), None, 20),
    )
    return Table(_("Parties"), "", heads, tuple(rows))


def _party(party: Party, since: str) -> tuple[str, ...]:
    return (str(party), party.signer_title, party.signer, since, "")


register(
    Report(
        key=KEY,
        title=gettext_lazy("Agreement"),
        purpose=gettext_lazy(
            "An agreement as it holds on a day, amendments included, with its parties. For filing and for "
            "circulation. Asked for here, it is the newest one in force; every agreement's page has its own."
        ),
        roles=READERS,
        build=build,
        formats=("pdf",),
        prepare=prepare,
        order=30,
    )
)
