"""Invented pledges, deliveries, evidence and prices, from the CSV files of a demo consortium.

A delivery is written `amount@days ago:evidence`, with `~R` behind it while it waits for verification and
`~B` when it was sent back. A period is a school year so many years ago, or days before and after today.
"""

import csv
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from pathlib import Path

from django.utils import timezone

from consortium.rules.calendar import first_day_of, school_year
from consortium.uploads import Checked
from partners.models import Agreement, Consortium, Delivery, DeliveryPart, Member, Partner, Pledge, PriceItem
from partners.pledges import evidence
from partners.pledges.policies import PROMISERS
from partners.pledges.services import settle
from partners.states import DeliveryState, PledgeState, Role

SOURCE = "시연용으로 지어낸 단가"
MISSING = "참석자 명단이 붙어 있지 않습니다. 명단을 붙여 다시 보내 주세요."
WAITING, SENT_BACK = "~R", "~B"
PAPER = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
    b"2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
    b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 420 595]>>endobj\n"
    b"trailer<</Root 1 0 R>>\n%%EOF\n"
)


def load_pledges(
    consortium: Consortium,
    folder: Path,
    partners: dict[str, Partner],
    agreements: dict[str, Agreement],
    today: date,
) -> None:
    """Everything that this room shows, dated around today."""
    _load_prices(consortium, folder, today)
    people = _People(consortium)
    binding = []
    for row in _rows(folder / "pledges.csv"):
        agreement = agreements[row["agreement"]]
        pledge = _pledge(row, consortium, partners[row["partner"]], agreement, people, today)
        _deliver(pledge, row["deliveries"], people, today)
        if pledge.state == PledgeState.AGREED:
            binding.append(pledge.pk)
            _end(pledge, row, today)
    settle(binding)
    _attach_paper(consortium, people)


class _People:
    """Who reports for whom, and who then verifies: never the same person."""

    def __init__(self, consortium: Consortium) -> None:
        members = list(Member.objects.filter(consortium=consortium).order_by("pk"))
        self.coordinator = next(one for one in members if one.role == Role.COORDINATOR)
        self.accountant = next((one for one in members if one.role == Role.ACCOUNTANT), None)
        self.speakers = {one.partner_id: one for one in members if one.role in PROMISERS}

    def reporter(self, partner_id: int) -> Member:
        return self.speakers.get(partner_id, self.coordinator)

    def verifier(self, reporter: Member) -> Member | None:
        return self.accountant if reporter == self.coordinator else self.coordinator


def _pledge(
    row: dict[str, str],
    consortium: Consortium,
    partner: Partner,
    agreement: Agreement,
    people: _People,
    today: date,
) -> Pledge:
    starts_on, ends_on = _period(row, today)
    proposed = row["state"] == PledgeState.PROPOSED
    pledge = Pledge.objects.create(
        consortium=consortium,
        partner=partner,
        agreement=agreement,
        clause=agreement.clauses.filter(number=int(row["clause"] or 0)).first(),
        kind=row["kind"],
        description=row["description"],
        amount=Decimal(row["amount"]),
        unit=row["unit"],
        starts_on=starts_on,
        ends_on=ends_on,
        state=_first_state(row["state"]),
        entered_by=people.reporter(partner.pk) if proposed else people.coordinator,
        valued_as=row["valued_as"],
        is_demo=True,
    )
    if row["state"] == PledgeState.DECLINED:
        pledge.state, pledge.reason = PledgeState.DECLINED, row["reason"]
        pledge.save(update_fields=["state", "reason"])
    return pledge


def _first_state(state: str) -> str:
    if state in (PledgeState.ASKED, PledgeState.DECLINED):
        return PledgeState.ASKED
    return PledgeState.PROPOSED if state == PledgeState.PROPOSED else PledgeState.AGREED


def _period(row: dict[str, str], today: date) -> tuple[date, date]:
    if row["from_days"]:
        return today - timedelta(int(row["from_days"])), today + timedelta(int(row["until_days"]))
    year = school_year(today) - int(row["years_ago"])
    return first_day_of(year), first_day_of(year + 1) - timedelta(days=1)


def _deliver(pledge: Pledge, parts: str, people: _People, today: date) -> None:
    for part in filter(None, parts.split("|")):
        size, rest = part.split("@")
        days_ago, text = rest.split(":")
        on = max(min(today, pledge.ends_on) - timedelta(days=int(days_ago)), pledge.starts_on)
        at = datetime.combine(on, time(16, 40), timezone.get_current_timezone())
        reporter = people.reporter(pledge.partner_id)
        delivery = Delivery.objects.create(
            pledge=pledge,
            on=on,
            amount=Decimal(size),
            evidence=text.removesuffix(WAITING).removesuffix(SENT_BACK),
            recorded_at=at,
            reported_by=reporter,
            reported_as=reporter.role,
        )
        DeliveryPart.objects.create(delivery=delivery, pledge=pledge, amount=delivery.amount)
        _judge(delivery, text, people.verifier(reporter))


def _judge(delivery: Delivery, text: str, verifier: Member | None) -> None:
    if text.endswith(WAITING) or verifier is None:
        return
    if text.endswith(SENT_BACK):
        delivery.state, delivery.reason = DeliveryState.SENT_BACK, MISSING
    else:
        delivery.state, delivery.verified_at = DeliveryState.VERIFIED, delivery.recorded_at
        delivery.verified_by, delivery.verified_as = verifier, verifier.role
    delivery.save(update_fields=["state", "reason", "verified_at", "verified_by", "verified_as"])


def _end(pledge: Pledge, row: dict[str, str], today: date) -> None:
    if row["state"] == PledgeState.ENDED:
        pledge.state, pledge.reason = PledgeState.ENDED, row["reason"]
        pledge.ended_on = min(today, pledge.ends_on)
        pledge.save(update_fields=["state", "reason", "ended_on"])


def _load_prices(consortium: Consortium, folder: Path, today: date) -> None:
    path = folder / "prices.csv"
    if not path.exists():
        return
    for row in _rows(path):
        PriceItem.objects.create(
            consortium=consortium,
            name=row["name"],
            kind=row["kind"],
            unit=row["unit"],
            value=Decimal(row["value"]),
            valid_from=today - timedelta(int(row["from_days"])),
            valid_until=today - timedelta(int(row["until_days"])) if row["until_days"] else None,
            source=SOURCE,
            confirmed=bool(row["confirmed"]),
            is_demo=True,
        )


def _attach_paper(consortium: Consortium, people: _People) -> None:
    """One empty page, so that there is a file to open."""
    waiting = Delivery.objects.filter(pledge__consortium=consortium, state=DeliveryState.REPORTED)
    delivery = waiting.select_related("pledge").order_by("pk").first()
    if delivery is not None:
        paper = Checked(PAPER, "application/pdf", "수업일지(시연용).pdf")
        evidence.keep(delivery, paper, by=people.reporter(delivery.pledge.partner_id))


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))
