"""Partners brought as a list: new ones join, known ones change; `columns.py` says what a row may hold."""

from __future__ import annotations

from collections import defaultdict
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from consortium.imports.registry import Candidate, Existing, Target, register
from consortium.validators import can_be_dialled
from consortium.verdict import Verdict, only_if
from partners.models import Industry, Participation, Partner
from partners.registry import services
from partners.registry.columns import COLUMNS, DATES, OF_PARTICIPATION, OF_PARTNER, province_of
from partners.registry.names import compared
from partners.states import Role

if TYPE_CHECKING:
    from partners.models import Member

SHARED = _("Other consortia work with this partner too, so only the portal's operator changes it.")
NO_HEAD_OFFICE = _("The head office is not in the register, or more than one has this name or number.")
NO_TELEPHONE = _("This is not a telephone number.")
DISTRICTS = ("시", "군", "구")
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
        .select_related("partner__industry", "partner__head_office")
        .order_by("pk")
    )
    heads = HeadOffices(rows, by)
    marked = {name: _marked(known, name, rows) for name in MARKS}
    named = _grouped(known, "search_name", {compared(row.values["name"]) for row in rows})
    numbered = _grouped(known, "registration_number", {_number(row) for row in rows})
    found = {}
    for row in rows:
        heads.settle(row)
        if not can_be_dialled(row.values.get("phone") or ""):
            row.refused = NO_TELEPHONE
        one, frozen = _match(row, marked, named, numbered)
        if one is None or not one.partner.province:
            _settle_region(row)
        if one is not None:
            shared = SHARED if one.partner.consortia > 1 else ""
            found[row.number] = Existing(one, _values(one), frozen or shared)
    return found


def _settle_region(row: Candidate) -> None:
    """Most lists hold the address in one cell; its first words say the region."""
    words = (row.values.get("address") or "").split()
    if not words or row.values.get("province"):
        return
    with suppress(ValidationError):
        row.values["province"] = province_of(words[0])
        if len(words) > 1 and words[1].endswith(DISTRICTS) and not row.values.get("district"):
            row.values["district"] = words[1]


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
    holders = numbered.get(number)
    if holders and not _is_branch(row, holders):
        words = gettext(
            "“%(name)s” has this registration number already. If it is the same organisation, write that"
            " name or its code. If it is a branch, name it in the column of the head office."
        )
        return holders[0], words % {"name": holders[0].partner.name}
    return None, ""


def _is_branch(row: Candidate, holders: list[Participation]) -> bool:
    """Whether the row names one of those as its head office, or one that these belong to."""
    head = row.values.get("head_office", "")
    offices = {one.partner.name for one in holders} | {
        one.partner.head_office.name for one in holders if one.partner.head_office
    }
    return bool(head) and head in offices


class HeadOffices:
    """The head offices that rows name: partners of this consortium that are no branch themselves.

    What a row says becomes the name in the register, so that it can be compared. One that is new in the
    same list is known by its name only.
    """

    def __init__(self, rows: list[Candidate], by: Member) -> None:
        wanted = {row.values["head_office"] for row in rows if row.values.get("head_office")}
        known = Partner.objects.visible_to(by).filter(head_office=None)
        likely = Q(registration_number__in=wanted) | Q(search_name__in={compared(one) for one in wanted})
        self.found: dict[str, list[Partner]] = defaultdict(list)
        for partner in known.filter(likely) if wanted else ():
            for mark in {partner.registration_number, partner.search_name} - {""}:
                self.found[mark].append(partner)
        self.coming = {compared(row.values["name"]) for row in rows if not row.values.get("head_office")}

    def settle(self, row: Candidate) -> None:
        head = row.values.get("head_office")
        if not head:
            return
        partner = self.of(head)
        if partner is not None:
            row.values["head_office"] = partner.name
        elif compared(head) not in self.coming:
            row.refused = NO_HEAD_OFFICE

    def of(self, head: str) -> Partner | None:
        found = self.found.get(head) or self.found.get(compared(head)) or []
        return found[0] if len(found) == 1 else None


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
    values["industry"] = one.partner.industry.code if one.partner.industry else None
    values["head_office"] = one.partner.head_office.name if one.partner.head_office else None
    return values | {name: values[name].isoformat() if values[name] else None for name in DATES}


def apply(rows: list[Candidate], by: Member) -> None:
    """Add the new partners, head offices first, and correct the known ones, by the services' rules."""
    imports_partners(by).require()
    new = [row for row in rows if row.existing is None]
    for batch in ([row for row in new if not _head(row)], [row for row in new if _head(row)]):
        meaning = Meaning(batch, by)
        services.register_partners([meaning.of_new(row) for row in batch], by=by)
    meaning = Meaning(rows, by)
    for row in rows:
        if row.existing is None:
            continue
        changes = {name: then for name, (_before, then) in row.changes.items()}
        partner = row.existing.subject.partner
        if facts := meaning.facts(changes):
            services.correct_partner(partner, by=by, **facts)
        if place := _place(changes):
            services.correct_participation(partner, by=by, **place)


class Meaning:
    """The values of rows as the services want them: industries and head offices as rows of the register."""

    def __init__(self, rows: list[Candidate], by: Member) -> None:
        codes = {row.values["industry"] for row in rows if row.values.get("industry")}
        self.industries = {one.code: one for one in Industry.objects.filter(code__in=codes)} if codes else {}
        self.heads = HeadOffices(rows, by)

    def of_new(self, row: Candidate) -> services.NewPartner:
        values = row.values
        return services.NewPartner(self.facts(values), _place(values), values.get("code", ""))

    def facts(self, values: dict[str, Any]) -> dict[str, Any]:
        facts = {name: values[name] for name in OF_PARTNER if name in values}
        if code := values.get("industry"):
            facts["industry"] = self.industries[code]
        if head := values.get("head_office"):
            facts["head_office"] = self.heads.of(head)
            if facts["head_office"] is None:
                raise ValidationError(gettext("The head office is not in the register yet."))
        return facts


def _place(values: dict[str, Any]) -> dict[str, Any]:
    return {name: values[name] for name in OF_PARTICIPATION if name in values}


def _head(row: Candidate) -> str:
    return row.values.get("head_office", "")


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
