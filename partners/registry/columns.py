"""The columns of a list of partners: what they are called in people's files and how their cells are read."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.utils.translation import gettext_lazy as _

from consortium.imports import parsers
from consortium.imports.registry import Field
from partners.registry.industries import code_of, in_words
from partners.registry.numbers import check_number, digits_of, in_groups, is_valid
from partners.states import PartnerKind, PledgeKind, Province, SizeClass

KINDS = {
    "고등학교": "SCHOOL",
    "특성화고": "SCHOOL",
    "지자체": "LOCAL_GOVERNMENT",
    "시청": "LOCAL_GOVERNMENT",
    "교육청": "EDUCATION_OFFICE",
    "기업체": "COMPANY",
    "산업체": "COMPANY",
    "회사": "COMPANY",
    "제조업체": "COMPANY",
    "대기업": "COMPANY",
    "중견기업": "COMPANY",
    "중소기업": "COMPANY",
    "대학": "UNIVERSITY",
    "대학교": "UNIVERSITY",
    "전문대학": "UNIVERSITY",
    "훈련기관": "TRAINING_INSTITUTE",
    "교육기관": "TRAINING_INSTITUTE",
    "협회": "BUSINESS_ASSOCIATION",
    "단체": "BUSINESS_ASSOCIATION",
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
PROVINCES = {
    "서울": "SEOUL",
    "부산": "BUSAN",
    "대구": "DAEGU",
    "인천": "INCHEON",
    "광주": "GWANGJU",
    "대전": "DAEJEON",
    "울산": "ULSAN",
    "세종": "SEJONG",
    "경기": "GYEONGGI",
    "강원": "GANGWON",
    "강원도": "GANGWON",
    "충북": "CHUNGBUK",
    "충남": "CHUNGNAM",
    "전북": "JEONBUK",
    "전라북도": "JEONBUK",
    "전남": "JEONNAM",
    "경북": "GYEONGBUK",
    "경남": "GYEONGNAM",
    "제주": "JEJU",
    "제주도": "JEJU",
}
province_of = parsers.choice(Province.choices, PROVINCES)
SIZES = {"중견": "MIDDLE", "중소": "SMALL", "소기업": "SMALL", "영세기업": "MICRO", "공공기관": "INSTITUTION"}
OF_PARTNER = (
    "name",
    "name_en",
    "kind",
    "registration_number",
    "province",
    "district",
    "size",
    "hifive_id",
    "homepage",
    "address",
    "phone",
    "founded_on",
    "could_contribute",
    "note",
)
OF_OTHER_ROWS = ("industry", "head_office")
OF_PARTICIPATION = ("joined_on", "left_on", "named_in_agreement")
DATES = ("founded_on", "joined_on", "left_on")


def registration_number(cell: str) -> str:
    """Ten digits with a right check digit, however they were typed."""
    digits = digits_of(cell)
    check_number(digits)
    return digits


def head_office(cell: str) -> str:
    """The number of the head office as digits, or its name."""
    digits = digits_of(cell)
    return digits if is_valid(digits) else parsers.text(200)(cell)


def web_address(cell: str) -> str:
    """An address of the web; `https://` is added where it was left out."""
    address = parsers.text(200)(cell if "://" in cell else f"https://{cell}")
    try:
        URLValidator(schemes=["http", "https"])(address)
    except ValidationError as error:
        raise ValidationError(_("This is no web address. Write it like https://www.example.com.")) from error
    return address


COLUMNS = (
    Field(
        "name",
        _("Name"),
        (
            "기관명",
            "기업명",
            "업체명",
            "회사명",
            "상호",
            "상호명",
            "사업장명",
            "협약기관",
            "협약기관명",
            "기관",
            "단체명",
            "명칭",
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
        "registration_number",
        _("Business registration number"),
        ("사업자등록번호", "사업자번호", "사업자 등록번호", "고유번호"),
        parse=registration_number,
        show=lambda value: in_groups(value or "") or "-",
        examples=("123-45-67891", ""),
    ),
    Field(
        "head_office",
        _("Head office"),
        ("본점", "본사", "본점명", "본사명", "소속 본점", "본점 상호", "본점 사업자등록번호"),
        parse=head_office,
        help=_("Only for a branch: the number or the whole name of the head office."),
        examples=("", ""),
    ),
    Field(
        "industry",
        _("Industry"),
        ("업종", "산업분류", "표준산업분류", "업종코드", "산업분류코드", "KSIC", "업종명", "산업"),
        parse=code_of,
        show=in_words,
        help=_("A code or name of the Korean Standard Industrial Classification, like C26 or 26."),
        examples=("J62", "O"),
    ),
    Field(
        "hifive_id",
        _("HIFIVE number"),
        ("하이파이브번호", "HIFIVE ID", "하이파이브 기업번호", "기업ID"),
        parse=parsers.text(30),
        examples=("", ""),
    ),
    Field(
        "name_en",
        _("English name"),
        ("영문명", "영문기관명", "영문", "기관명영문"),
        parse=parsers.text(200),
        examples=("Garam Soft (example)", "Nuri City (example)"),
    ),
    Field(
        "size",
        _("Size"),
        ("기업규모", "규모", "기업구분"),
        parse=parsers.choice(SizeClass.choices, SIZES),
        show=parsers.in_words(SizeClass.choices),
        examples=("중소기업", ""),
    ),
    Field(
        "province",
        _("Province or metropolitan city"),
        ("시도", "광역시도"),
        parse=province_of,
        show=parsers.in_words(Province.choices),
        examples=("경기도", "경기도"),
    ),
    Field(
        "district",
        _("City, county or district"),
        ("시군구", "구군", "시군"),
        parse=parsers.text(40),
        examples=("파주시", "파주시"),
    ),
    Field(
        "address",
        _("Address"),
        ("소재지", "사업장주소", "기업주소", "본사주소"),
        parse=parsers.text(200),
        examples=("", ""),
    ),
    Field(
        "phone",
        _("Main telephone number"),
        ("대표전화", "대표번호", "대표 전화번호", "기관 전화번호"),
        parse=parsers.text(30),
        help=_("Of the organisation, not of a person."),
        examples=("", ""),
    ),
    Field(
        "homepage",
        _("Homepage"),
        ("홈페이지", "누리집", "웹사이트", "홈페이지주소"),
        parse=web_address,
        examples=("", ""),
    ),
    Field(
        "founded_on",
        _("Founded on"),
        ("설립일", "설립일자", "창립일", "개업일"),
        parse=parsers.day(),
        examples=("", ""),
    ),
    Field(
        "could_contribute",
        _("Could contribute"),
        ("기여가능", "가능한기여", "협력분야", "참여분야", "지원분야"),
        parse=parsers.choices(PledgeKind.choices, CONTRIBUTIONS),
        show=parsers.in_words(PledgeKind.choices),
        help=_("Several are separated by commas. It is not a pledge."),
        examples=("현장실습, 멘토링", "위원회"),
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
    Field(
        "note",
        _("Remark"),
        ("비고", "메모", "특이사항", "참고"),
        parse=parsers.text(2_000),
        examples=("예시 행입니다. 지우고 쓰세요.", "예시 행입니다. 지우고 쓰세요."),
    ),
)
