"""Loads a consortium's partners, agreements, pledges and members from the files of a folder.

`partners/reference/<slug>` holds facts from public sources, `partners/demo/<slug>` what is invented:
every amount, delivery, approval and person. Dates of invented rows count back from today.
"""

import csv
import json
from datetime import date, timedelta
from pathlib import Path

from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import make_password

from consortium.accounts.models import User
from partners.demo import ACCOUNTS, PASSWORD
from partners.demo.agreements import load_agreements
from partners.demo.people import load_opening, load_people
from partners.demo.pledges import load_pledges
from partners.demo.programme import load_bids
from partners.demo.registry import load_register
from partners.models import (
    Agreement,
    Approval,
    Clause,
    Consortium,
    Member,
    Participation,
    Partner,
    ProgrammeStatus,
    Signatory,
)
from partners.states import AgreementState

DEMO = Path(__file__).resolve().parent
REFERENCE = DEMO.parent / "reference"
FOLDERS = {"paju": (REFERENCE / "paju", DEMO / "paju"), "gaon": (DEMO / "gaon", DEMO / "gaon")}


def load_users() -> None:
    """The log-ins of the demo; people who are there already keep their password."""
    present = set(User.objects.values_list("email", flat=True))
    missing = [account for account in ACCOUNTS if account.email not in present]
    if not missing:
        return
    password = make_password(PASSWORD)  # hashed once: seventeen slow hashes would cost ten seconds
    users = User.objects.bulk_create(
        User(email=account.email, name=account.name, password=password) for account in missing
    )
    EmailAddress.objects.bulk_create(
        EmailAddress(user=user, email=user.email, verified=True, primary=True) for user in users
    )


def load_operator() -> None:
    """The operator's membership, which stands outside every consortium."""
    for account in ACCOUNTS:
        if not account.consortium:
            user = User.objects.get(email=account.email)
            for role in account.roles:
                Member.objects.get_or_create(user=user, role=role, consortium=None, partner=None)
    load_opening()


def load_consortium(slug: str, today: date) -> Consortium:
    """One whole consortium with everything this app knows about it."""
    facts, invented = FOLDERS[slug]
    partners = _load_partners(facts)
    consortium = _load_programme(slug, facts, partners)
    agreements = _load_agreements(consortium, facts, partners)
    _load_members(consortium, partners, since=agreements[0].signed_on)
    made = load_agreements(consortium, invented, today)
    signed = {str(number): agreement for number, agreement in enumerate(agreements, start=1)} | made
    load_pledges(consortium, invented, partners, signed, today)
    load_bids(consortium, today)
    load_register(consortium, today)
    load_people(consortium)
    Approval.objects.bulk_create(
        Approval(
            consortium=consortium,
            body=row["body"],
            on=today - timedelta(days=int(row["days_ago"])),
            number=row["number"],
            document=row["document"],
        )
        for row in _rows(invented / "approvals.csv")
    )
    return consortium


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def _load_partners(folder: Path) -> dict[str, Partner]:
    """Partners by code, in the order of the file: the first local government, then the school."""
    return {
        row["code"]: Partner.objects.get_or_create(
            code=row["code"],
            defaults={
                "name": row["name_ko"],
                "name_en": row["name_en"],
                "kind": row["kind"],
                "could_contribute": [kind for kind in row["realistic_contributions"].split("|") if kind],
                "note": row["note_ko"],
            },
        )[0]
        for row in _rows(folder / "partners.csv")
    }


def _load_programme(slug: str, folder: Path, partners: dict[str, Partner]) -> Consortium:
    facts = json.loads((folder / "programme.json").read_text(encoding="utf-8"))
    consortium = Consortium.objects.create(
        slug=slug,
        name=facts["consortium_ko"],
        name_en=facts["consortium_en"],
        region=facts["region_ko"],
        fields=facts["fields_ko"],
        school=next(partner for partner in partners.values() if partner.kind == "SCHOOL"),
        is_demo=True,
    )
    ProgrammeStatus.objects.bulk_create(
        ProgrammeStatus(consortium=consortium, on=row["on"], state=row["status"], note=row["note_ko"])
        for row in facts["status_history"]
    )
    return consortium


def _load_agreements(consortium: Consortium, folder: Path, partners: dict[str, Partner]) -> list[Agreement]:
    agreements = []
    for row in json.loads((folder / "agreements.json").read_text(encoding="utf-8")):
        agreement = Agreement.objects.create(
            consortium=consortium,
            title=row["title_ko"],
            title_en=row["title_en"],
            signed_on=date.fromisoformat(row["signed_on"]),
            place=row.get("place_ko", ""),
            source=row["source"],
        )
        Clause.objects.bulk_create(
            Clause(agreement=agreement, number=number, text=clause["ko"], text_en=clause["en"])
            for number, clause in enumerate(row["clauses"], start=1)
        )
        Signatory.objects.bulk_create(
            Signatory(
                agreement=agreement,
                partner=partners[party["partner"]],
                signer=party["signer_ko"],
                signer_title=party["title_ko"],
                signed_on=agreement.signed_on,
            )
            for party in row["signatories"]
        )
        agreement.state = AgreementState.IN_FORCE
        agreement.save(update_fields=["state"])
        agreements.append(agreement)
    Participation.objects.bulk_create(
        Participation(
            consortium=consortium, partner=partner, joined_on=agreements[0].signed_on, named_in_agreement=True
        )
        for partner in partners.values()
    )
    return agreements


def _load_members(consortium: Consortium, partners: dict[str, Partner], since: date) -> None:
    users = {user.email: user for user in User.objects.filter(email__in=[one.email for one in ACCOUNTS])}
    for account in ACCOUNTS:
        if account.consortium != consortium.slug:
            continue
        for role in account.roles:
            Member.objects.create(
                user=users[account.email],
                consortium=consortium,
                partner=partners[account.partner],
                role=role,
                valid_from=since,
            )
