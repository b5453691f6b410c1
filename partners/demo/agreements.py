"""Invented agreements in every state, from `<slug>/agreements.json`; days count from today."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from django.utils import timezone

from consortium.notifications.models import Message, Notification
from consortium.signing import services as engine
from consortium.signing.models import Document, Letter, Party
from consortium.signing.services.codes import code_digest
from partners.agreements import services
from partners.models import Agreement, Amendment, Clause, Consortium, Member, Partner, Signatory
from partners.models import SignatoryContact as Contact
from partners.states import AgreementState, AmendmentState, Role

SIGNER = "시연용 이름"
PAPER, SCREEN, LATE, ASKED = "paper", "screen", "late", "asked"
AFTERWARDS = (LATE, ASKED)  # parties that are asked once the others have signed
CODE = "000000"
HISTORY = ("signing/party_signed", "signing/all_signed", "partners/agreement_in_force")
Row = dict[str, Any]


@dataclass(frozen=True)
class _Stage:
    """What every row of the file is made with."""

    consortium: Consortium
    partners: dict[str, Partner]
    coordinator: Member
    today: date

    def day(self, number: int | None) -> date | None:
        return None if number is None else self.today + timedelta(days=number)


def load_agreements(consortium: Consortium, folder: Path, today: date) -> dict[str, Agreement]:
    """Every invented agreement of a consortium, by its key in the file."""
    path = folder / "agreements.json"
    coordinator = Member.objects.filter(consortium=consortium, role=Role.COORDINATOR).first()
    rows = json.loads(path.read_text(encoding="utf-8")) if path.exists() else []
    rows = [row for row in rows if "key" in row]  # the others are facts, loaded before
    if not rows or coordinator is None:
        return {}
    known = Partner.objects.filter(participations__consortium=consortium)
    stage = _Stage(consortium, {one.code: one for one in known}, coordinator, today)
    made: dict[str, Agreement] = {}
    for row in rows:
        made[row["key"]] = _load(row, stage, made.get(row.get("predecessor", "")))
    _nothing_leaves(consortium)
    return made


def _nothing_leaves(consortium: Consortium) -> None:
    """No letter goes to an invented address, and nobody is told of signatures that are history."""
    now = timezone.now()
    Letter.objects.filter(party__document__consortium=consortium, sent_at=None).update(sent_at=now)
    told = Notification.objects.filter(consortium=consortium, event__in=HISTORY)
    Message.objects.filter(notification__in=told).delete()
    told.update(read_at=now)


def _load(row: Row, stage: _Stage, predecessor: Agreement | None) -> Agreement:
    agreement = Agreement.objects.create(
        consortium=stage.consortium,
        kind=row["kind"],
        title=row["title"],
        title_en=row["title_en"],
        purpose=row["purpose"],
        purpose_en=row["purpose_en"],
        starts_on=stage.day(row.get("starts_in")),
        valid_until=stage.day(row.get("ends_in")),
        predecessor=predecessor,
        source="시연용으로 지어낸 자료",
        is_demo=True,
    )
    Clause.objects.bulk_create(
        Clause(agreement=agreement, number=number, text=text, text_en=english)
        for number, (text, english) in enumerate(row["clauses"], start=1)
    )
    _name_parties(agreement, row, stage)
    match row["state"]:
        case "DRAFT":
            pass
        case "SIGNING" | "SIGNED":
            _sign_in_the_portal(agreement, row, stage)
        case state:
            _signed_before(agreement, state, row, stage)
    for number, change in enumerate(row.get("amendments", []), start=1):
        _amend(agreement, number, change, stage)
    return agreement


def _name_parties(agreement: Agreement, row: Row, stage: _Stage) -> None:
    for code, title, *way in row["parties"]:
        if way and way[0] in AFTERWARDS:
            continue
        party = Signatory.objects.create(
            agreement=agreement, partner=stage.partners[code], signer=SIGNER, signer_title=title
        )
        Contact.objects.create(
            signatory=party,
            consortium=stage.consortium,
            name="협약 담당(시연용)",
            email=f"agreements@{code.lower()}.example",
        )


def _signed_before(agreement: Agreement, state: str, row: Row, stage: _Stage) -> None:
    """Signed on paper in the past; the states are passed through in their order."""
    agreement.signed_on = stage.day(row["signed_in"])
    agreement.signatories.update(signed_on=agreement.signed_on)
    agreement.terminated_on = stage.day(row.get("terminated_in"))
    agreement.termination_reason = row.get("reason", "")
    for step in dict.fromkeys((AgreementState.IN_FORCE, AgreementState(state))):
        agreement.state = step
        agreement.save()


def _sign_in_the_portal(agreement: Agreement, row: Row, stage: _Stage) -> None:
    document = services.send_out(agreement, by=stage.coordinator, due_on=stage.day(row.get("due_in")))
    signed_on = stage.day(row.get("signed_in", -1))
    ways = {stage.partners[code].pk: way[0] for code, _title, *way in row["parties"] if way}
    for party in document.parties.order_by("position"):
        _sign(party, ways.get(party.partner_id, ""), signed_on, stage)
    for code, title, *way in row["parties"]:
        if way and way[0] in AFTERWARDS:
            _join_late(agreement, stage.partners[code], title, way[0], stage)


def _join_late(agreement: Agreement, partner: Partner, title: str, way: str, stage: _Stage) -> None:
    services.add_late_party(
        agreement,
        by=stage.coordinator,
        partner=partner,
        signer=SIGNER,
        signer_title=title,
        contact_name="협약 담당(시연용)",
        contact_email=f"agreements@{partner.code.lower()}.example",
    )
    if way == LATE:
        party = Party.objects.get(partner=partner, document__subject_id=agreement.pk, joined_late=True)
        _sign(party, PAPER, stage.today, stage)


def _sign(party: Party, way: str, on: date | None, stage: _Stage) -> None:
    if way == PAPER:
        engine.record_paper_signature(party, by=stage.coordinator, signed_on=on, signer=SIGNER, title="대표")
    elif way == SCREEN:
        link = party.links.get(revoked_at=None)
        link.code_digest = code_digest(link.pk, CODE)
        link.code_expires_at = timezone.now() + timedelta(minutes=10)
        link.save(update_fields=["code_digest", "code_expires_at"])
        engine.sign_by_link(link, CODE, SIGNER, "대표")


def _amend(agreement: Agreement, number: int, change: Row, stage: _Stage) -> Document | None:
    """An amendment signed in the past, or one that is out for signing now."""
    signed_on = stage.day(change["signed_in"])
    amendment = Amendment.objects.create(
        agreement=agreement,
        consortium=stage.consortium,
        number=number,
        kind=change["kind"],
        action=change.get("action", ""),
        title=change["title"],
        effective_from=signed_on or stage.today,
        partner=stage.partners.get(change.get("partner", "")),
        signer=change.get("signer", ""),
        signer_title=change.get("signer_title", ""),
        clause_number=change.get("clause_number"),
        text=change.get("text", ""),
        text_en=change.get("text_en", ""),
        new_end=stage.day(change.get("new_end_in")),
    )
    if signed_on is None:
        return services.send_amendment(amendment, by=stage.coordinator)
    amendment.state = AmendmentState.SIGNED
    amendment.signed_on = amendment.takes_effect_on = signed_on
    amendment.save()
    return None
