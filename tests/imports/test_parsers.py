"""What people type into cells, and what it means."""

import pytest
from django.core.exceptions import ValidationError

from consortium.imports import parsers

CHOICES = [("COMPANY", "기업"), ("SCHOOL", "학교")]


@pytest.mark.parametrize(
    "cell",
    [
        "2025-03-19",
        "2025. 3. 19.",
        "2025.03.19",
        "2025/3/19",
        "2025년 3월 19일",
        "20250319",
        "45735",
        "２０２５-03-19",
    ],
)
def test_a_date_in_any_usual_form(cell):
    assert parsers.day()(cell) == "2025-03-19"


@pytest.mark.parametrize("cell", ["어제", "2025-02-30", "25.3.19", "3/19/2025", "12", "2025-03"])
def test_what_is_no_certain_date_is_not_guessed(cell):
    with pytest.raises(ValidationError):
        parsers.day()(cell)


def test_zeros_that_a_spreadsheet_cut_off_come_back():
    assert [parsers.digits(5)(cell) for cell in ("1234", "01234", "1-234")] == ["01234"] * 3
    with pytest.raises(ValidationError):
        parsers.digits(5)("123456")


@pytest.mark.parametrize("cell", ["기업", " 기 업 ", "company", "COMPANY", "회사"])
def test_a_choice_by_code_label_or_another_name(cell):
    assert parsers.choice(CHOICES, {"회사": "COMPANY"})(cell) == "COMPANY"


def test_an_unknown_choice_names_the_known_ones():
    with pytest.raises(ValidationError, match="기업, 학교"):
        parsers.choice(CHOICES)("동호회")


def test_several_choices_in_one_cell():
    assert parsers.choices(CHOICES)("학교, 기업/학교") == ["COMPANY", "SCHOOL"]


@pytest.mark.parametrize(
    ("cell", "value"), [("O", True), ("예", True), ("Y", True), ("X", False), ("-", False)]
)
def test_yes_and_no(cell, value):
    assert parsers.yes_or_no()(cell) is value


def test_whole_numbers_with_separators_and_within_bounds():
    assert parsers.whole_number(0, 5000)("1,234") == 1234
    for cell in ("9999", "1.5", "많음"):
        with pytest.raises(ValidationError):
            parsers.whole_number(0, 5000)(cell)


@pytest.mark.parametrize("cell", ["=1+1", "x" * 11, "010203-3456789"])
def test_a_text_refuses_formulas_too_much_and_resident_numbers(cell):
    with pytest.raises(ValidationError):
        parsers.text(10)(cell)
