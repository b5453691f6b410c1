"""Which row holds the column names, and which column is which."""

import pytest

from consortium.imports.headers import find_header, guess, header_at, is_total
from consortium.imports.registry import Field

FIELDS = (
    Field("name", "이름", ("기관명", "업체명"), required=True),
    Field("kind", "구분", ("기관 유형",)),
    Field("phone", "대표전화", ()),
    Field("note", "비고", ()),
)


def test_titles_above_the_column_names_are_passed_over():
    rows = [
        ["2026년 협약기관 현황"],
        [],
        ["(기준일: 2026. 3. 1.)"],
        ["연번", "기관명", "구분"],
        ["1", "가람", "기업"],
    ]
    header = find_header(rows, FIELDS)
    assert (header.row, header.height, header.labels) == (4, 1, ("연번", "기관명", "구분"))
    assert guess(header, FIELDS) == {"name": 1, "kind": 2}


def test_a_title_merged_over_all_columns_is_no_row_of_names():
    rows = [["협약기관 현황"] * 3, ["기관명", "구분", "비고"], ["가람", "기업", ""]]
    assert find_header(rows, FIELDS).row == 2


def test_names_over_two_rows_are_put_together():
    rows = [["기관명", "연락처", ""], ["", "대표전화", "담당자"], ["가람", "031-1", "나"]]
    header = header_at(rows, 1, 2)
    assert header.labels == ("기관명", "연락처 대표전화", "연락처 담당자")
    assert find_header(rows, FIELDS).height == 2
    assert guess(header, FIELDS) == {"name": 0, "phone": 1}


@pytest.mark.parametrize("label", ["기 관 명", "기관명*", "기관명(필수)", "업체명", "이름", "name", "NAME "])
def test_names_are_recognised_whatever_signs_stand_around_them(label):
    assert guess(header_at([[label]], 1, 1), FIELDS) == {"name": 0}


def test_a_column_serves_one_field_and_the_surest_one():
    header = header_at([["기관명 비고", "기관명", "비고"]], 1, 1)
    assert guess(header, FIELDS) == {"name": 1, "note": 2}


def test_names_known_from_an_earlier_file_are_found_whatever_they_say():
    rows = [["기관명", "구분"], ["코드1", "코드2"], ["가람", "기업"]]
    known = header_at(rows, 2, 1).fingerprint
    assert find_header(rows, FIELDS, {known}).row == 2


def test_the_fingerprint_knows_a_layout_wherever_it_stands():
    assert (
        header_at([["기관명", "구분"]], 1, 1).fingerprint
        == header_at([[], ["기관명 ", "구 분"]], 2, 1).fingerprint
    )
    assert (
        header_at([["기관명", "구분"]], 1, 1).fingerprint != header_at([["구분", "기관명"]], 1, 1).fingerprint
    )


def test_a_file_without_known_names_has_its_first_full_row():
    assert find_header([["제목"], ["가", "나", "다"], ["1", "2", "3"]], FIELDS).row == 2


@pytest.mark.parametrize("first", ["합계", "합 계", "소계", "총계", "계", "Total", "누계"])
def test_rows_of_totals_are_recognised(first):
    assert is_total(first)


@pytest.mark.parametrize("first", ["계룡전자", "합계산업", "통계청", ""])
def test_names_that_look_like_totals_are_not(first):
    assert not is_total(first)
