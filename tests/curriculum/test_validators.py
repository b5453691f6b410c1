import random

import pytest
from django import forms
from django.core.exceptions import ValidationError

from consortium.validators import contains_resident_number, refuse_resident_number
from curriculum.roster import forms as curriculum_forms

REFUSED = (
    "0905013123456",
    "090501-3123456",
    "090501 - 3123456",
    "090501–3123456",
    "０９０５０１－３１２３４５６",
    "주민번호 090501-3123456입니다",
    "090501.3123456",
    "090501\t3123456",
    "번호:0905013123456번",
    "090501/4123456",
    "090501\u200b-\u200b3123456",
    "0905\u00ad01\u00ad3123456",
    "09\u206005\u31640\ufe0f1-3123456",
    "090501: 3123456",
    "090501, 3123456",
    "090501 ----- 3123456",
    "090501 ( 3123456 )",
    "0 9 0 5 0 1 - 3 1 2 3 4 5 6",
    "0.9.0.5.0.1.3.1.2.3.4.5.6",
    "０ ９ ０ ５ ０ １ ３ １ ２ ３ ４ ５ ６",
    "09.05.01-3123456",
    "09 05 01 - 3123456",
    "090501-3-123456",
    "①②⓪⑤⓪①-③①②③④⑤⑥",
    "090501ㅡ3123456",
    "20090501-3123456",
    "2009/05/01 3123456",
    "09/05/01 3123456",
    "090501-31234 56",
    "090501-312-3456",
    "090-501-3123456",
    "090501-3,123,456",
    "090501 - 3 1 2 3 4 5 6",
)
ACCEPTED = (
    "",
    "010-1234-5678",
    "031-940-1234 010-1234-5678",
    "2001020231_23v5",
    "2001070306_19v1.4",
    "2026. 11. 23. 15:20",
    "1234-5678-9012-3456",
    "경기도 파주시 문산읍 123-45, 101동 1203호",
    "090501-312345",
    "010-1234-5678, 010-2345-6789",
    "010 1234 5678 (내선 12)",
    "1,101,011,234,567원",
    "350,000원, 1,200,000원",
    "350000, 1200000",
    "2026. 11. 23. ~ 2026. 12. 24.",
    "2026-11-23 2027-02-28",
    "2026. 3. 2., 2026. 4. 13., 2026. 5. 4.",
    "26. 11. 23. 3,000,000원",
    "2001020231_23v5, 2001020232_23v5",
    "1 2 3 4 5 6 7 8 9 10 11 12",
    "1. 2. 3. 4. 5. 6. 7. 8. 9. 10.",
    "110-81-12345, 220-88-12345",
    "30115 30116 30117",
    "계좌 351-1234-5678-93",
    "26.11.23 3000000원",
    "2026-03-02 1200000",
    "20260302 3100000",
    "260302-123-4567",
    "2009. 5. 1. 031-940-1234",
    "20090501 010-1234-5678",
    "사업자 110-81-12345 2026-11-23",
    "302-123-4567890",
)
REASON_AND_RECORDS = (
    curriculum_forms.ReasonForm,
    curriculum_forms.StudentForm,
    curriculum_forms.AttainmentForm,
    curriculum_forms.CertificateForm,
    curriculum_forms.ContactForm,
)


@pytest.mark.parametrize("text", REFUSED)
def test_a_resident_number_is_refused_however_it_is_written(text):
    with pytest.raises(ValidationError) as refusal:
        refuse_resident_number(text)
    assert refusal.value.code == "resident_number"


@pytest.mark.parametrize("text", ACCEPTED)
def test_telephone_numbers_codes_and_dates_are_not_taken_for_resident_numbers(text):
    assert not contains_resident_number(text)


@pytest.mark.parametrize("form_class", REASON_AND_RECORDS)
@pytest.mark.parametrize("text", REFUSED)
def test_every_text_field_about_a_student_refuses_resident_numbers(cast, form_class, text):
    needs_member = {curriculum_forms.StudentForm, curriculum_forms.AttainmentForm}
    arguments = {"member": cast["coordinator"]} if form_class in needs_member else {}
    names = [
        name
        for name, field in form_class(**arguments).fields.items()
        if isinstance(field, forms.CharField) and not field.widget.is_hidden
    ]
    form = form_class(dict.fromkeys(names, text), **arguments)
    form.is_valid()
    codes = {name: {error.code for error in form.errors.as_data().get(name, ())} for name in names}
    assert names
    assert all(found & {"resident_number", "max_length"} for found in codes.values()), codes


PHONES = ("010-{a:04d}-{b:04d}", "010 {a:04d} {b:04d}", "031-{c:03d}-{b:04d}", "0502-{a:04d}-{b:04d}")
DATES = ("{y}. {m}. {d}.", "{y}-{m:02d}-{d:02d}", "{y}{m:02d}{d:02d}")
OTHERS = ("{money:,}원", "{a:04d}-{b:04d}-{a:04d}-{b:04d}", "20{c:03d}{a:04d}1_23v{d}", "{c}-{d}, {c}호")
INNOCENT = (*PHONES, *DATES, *OTHERS)


def test_what_a_school_writes_all_day_is_never_taken_for_one():
    """Thousands of numbers as they are written, alone and two after another."""
    chance = random.Random(13)
    wrongly = []
    for _ in range(3000):
        words = {
            "a": chance.randint(0, 9999),
            "b": chance.randint(0, 9999),
            "c": chance.randint(100, 999),
            "y": chance.randint(2000, 2030),
            "m": chance.randint(1, 12),
            "d": chance.randint(1, 28),
            "money": chance.randint(1, 10**13),
        }
        text = chance.choice([" ", ", ", " / ", "\n"]).join(
            form.format(**words) for form in chance.sample(INNOCENT, 2)
        )
        if contains_resident_number(text):
            wrongly.append(text)
    assert wrongly == []


WAYS = (
    "{y}{m:02d}{d:02d}-{r}",
    "{s:02d}/{m:02d}/{d:02d} {r}",
    "{y}.{m:02d}.{d:02d} {r}",
    "{s:02d}{m:02d}{d:02d}-{r:.3}-{tail}",
    "{s:02d}{m:02d}{d:02d}ㅡ{r}",
)


def test_every_usual_way_of_writing_one_is_found():
    chance = random.Random(21)
    missed = []
    for _ in range(2000):
        year = chance.randint(1930, 2015)
        first = chance.choice("1256" if year < 2000 else "3478")
        rest = f"{first}{chance.randint(0, 999_999):06d}"
        words = {"y": year, "s": year % 100, "m": chance.randint(1, 12), "d": chance.randint(1, 28)}
        text = chance.choice(WAYS).format(r=rest, tail=rest[3:], **words)
        if not contains_resident_number(f"번호 {text} 끝"):
            missed.append(text)
    assert missed == []


def test_every_number_is_found_whatever_stands_between_its_digits():
    chance = random.Random(7)
    missed = []
    for _ in range(3000):
        born = f"{chance.randint(0, 99):02d}{chance.randint(1, 12):02d}{chance.randint(1, 28):02d}"
        rest = f"{chance.randint(1, 4)}{chance.randint(0, 999_999):06d}"
        between = "".join(chance.choices(" -:.,;/()·~\u200b\u00ad\u2060", k=chance.randint(0, 8)))
        spread = chance.choice(["", " ", ".", "\u200b", " - "])
        half = spread.join(born), spread.join(rest)
        middle = between or (spread if spread else "")
        if not contains_resident_number(f"번호 {half[0]}{middle}{half[1]} 끝"):
            missed.append((half, middle))
    assert missed == []
