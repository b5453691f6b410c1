"""The register of the demo: invented companies, persons and conversations; no fact of a real partner.

The companies' numbers begin with 000, which no tax office has.
"""

import csv
from datetime import date, datetime, time, timedelta
from pathlib import Path

from django.utils import timezone

from partners.models import (
    AssociationMembership,
    Consortium,
    Contact,
    Industry,
    Interaction,
    Member,
    Participation,
    Partner,
)
from partners.states import PartnerKind

FOLDER = Path(__file__).resolve().parent


def load_register(consortium: Consortium, today: date) -> None:
    """Member companies, contact persons and contact entries, where the consortium's folder has some."""
    companies = _rows(consortium, "companies.csv")
    if not companies:
        return
    made = _load_companies(consortium, companies, today)
    known = {
        partner.code: partner for partner in Partner.objects.filter(participations__consortium=consortium)
    }
    for row in companies:
        if row["association"]:
            AssociationMembership.objects.create(
                consortium=consortium,
                association=known[row["association"]],
                company=made[row["code"]],
                since=today - timedelta(days=300),
                confirmed_at=timezone.now(),
            )
    people = _load_contacts(consortium, known, today)
    _load_interactions(consortium, known, people, today)


def _rows(consortium: Consortium, name: str) -> list[dict[str, str]]:
    path = FOLDER / consortium.slug / name
    if not path.exists():
        return []
    with path.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def _load_companies(consortium: Consortium, rows: list[dict[str, str]], today: date) -> dict[str, Partner]:
    industries = {one.code: one for one in Industry.objects.all()}
    made: dict[str, Partner] = {}
    for row in rows:
        made[row["code"]] = Partner.objects.create(
            code=row["code"],
            name=row["name"],
            name_en=row["name_en"],
            kind=PartnerKind.COMPANY,
            registration_number=row["number"],
            head_office=made.get(row["head_office"]),
            industry=industries.get(row["industry"]),
            province=row["province"],
            district=row["district"],
            size=row["size"],
            address=row["address"],
            could_contribute=[kind for kind in row["could"].split("|") if kind],
            note="시연을 위해 지어낸 회사입니다.",
            is_demo=True,
        )
    Participation.objects.bulk_create(
        Participation(consortium=consortium, partner=partner, joined_on=today - timedelta(days=300))
        for partner in made.values()
    )
    return made


def _load_contacts(
    consortium: Consortium, known: dict[str, Partner], today: date
) -> dict[tuple[str, str], Contact]:
    return {
        (row["partner"], row["name"]): Contact.objects.create(
            consortium=consortium,
            partner=known[row["partner"]],
            name=row["name"],
            roles=row["roles"].split("|"),
            position=row["position"],
            phone=row["phone"],
            email=row["email"],
            since=today - timedelta(days=int(row["since_days_ago"])),
            until=today - timedelta(days=int(row["until_days_ago"])) if row["until_days_ago"] else None,
            agreed_to_share=row["agreed"] == "yes",
        )
        for row in _rows(consortium, "contacts.csv")
    }


def _load_interactions(
    consortium: Consortium,
    known: dict[str, Partner],
    people: dict[tuple[str, str], Contact],
    today: date,
) -> None:
    rows = _rows(consortium, "interactions.csv")
    ours = Member.objects.filter(consortium=consortium, user__email__in={row["by"] for row in rows})
    members = {member.user.email: member for member in ours.select_related("user").order_by("-role")}
    for row in rows:
        due = today + timedelta(days=int(row["due_in"])) if row["due_in"] else None
        done = due - timedelta(days=1) if row["done"] else None
        doer = members[row["by"]]
        Interaction.objects.create(
            consortium=consortium,
            partner=known[row["partner"]],
            by=doer,
            way=row["way"],
            on=today - timedelta(days=int(row["days_ago"])),
            contact=people.get((row["partner"], row["contact"])),
            outcome=row["outcome"],
            summary=row["summary"],
            next_step=row["next_step"],
            next_due=due,
            next_by=doer if due else None,
            done_at=datetime.combine(done, time(10), timezone.get_current_timezone()) if done else None,
            is_demo=True,
        )


def _partners_of(consortium: Consortium) -> list[Partner]:
    return list(Partner.objects.filter(participations__consortium=consortium))
