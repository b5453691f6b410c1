"""Partners brought as a list, recognised by code, else by name: new ones join, known ones change."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import uuid4

from django.db.models import Count, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from consortium.imports import parsers
from consortium.imports.registry import Candidate, Existing, Field, Target, register
from consortium.rowlevel import SYSTEM, acting_as
from consortium.verdict import Verdict, only_if
from partners.models import Participation, Partner
from partners.states import PartnerKind, PledgeKind, Role

if TYPE_CHECKING:
    from partners.models import Member

KINDS = {
    "고등학교": "SCHOOL",
    "특성화고": "SCHOOL",
    "지자체": "LOCAL_GOVERNMENT",
    "시청": "LOCAL_GOVERNMENT",
    "교육청": "EDUCATION_OFFICE",
    "기업체": "COMPANY",
    "산업체": "COMPANY",
    "회사": "COMPANY",
    "대학": "UNIVERSITY",
    "훈련기관": "TRAINING_INSTITUTE",
    "교육기관": "TRAINING_INSTITUTE",
    "협회": "BUSINESS_ASSOCIATION",
    "경제단체": "BUSINESS_ASSOCIATION",
    "상공회의소": "BUSINESS_ASSOCIATION",
}
CONTRIBUTIONS = {
    "현장실습": "PLACEMENT",
    "실습": "PLACEMENT",
    "강사": "INSTRUCTOR",
    "교육과정": "COURSE",
    "예산": "CASH",
    "장비": "EQUIPMENT",
    "시설": "FACILITY",
    "취업": "HIRING_PLEDGE",
    "진학": "ADMISSION",
    "위원회": "COMMITTEE",
    "설문": "SURVEY",
}
OF_PARTNER = ("name", "name_en", "kind", "could_contribute", "note")
OF_PARTICIPATION = ("joined_on", "left_on", "named_in_agreement")
FIELDS = (
    Field(
        "name",
        _("Name"),
        (
            "기관명",
            "협약기관",
            "협약기관명",
            "기관",
            "기업명",
            "업체명",
            "회사명",
            "상호",
            "단체명",
            "명칭",
            "이름",
        ),
        required=True,
        parse=parsers.text(200),
        examples=("가람소프트(예시)", "누리시청(예시)"),
    ),
    Field(
        "kind",
        _("Kind"),
        ("구분", "기관구분", "유형", "기관유형", "종류", "분류"),
        required=True,
        parse=parsers.choice(PartnerKind.choices, KINDS),
        show=parsers.in_words(PartnerKind.choices),
        help=_("School, company, university and so on."),
        examples=("기업", "지방자치단체"),
    ),
    Field(
        "code",
        _("Code"),
        ("기관코드", "코드", "관리번호", "기관번호"),
        parse=parsers.text(30),
        help=_("Says which partner a row is about, also when its name has changed."),
        identity=True,
        examples=("GARAM", "NURI-CITY"),
    ),
    Field(
        "name_en",
        _("English name"),
        ("영문명", "영문기관명", "영문", "기관명영문"),
        parse=parsers.text(200),
        examples=("Garam Soft (example)", "Nuri City (example)"),
    ),
    Field(
        "could_contribute",
        _("Could contribute"),
        ("기여가능", "가능한기여", "협력분야", "참여분야", "지원분야"),
        parse=parsers.choices(PledgeKind.choices, CONTRIBUTIONS),
        show=parsers.in_words(PledgeKind.choices),
        help=_("Several are separated by commas. It is not a pledge."),
        examples=("", ""),
    ),
    Field(
        "note",
        _("Note"),
        ("비고", "메모", "특이사항", "참고"),
        parse=parsers.text(2000),
        examples=("예시 행입니다. 지우고 쓰세요.", ""),
    ),
    Field(
        "joined_on",
        _("Joined on"),
        ("참여일", "가입일", "협약일", "협약일자", "협약체결일", "체결일", "참여시작일"),
        parse=parsers.day(),
        help=_("Left empty, a new partner joins on the day of the import."),
        examples=("2025-03-19", "2025. 3. 19."),
    ),
    Field(
        "left_on",
        _("Left on"),
        ("탈퇴일", "종료일", "참여종료일", "협약종료일"),
        parse=parsers.day(),
        examples=("", ""),
    ),
    Field(
        "named_in_agreement",
        _("Named in the agreement"),
        ("협약서명시", "협약서기재", "서명기관", "협약서포함", "협약서명여부"),
        parse=parsers.yes_or_no(),
        examples=("O", "X"),
    ),
)


def imports_partners(member: Member) -> Verdict:
    """The register of partners is the coordinator's, so are the lists that fill it."""
    return only_if(member.role == Role.COORDINATOR, _("Only the coordinator imports the list of partners."))


