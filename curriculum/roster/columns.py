"""The columns of a school's roster: what NEIS and teachers call them, and how their cells are read.

The sex of a student is no column: nothing here needs it, so it is not kept.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from consortium.imports import parsers
from consortium.imports.registry import Field
from curriculum.facts import LONGEST_NAME
from curriculum.models import FIRST_YEAR, LAST_YEAR
from curriculum.states import StudentState

STATES = {
    "재학생": "ENROLLED",
    "재적": "ENROLLED",
    "복학": "ENROLLED",
    "전입": "ENROLLED",
    "전입학": "ENROLLED",
    "편입": "ENROLLED",
    "편입학": "ENROLLED",
    "재입학": "ENROLLED",
    "진급": "ENROLLED",
    "입학": "ENROLLED",
    "신입": "ENROLLED",
    "유급": "ENROLLED",
    "휴학생": "ON_LEAVE",
    "유예": "ON_LEAVE",
    "전학": "TRANSFERRED",
    "전출학": "TRANSFERRED",
    "졸업생": "GRADUATED",
    "자퇴": "LEFT",
    "퇴학": "LEFT",
    "제적": "LEFT",
    "면제": "LEFT",
    "중퇴": "LEFT",
}
BEHIND = re.compile(r"(학년도|학년|년도|년|반|번|호)$")
AREA = re.compile(r"(02|01\d|0\d\d)(\d{3,4})(\d{4})")
TIME_BEHIND = re.compile(r"[\sT]+\d{1,2}:\d{2}.*$")
DAY_OF_IMPORT = "day of import"  # stands for a day that the list does not say
SHORT_NUMBER = re.compile(r"1\d{3}-?\d{4}")
PLAIN_NAME = re.compile(r"[가-힣]+")


def ordinal(least: int, most: int) -> parsers.Parser:
    """A whole number with or without what people write behind it: 3학년, 1반, 05번."""
    whole = parsers.whole_number(least, most)

    def parse(cell: str) -> int:
        bare = BEHIND.sub("", unicodedata.normalize("NFKC", cell).replace(" ", ""))
        return whole(bare.removesuffix(".0"))

    return parse


def student_number(cell: str) -> str:
    """학번 as grade, class and number (30115); parts that were written apart get their zeros back."""
    bare = unicodedata.normalize("NFKC", cell).strip().removesuffix(".0")
    parts = [part for part in re.split(r"[\s\-./]+", bare) if part]
    if len(parts) == 3 and all(part.isdigit() for part in parts):
        bare = f"{parts[0]}{parts[1]:0>2}{parts[2]:0>2}"
    elif re.fullmatch(r"[1-3]\d{3}", bare):  # schools with fewer than ten classes often write 3115
        bare = f"{bare[0]}0{bare[1:]}"
    if not re.fullmatch(r"[1-3](0[1-9]|1\d|20)(0[1-9]|[1-5]\d|60)", bare):
        raise ValidationError(
            _("“%(cell)s” is no student number. Write grade, class and number like 30115.")
            % {"cell": cell[:40]}
        )
    return bare


def name(cell: str) -> str:
    """A name; blanks between Hangul syllables (김  솔) are only there to align a printed list."""
    text = parsers.text(LONGEST_NAME)(cell)
    if any(letter.isdigit() for letter in text):
        raise ValidationError(_("A name holds no digits. Look whether the columns are chosen right."))
    bare = "".join(text.split())
    return bare if PLAIN_NAME.fullmatch(bare) else " ".join(text.split())


def plain_names(cells: Sequence[str]) -> Sequence[str] | None:
    """Names in Hangul without a blank are what they are."""
    plain = PLAIN_NAME.fullmatch("".join(cells)) and len(max(cells, key=len)) <= LONGEST_NAME
    return cells if plain else None


name.many = plain_names


def telephone(cell: str) -> str:
    """A telephone number in its groups; the zero that a spreadsheet cut off comes back."""
    bare = re.sub(r"[^\d+]", "", unicodedata.normalize("NFKC", cell).strip().removesuffix(".0"))
    if SHORT_NUMBER.fullmatch(bare):
        return f"{bare[:4]}-{bare[4:]}"
    bare = re.sub(r"^\+?82", "0", bare) if bare.startswith(("+82", "82")) else bare
    bare = bare if bare.startswith("0") else f"0{bare}"
    found = AREA.fullmatch(re.sub(r"^00+", "0", bare))
    if found is None:
        raise ValidationError(
            _("“%(cell)s” is no telephone number. Write it like 010-1234-5678.") % {"cell": cell[:40]}
        )
    return "-".join(found.groups())


def day_of_change(cell: str) -> str:
    """The day on which a student left or came back; NEIS writes the time behind it.

    What is no date stays as it stands: lists date the last change of everybody, and only where a state
    changes does it matter (`objection_to_day`).
    """
    bare = TIME_BEHIND.sub("", unicodedata.normalize("NFKC", cell)).strip(" -")
    if not bare:
        return DAY_OF_IMPORT
    try:
        return parsers.day()(bare)
    except ValidationError:
        return bare


def objection_to_day(value: str, since: date) -> str:
    """Why a new state cannot hold from this day; `since` is the first day on which it could."""
    if value == DAY_OF_IMPORT:
        return ""
    try:
        day = date.fromisoformat(parsers.day()(value))
    except ValidationError as error:
        return error.messages[0]
    if day > timezone.localdate():
        return _("The day of the change (%(day)s) lies in the future.") % {"day": shown_day(value)}
    if day < since:
        words = _("The day of the change (%(day)s) lies before the student entered the school.")
        return words % {"day": shown_day(value)}
    return ""


def shown_day(value: Any) -> str:
    if value == DAY_OF_IMPORT:
        return _("day of the import (today %(day)s)") % {"day": date_format(timezone.localdate())}
    return date_format(date.fromisoformat(value)) if value else "-"


def masked(value: Any) -> str:
    """The end of a telephone number, the beginning of an address: enough to recognise, not to use."""
    if not value:
        return "-"
    text = str(value)
    return f"…{text[-4:]}" if text[-4:].isdigit() else f"{text[:6]}…"


COLUMNS = (
    Field(
        "name",
        gettext_lazy("Student's name"),
        synonyms=("성명", "이름", "학생명", "학생 성명", "학생이름"),
        required=True,
        parse=name,
        examples=("김가람", "이나래"),
    ),
    Field(
        "student_number",
        gettext_lazy("Student number"),
        synonyms=("학번", "학년반번호"),
        parse=student_number,
        identity=True,
        help=gettext_lazy("Grade, class and number in one: 30115. Not needed where they stand apart."),
        examples=("30101", "30102"),
    ),
    Field("grade", gettext_lazy("Grade"), synonyms=("학년",), parse=ordinal(1, 3), examples=("3", "3")),
    Field(
        "class_no", gettext_lazy("Class"), synonyms=("반", "학급"), parse=ordinal(1, 20), examples=("1", "1")
    ),
    Field(
        "number",
        gettext_lazy("Number in class"),
        synonyms=("번호", "번", "출석번호"),
        parse=ordinal(1, 60),
        examples=("1", "2"),
    ),
    Field(
        "birth_date",
        gettext_lazy("Date of birth"),
        synonyms=("생년월일", "생일"),
        parse=parsers.day(),
        help=gettext_lazy("Tells students of the same name apart, and finds them again next year."),
        examples=("2009. 3. 5.", "2009-07-21"),
    ),
    Field(
        "state",
        gettext_lazy("State"),
        synonyms=("학적상태", "학적", "학적구분", "재적상태", "상태"),
        parse=parsers.choice(StudentState.choices, STATES),
        show=parsers.in_words(StudentState.choices),
        examples=("재학", "재학"),
    ),
    Field(
        "state_since",
        gettext_lazy("Day of the change"),
        synonyms=(
            "변동일",
            "변동일자",
            "변동일시",
            "학적변동일",
            "학적변동일자",
            "학적변동일시",
            "전출일",
            "전출일자",
            "자퇴일",
            "자퇴일자",
        ),
        parse=day_of_change,
        show=shown_day,
        help=gettext_lazy(
            "From when a new state holds: the day of leaving, of leave or of coming back. Where it is"
            " missing: the day of the import."
        ),
        examples=("", ""),
    ),
    Field(
        "department",
        gettext_lazy("Department"),
        synonyms=("학과", "학과명", "계열학과", "소속학과"),
        examples=("AI융합과", "AI융합과"),
    ),
    Field(
        "entry_year",
        gettext_lazy("Entry year"),
        synonyms=("입학년도", "입학연도", "입학년"),
        parse=ordinal(FIRST_YEAR, LAST_YEAR),
        help=gettext_lazy("Where it is missing, new students get it from their grade."),
        examples=("2024", "2024"),
    ),
    Field(
        "school_year",
        gettext_lazy("School year"),
        synonyms=("학년도",),
        parse=ordinal(FIRST_YEAR, LAST_YEAR),
        help=gettext_lazy("Of the grades and classes in this list. Where it is missing: the present one."),
        examples=("", ""),
    ),
    Field(
        "phone",
        gettext_lazy("Telephone"),
        synonyms=(
            "연락처",
            "전화번호",
            "휴대전화",
            "휴대폰",
            "학생연락처",
            "학생휴대전화",
            "연락처 학생",
            "핸드폰",
        ),
        parse=telephone,
        show=masked,
        examples=("010-0000-0001", "010-0000-0002"),
    ),
    Field(
        "address",
        gettext_lazy("Address"),
        synonyms=("주소", "집주소", "거주지"),
        parse=parsers.text(200),
        show=masked,
        examples=("경기도 파주시 시연로 1", "경기도 파주시 시연로 2"),
    ),
    Field(
        "guardian_name",
        gettext_lazy("Guardian"),
        synonyms=("보호자", "보호자명", "보호자성명", "학부모", "학부모성명"),
        parse=parsers.text(50),
        show=masked,
        examples=("김보람", "이보람"),
    ),
    Field(
        "guardian_phone",
        gettext_lazy("Guardian's telephone"),
        synonyms=(
            "보호자연락처",
            "보호자전화번호",
            "보호자휴대전화",
            "학부모연락처",
            "연락처 보호자",
            "비상연락처",
        ),
        parse=telephone,
        show=masked,
        examples=("010-0001-0001", "010-0001-0002"),
    ),
)
SEAT = ("grade", "class_no", "number")
CONTACT = ("phone", "address", "guardian_name", "guardian_phone")
OF_STUDENT = (*SEAT, "school_year", "name", "birth_date", "state", "entry_year")
