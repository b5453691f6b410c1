"""Agreements and amendments as the text that is signed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from consortium.reports.numbering import official_date
from partners.agreements.words import numbers_itself
from partners.amounts import in_words
from partners.states import AmendmentAction, AmendmentKind, Unit

if TYPE_CHECKING:
    from datetime import date

    from partners.models import Agreement, Amendment, Clause

Sections = list[dict[str, str]]


def agreement_text(agreement: Agreement) -> Sections:
    """Purpose, clauses, term and amount, numbered as they stand on paper."""
    sections = [
        {"heading": _("Purpose"), "text": _both(agreement.purpose, agreement.purpose_en)},
        *(
            {"number": _number(clause), "text": _both(clause.text, clause.text_en)}
            for clause in agreement.clauses.all()
        ),
        {"heading": _("Term"), "text": term_of(agreement)},
    ]
    if agreement.amount is not None:
        sections.append({"heading": _("Amount of money"), "text": in_words(agreement.amount, Unit.WON)})
    if agreement.place:
        sections.append({"heading": _("Place of signing"), "text": agreement.place})
    return [section for section in sections if section["text"]]


def amendment_text(amendment: Amendment) -> Sections:
    """Which agreement is changed, how, and from when."""
    return [
        {"heading": _("Agreement"), "text": amendment.agreement.title},
        {"heading": amendment.get_kind_display(), "text": change_in_words(amendment)},
        {"heading": _("Effective from"), "text": official_date(amendment.effective_from)},
    ]


def change_in_words(amendment: Amendment) -> str:
    """What the amendment changes, in one sentence or with the new text."""
    match amendment.kind:
        case AmendmentKind.TERM if amendment.new_end is None:
            return _("The agreement goes on without an end.")
        case AmendmentKind.TERM:
            return _("Until %(day)s the agreement holds.") % {"day": official_date(amendment.new_end)}
        case AmendmentKind.PARTY if amendment.action == AmendmentAction.JOIN:
            return _("%(partner)s becomes a party.") % {"partner": amendment.partner.name}
        case AmendmentKind.PARTY:
            return _("%(partner)s is no longer a party.") % {"partner": amendment.partner.name}
        case AmendmentKind.SIGNATORY:
            who = f"{amendment.signer_title} {amendment.signer}".strip()
            words = {"partner": amendment.partner.name, "who": who}
            return _("%(who)s represents %(partner)s.") % words
        case AmendmentKind.MONEY:
            amount = in_words(amendment.amount, Unit.WON)
            return _("The amount is now %(amount)s.") % {"amount": amount}
    return _clause_in_words(amendment)


def _clause_in_words(amendment: Amendment) -> str:
    number = {"number": amendment.clause_number}
    if amendment.action == AmendmentAction.DELETE:
        return _("Clause %(number)s is deleted.") % number
    added = amendment.action == AmendmentAction.ADD
    head = _("Clause %(number)s is added:") if added else _("Clause %(number)s now reads:")
    return f"{head % number}\n\n{_both(amendment.text, amendment.text_en)}"


def _number(clause: Clause) -> str:
    """Its number, unless the text begins with one of its own."""
    return "" if numbers_itself(clause.text) else str(clause.number)


def term_of(agreement: Agreement) -> str:
    """From when until when, as it is written under the text."""
    begin = official_date(agreement.starts_on) if agreement.starts_on else _("the day of the last signature")
    end = _day_or_open(agreement.valid_until)
    return _("From %(begin)s until %(end)s") % {"begin": begin, "end": end}


def _day_or_open(day: date | None) -> str:
    return official_date(day) if day else _("further notice")


def _both(korean: str, english: str) -> str:
    """Korean, and the English beneath where there is one."""
    return f"{korean}\n\n{english}" if english else korean