def find_existing(rows: list[Candidate], by: Member) -> dict[int, Existing]:
    """The partners of this consortium that these rows are about: by code, else by name."""
    codes = {row.values["code"] for row in rows if row.values.get("code")}
    names = {row.values["name"] for row in rows}
    known = Participation.objects.visible_to(by).filter(consortium=by.consortium_id).select_related("partner")
    by_code = {one.partner.code: one for one in known.filter(partner__code__in=codes)}
    by_name = _by_name(known.filter(partner__name__in=names))
    found = {
        row.number: by_code.get(row.values.get("code")) or by_name.get(row.values["name"]) for row in rows
    }
    shared = _shared({one.partner_id for one in found.values() if one})
    return {
        number: Existing(one, _values(one), _SHARED if one.partner_id in shared else "")
        for number, one in found.items()
        if one
    }


_SHARED = _("Other consortia work with this partner too, so only the portal's operator changes it.")


def _by_name(known: QuerySet) -> dict[str, Participation]:
    found: dict[str, Participation] = {}
    for one in known.order_by("-pk"):
        found[one.partner.name] = one
    return found


def _shared(partners: set[int]) -> set[int]:
    """Those that take part in other consortia as well; which ones is nobody's business."""
    with acting_as(SYSTEM):
        everywhere = Participation.objects.filter(partner__in=partners).order_by().values("partner")
        return set(everywhere.annotate(n=Count("pk")).filter(n__gt=1).values_list("partner", flat=True))


def _values(one: Participation) -> dict[str, Any]:
    values = {name: getattr(one.partner, name) for name in OF_PARTNER}
    values["could_contribute"] = sorted(values["could_contribute"])
    for name in ("joined_on", "left_on"):
        moment = getattr(one, name)
        values[name] = moment.isoformat() if moment else None
    return values | {"named_in_agreement": one.named_in_agreement}


def apply(rows: list[Candidate], by: Member) -> None:
    """Add the new partners and bring the known ones up to date."""
    imports_partners(by).require()
    _add([row for row in rows if row.existing is None], by)
    for row in rows:
        if row.existing is not None:
            _change(row.existing.pk, {name: then for name, (_now, then) in row.changes.items()})


def _add(rows: list[Candidate], by: Member) -> None:
    """Nobody in a consortium may add an organisation by the row policies; the portal does it for them."""
    made = [
        Partner(code=code, **{name: row.values[name] for name in OF_PARTNER if name in row.values})
        for row, code in zip(rows, _codes_for(rows), strict=True)
    ]
    for partner in made:
        partner.clean_fields(exclude=["code"])
    with acting_as(SYSTEM):
        Partner.objects.bulk_create(made)
        Participation.objects.bulk_create(
            Participation(
                consortium_id=by.consortium_id,
                partner=partner,
                **{"joined_on": timezone.localdate()}
                | {name: row.values[name] for name in OF_PARTICIPATION if name in row.values},
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
    for thing, names in ((one.partner, OF_PARTNER), (one, OF_PARTICIPATION)):
        changed = [name for name in names if name in changes]
        for name in changed:
            setattr(thing, name, changes[name])
        if changed:
            thing.clean_fields(
                exclude=[field.name for field in thing._meta.fields if field.name not in changed]
            )
            with acting_as(SYSTEM):
                thing.save(update_fields=changed)


def _identify(values: dict[str, Any]) -> str:
    return values.get("code") or values.get("name", "")


register(
    Target(
        key="partners",
        label=_("Partners"),
        purpose=_("Organisations that take part in the consortium, from a spreadsheet or another system."),
        fields=FIELDS,
        policy=imports_partners,
        identify=_identify,
        find_existing=find_existing,
        apply=apply,
        after_url="partners:partners",
    )
)
