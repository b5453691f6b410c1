"""The agreement as an official PDF: effective terms as of a day, parties, signatures, signed texts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from consortium.languages import in_readers_language
from consortium.reports.document import Block, Column, Document, Item, Section, Table
from consortium.reports.numbering import official_date
from consortium.reports.registry import Report, ReportContext, register
from consortium.rowlevel import acting_as
from consortium.signing.states import DocumentState
from partners.agreements.documents import Version, documents_of
from partners.agreements.policies import READERS_ON_PAPER
from partners.agreements.reading import read_clauses, signer_of, state_that_day
from partners.agreements.services.amending import KIND as AMENDMENT
from partners.agreements.services.sending import KIND
from partners.agreements.services.texts import change_in_words
from partners.agreements.terms import ClauseText, Party, Terms, effective_terms
from partners.agreements.words import numbers_itself
from partners.amounts import in_words
from partners.models import Agreement
from partners.states import AgreementState, AmendmentState, Unit

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date, datetime

    from consortium.signing.models import Party as SigningParty
    from partners.models import Amendment, Member

KEY = "agreement"


def prepare(member: Member) -> tuple[dict[str, Any], datetime]:
    """Asked for from the report centre, it is about the agreement that came into force last."""
    with acting_as(member.actor):
        running = Agreement.objects.visible_to(member).filter(state=AgreementState.IN_FORCE)
        newest = running.order_by("-signed_on", "-pk").first()
    return ({"newest": newest.pk} if newest else {}), timezone.now()


def subjects(member: Member, asked: list[dict[str, Any]]) -> list[str]:
    """Which agreement each is, and as of which day, for the list of reports."""
    numbers = [one.get("agreement") or one.get("newest") for one in asked]
    known = Agreement.objects.visible_to(member).in_bulk([number for number in numbers if number])
    days = [parse_date(one.get("on", "")) for one in asked]
    return [
        " · ".join(filter(None, (str(known.get(number, "")), official_date(day) if day else "")))
        for number, day in zip(numbers, days, strict=True)
    ]


def build(context: ReportContext) -> Document:
    """One part: an agreement is short."""
    member, asked = context.member, context.parameters
    number = asked.get("agreement") or asked.get("newest")
    known = Agreement.objects.visible_to(member).with_facts(member)
    found = context.as_member(lambda: known.filter(pk=number).first())
    on = parse_date(asked.get("on", "")) or context.snapshot_at.astimezone().date()
    blocks = context.part("agreement", lambda: agreement_blocks(found, on, member))
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
    """Kind, state on that day, and where the text is known from."""
    if agreement is None:
        return ()
    state = agreement.get_state_display()
    if on != timezone.localdate():
        state = state_that_day(agreement, effective_terms(agreement, on))
    known = [(_("Kind"), agreement.get_kind_display()), (_("State"), state)]
    if agreement.source:
        known.append((_("Source"), agreement.source))
    return tuple(known)


def agreement_blocks(agreement: Agreement | None, on: date, member: Member) -> list[Block]:
    """Purpose, term, clauses, parties and amendments as they hold on the day, and what was signed."""
    if agreement is None:
        return [Item(_("There is no agreement yet."))]
    terms = effective_terms(agreement, on)
    blocks: list[Block] = []
    if agreement.purpose:
        purpose = in_readers_language(agreement.purpose, agreement.purpose_en)
        blocks.append(Section(_("Purpose"), (Item(purpose, label=""),)))
    blocks.append(Section(_("Term"), tuple(Item(line, label="") for line in term_in_words(terms))))
    if terms.clauses:
        blocks.append(Section(_("Clauses"), tuple(_clauses(terms, agreement))))
    versions = documents_of(KIND, [agreement.pk], member)
    if terms.parties or terms.awaited:
        blocks.append(Section(_("Parties and signatures"), (_parties(terms, versions),)))
    signed = [one for one in agreement.amendments.all() if one.state == AmendmentState.SIGNED]
    counting = [one for one in signed if one.number in terms.applied]
    if counting:
        blocks.append(Section(_("Amendments that count"), tuple(map(_amendment, counting))))
    return [*blocks, Section(_("Signed texts"), tuple(_signed_texts(versions, counting, member)))]


def term_in_words(terms: Terms) -> list[str]:
    """From when until when, and the amount where one was agreed."""
    begin = official_date(terms.starts_on) if terms.starts_on else _("not yet")
    if terms.last_day:
        end = official_date(terms.last_day)
        lines = [_("From %(begin)s until %(end)s") % {"begin": begin, "end": end}]
    else:
        lines = [_("From %(begin)s on; no end was agreed") % {"begin": begin}]
    if terms.amount is not None:
        lines.append(_("Amount: %(amount)s") % {"amount": in_words(terms.amount, Unit.WON)})
    return lines


def _signed_texts(versions: list[Version], amendments: list[Amendment], member: Member) -> Iterator[Block]:
    """The checksums under which the parties signed, as `verify_signatures` recomputes them."""
    signed = [one for one in versions[:1] if one.signed]
    amended = documents_of(AMENDMENT, [one.pk for one in amendments], member)
    signed += [one for one in reversed(amended) if one.document.state == DocumentState.COMPLETE]
    if not signed:
        words = _("The parties signed on paper, outside the portal; no checksum is kept here.")
        yield Item(words, label="")
        return
    heads = (
        Column(_("Signed text"), None, 30),
        Column(_("Signatures"), None, 10),
        Column("SHA-256", None, 60),
    )
    rows = tuple(
        (one.document.title, f"{one.signed}/{len(one.parties)}", _in_groups(one.document.sha256))
        for one in signed
    )
    note = _(
        "Each signature was given under the checksum of its text, which cannot change. Whoever runs the "
        "portal checks text, signatures and scans against it (verify_signatures)."
    )
    yield Table(_("Checksums of the signed texts"), "", heads, rows, notes=(note,))


def _clauses(terms: Terms, agreement: Agreement) -> Iterator[Item]:
    for read in read_clauses(terms, agreement):
        remarks = f" ({'; '.join(read.remarks)})" if read.remarks else ""
        text = _("deleted") if read.clause.is_deleted else str(read.clause)
        yield Item(text + remarks, label=_label(read.clause))


def _label(clause: ClauseText) -> str:
    """ "Article 3", unless the text says it itself."""
    return "" if numbers_itself(str(clause)) else _("Article %(number)s") % {"number": clause.number}


def _amendment(amendment: Amendment) -> Item:
    """Its title, from when it counts, and what it changes."""
    day = official_date(amendment.takes_effect_on)
    read = in_readers_language(amendment.text, amendment.text_en)
    unread = amendment.text if read == amendment.text_en else amendment.text_en
    text = _("%(title)s (from %(day)s): %(change)s") % {
        "title": amendment.title,
        "day": day,
        "change": " ".join(change_in_words(amendment).replace(unread, "").split()),
    }
    return Item(text, label=f"{amendment.number}.")


def _in_groups(checksum: str) -> str:
    """Sixteen letters at a time, as a reader compares them and a narrow column breaks them."""
    return " ".join(checksum[at : at + 16] for at in range(0, len(checksum), 16))


def _parties(terms: Terms, versions: list[Version]) -> Table:
    signing = {party.partner_id: party for party in versions[0].parties} if versions else {}
    rows = [_party(party, signing.get(party.partner), official_date(party.since)) for party in terms.parties]
    rows += [_party(party, None, _("not signed")) for party in terms.awaited]
    heads = (
        Column(_("Party"), None, 30),
        Column(_("Title of the signer"), None, 20),
        Column(_("Signatory"), None, 18),
        Column(_("Party since"), None, 16),
        Column(_("Signature or seal"), None, 20),
    )
    return Table(_("Parties"), "", heads, tuple(rows))


def _party(party: Party, signing: SigningParty | None, since: str) -> tuple[str, ...]:
    """Who signed and how; where it was on a paper of their own there is room for a seal."""
    signature = getattr(signing, "signature", None)
    how = signature.get_method_display() if signature else ""
    if signature and party.marks:
        how = f"{how} ({signature})"
    return (str(party), *signer_of(party, signing), since, how)


register(
    Report(
        key=KEY,
        title=gettext_lazy("Agreement"),
        purpose=gettext_lazy(
            "An agreement as it holds on a day, amendments included, with its parties. For filing and for "
            "circulation. Asked for here, it is the newest one in force; every agreement's page has its own."
        ),
        roles=READERS_ON_PAPER,
        build=build,
        formats=("pdf",),
        prepare=prepare,
        subjects=subjects,
        order=30,
    )
)
