"""Partners brought as a list: new ones join, known ones change; `columns.py` says what a row may hold."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from consortium.imports.registry import Candidate, Existing, Target, register
from consortium.rowlevel import SYSTEM, acting_as
from consortium.verdict import Verdict, only_if
from partners.models import Participation, Partner
from partners.registry.columns import COLUMNS, DATES, OF_PARTICIPATION, OF_PARTNER
from partners.registry.names import compared
from partners.states import Role

if TYPE_CHECKING:
    from partners.models import Member

SHARED = _("Other consortia work with this partner too, so only the portal's operator changes it.")
# What recognises a partner, the surest first: in a row and in the register.
MARKS = {"code": "partner__code", "hifive_id": "partner__hifive_id"}


def imports_partners(member: Member) -> Verdict:
    """The register of partners is the coordinator's, so are the lists that fill it."""
    return only_if(member.role == Role.COORDINATOR, _("Only the coordinator imports the list of partners."))


def find_existing(rows: list[Candidate], by: Member) -> dict[int, Existing]:
    """The partners of this consortium that these rows are about.

    By code or HIFIVE number, else by name; names that differ only in legal form, brackets, blanks and
    case are one name. Two of one name with different registration numbers are two organisations.
    """
    known = (
        Participation.objects.visible_to(by)
        .filter(consortium=by.consortium_id, partner__merged_into=None)
        .select_related("partner")
        .order_by("pk")
    )
    marked = {name: _marked(known, name, rows) for name in MARKS}
    named = _grouped(known, "search_name", {compared(row.values["name"]) for row in rows})
    numbered = _grouped(known, "registration_number", {_number(row) for row in rows})
    found = {}
    for row in rows:
        one, frozen = _match(row, marked, named, numbered)
        if one is not None:
            shared = SHARED if one.partner.consortia > 1 else ""
            found[row.number] = Existing(one, _values(one), frozen or shared)
    return found


def _match(
    row: Candidate,
    marked: dict[str, dict[str, Participation]],
    named: dict[str, list[Participation]],
    numbered: dict[str, list[Participation]],
) -> tuple[Participation | None, str | Promise]:
    """The partner of a row, and why it may not be changed by it."""
    for name in MARKS:
        if one := marked[name].get(row.values.get(name, "")):
            return one, ""
    number = _number(row)
    namesakes = named.get(compared(row.values["name"]), [])
    alike = [one for one in namesakes if number in ("", one.partner.registration_number)]
    alike += [one for one in namesakes if number and not one.partner.registration_number]
    if alike:
        return alike[0], ""
    if holders := numbered.get(number):
        words = gettext(
            "“%(name)s” has this registration number already. If it is the same organisation, write that"
            " name or its code; a branch is entered in the portal."
        )
        return holders[0], words % {"name": holders[0].partner.name}
    return None, ""


def _number(row: Candidate) -> str:
    return row.values.get("registration_number", "")


def _marked(known: QuerySet, name: str, rows: list[Candidate]) -> dict[str, Participation]:
    wanted = {row.values[name] for row in rows if row.values.get(name)}
    if not wanted:
        return {}
    found = known.filter(**{f"{MARKS[name]}__in": wanted})
    return {getattr(one.partner, name): one for one in found}


def _grouped(known: QuerySet, field: str, wanted: set[str]) -> dict[str, list[Participation]]:
    found: dict[str, list[Participation]] = defaultdict(list)
    wanted = wanted - {""}
    for one in known.filter(**{f"partner__{field}__in": wanted}) if wanted else ():
        found[getattr(one.partner, field)].append(one)
    return found


def _values(one: Participation) -> dict[str, Any]:
    values = {name: getattr(one.partner, name) for name in OF_PARTNER}
    values |= {name: getattr(one, name) for name in OF_PARTICIPATION}
    values["could_contribute"] = sorted(values["could_contribute"])
    return values | {name: values[name].isoformat() if values[name] else None for name in DATES}


def apply(rows: list[Candidate], by: Member) -> None:
    """Add the new partners and bring the known ones up to date."""
    imports_partners(by).require()
    _add([row for row in rows if row.existing is None], by)
    for row in rows:
        if row.existing is not None:
            _change(row.existing.pk, {name: then for name, (_before, then) in row.changes.items()})


def _add(rows: list[Candidate], by: Member) -> None:
    """No role of a consortium may add an organisation by the row policies; the portal does it for them."""
    made = [
        Partner(code=code, **{name: row.values[name] for name in OF_PARTNER if name in row.values})
        for row, code in zip(rows, _codes_for(rows), strict=True)
    ]
    for partner in made:
        partner.clean_fields(exclude=["code"])
    today = {"joined_on": timezone.localdate()}
    with acting_as(SYSTEM):
        Partner.objects.bulk_create(made)
    Participation.objects.bulk_create(
        Participation(
            consortium_id=by.consortium_id,
            partner=partner,
            **today | {name: row.values[name] for name in OF_PARTICIPATION if name in row.values},
        )
        for partner, row in zip(made, rows, strict=True)
    )


def _codes_for(rows: list[Candidate]) -> list[str]:
    """The codes of the file, or codes of our own where it has none or a stranger has it already."""
    wanted = [row.values.get("code", "") for row in rows]
    with acting_as(SYSTEM):
        taken = set(Partner.objects.filter(code__in=wanted).values_list("code", flat=True))
    codes = []
    for code in wanted:
        codes.append(code if code and code not in taken else f"P-{uuid4().hex[:12].upper()}")
        taken.add(code)
    return codes


def _change(one: Participation, changes: dict[str, Any]) -> None:
    """As the member: PostgreSQL refuses what is not this consortium's alone."""
    for thing, names in ((one.partner, OF_PARTNER), (one, OF_PARTICIPATION)):
        changed = [name for name in names if name in changes]
        for name in changed:
            setattr(thing, name, changes[name])
        if changed:
            others = [field.name for field in thing._meta.fields if field.name not in changed]
            thing.clean_fields(exclude=others)
            thing.save(update_fields=changed)


def _identify(values: dict[str, Any]) -> str:
    """Two rows of one file are the same partner by the first mark that they have."""
    for name in MARKS:
        if values.get(name):
            return f"{name} {values[name]}"
    return f"{compared(values.get('name', ''))} {values.get('registration_number', '')}"


register(
    Target(
        key="partners",
        label=_("Partners"),
        purpose=_("Organisations that take part in the consortium, from a spreadsheet or another system."),
        fields=COLUMNS,
        policy=imports_partners,
        identify=_identify,
        find_existing=find_existing,
        apply=apply,
        after_url="partners:partners",
    )
)
