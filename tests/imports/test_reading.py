"""Files as Korean offices have them, read into the same plain rows."""

import string
import unicodedata
import zipfile
from io import BytesIO

import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st

from consortium.imports import reading
from consortium.imports.reading.refusals import MAX_BYTES, Unreadable, kind_of
from tests.imports.files import HEAD, comma_separated, workbook

ROWS = [HEAD, ["가람소프트", "기업", "쉼표, 있는 비고"], ["누리시청", "지방자치단체", "두\n줄"]]


def read(tmp_path, content, kind, sheet=""):
    upload, table = tmp_path / f"upload.{kind}", tmp_path / "rows.jsonl"
    upload.write_bytes(content.getvalue())
    found = reading.flatten(upload, kind, sheet, table)
    return found, [cells for _number, cells in reading.rows_of(table)]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp949", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_a_comma_separated_file_in_any_usual_form_gives_the_same_rows(tmp_path, encoding, delimiter):
    found, rows = read(tmp_path, comma_separated(ROWS, encoding, delimiter), "csv")
    assert rows == ROWS
    assert (found.rows, found.sample) == (3, ROWS)


def test_a_workbook_gives_the_same_rows_and_keeps_the_numbers_of_its_rows(tmp_path):
    found, rows = read(tmp_path, workbook([[], ["제목"], [], *ROWS], sheets=("안내", "명단")), "xlsx", "명단")
    assert (found.sheets, found.sheet) == (["안내", "명단"], "명단")
    assert rows == [[], ["제목"], [], *ROWS]
    assert [number for number, _cells in reading.rows_of(tmp_path / "rows.jsonl", after=3)] == [4, 5, 6]


def test_a_list_that_begins_in_another_column_keeps_its_columns(tmp_path):
    _found, rows = read(tmp_path, workbook([["", "", "기관명"], ["", "", "가람"]]), "xlsx")
    assert rows == [["", "", "기관명"], ["", "", "가람"]]


def test_merged_cells_have_their_value_everywhere(tmp_path):
    content = workbook(
        [[], ["", "", "", "전화", "주소"], ["", "가람", "", "1", "2"], ["", "누리"]],
        merges=((0, 3, 0, 4, "연락처"), (0, 1, 1, 1, "기관명"), (2, 2, 3, 2, "기업")),
    )
    _found, rows = read(tmp_path, content, "xlsx")
    assert rows == [
        ["", "기관명", "", "연락처", "연락처"],
        ["", "기관명", "", "전화", "주소"],
        ["", "가람", "기업", "1", "2"],
        ["", "누리", "기업"],
    ]


def test_syllables_that_a_mac_took_apart_are_composed(tmp_path):
    apart = [[unicodedata.normalize("NFD", cell) for cell in row] for row in ROWS]
    assert apart != ROWS
    assert read(tmp_path, comma_separated(apart, "utf-8"), "csv")[1] == ROWS


def test_numbers_dates_and_answers_of_a_workbook_are_texts_as_a_person_reads_them(tmp_path):
    rows = read(tmp_path, workbook([["번호", "비율", "답"], [30115, 0.5, True]]), "xlsx")[1]
    assert rows[1] == ["30115", "0.5", "TRUE"]


def test_the_apostrophe_of_our_own_files_is_taken_off_again(tmp_path):
    assert read(tmp_path, comma_separated([["비고"], ["'- 협의 중"], ["'말'"]]), "csv")[1] == [
        ["비고"],
        ["- 협의 중"],
        ["'말'"],
    ]


CELLS = st.text(st.sampled_from(string.ascii_letters + '가나다라마바사 ,;"#&<>\n한글'), max_size=12)


def _plain(rows):
    """What must come back: blanks around a cell and empty cells at the end carry nothing."""
    plain = []
    for row in rows:
        cells = [cell.strip() for cell in row]
        while cells and not cells[-1]:
            cells.pop()
        plain.append(cells)
    while plain and not plain[-1]:
        plain.pop()
    return plain


@settings(max_examples=60)
@given(st.lists(st.lists(CELLS, min_size=3, max_size=3), min_size=1, max_size=8), st.sampled_from("uc"))
def test_any_rows_written_as_csv_are_read_again(tmp_path_factory, rows, code):
    rows = [["이름", "값", "비고"], *rows]
    content = comma_separated(rows, {"u": "utf-8", "c": "cp949"}[code])
    assert _plain(read(tmp_path_factory.mktemp("csv"), content, "csv")[1]) == _plain(rows)


@settings(max_examples=8)
@given(st.lists(st.lists(CELLS, min_size=3, max_size=3), min_size=1, max_size=8))
def test_any_rows_written_as_a_workbook_are_read_again(tmp_path_factory, rows):
    rows = [["이름", "값", "비고"], *rows]
    assert _plain(read(tmp_path_factory.mktemp("xlsx"), workbook(rows), "xlsx")[1]) == _plain(rows)


# --- refused
def members(content, **changed):
    """The workbook with members added or replaced."""
    output = BytesIO()
    with zipfile.ZipFile(content) as old, zipfile.ZipFile(output, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, changed.pop(name, None) or old.read(name))
        for name, body in changed.items():
            new.writestr(name, body)
    return output


def test_a_workbook_of_5_kb_that_asks_for_500_gb_ends_nobody_but_its_opener(tmp_path):
    content = BytesIO()
    book = xlsxwriter.Workbook(content, {"in_memory": True})
    sheet = book.add_worksheet()
    sheet.write(0, 0, "x")
    sheet.write(1_048_575, 16_383, "y")
    book.close()
    assert kind_of("a.xlsx", len(content.getvalue()), content) == "xlsx"
    with pytest.raises(Unreadable):
        read(tmp_path, content, "xlsx")


def test_a_zip_bomb_is_refused_by_its_list_of_contents():
    bomb = members(workbook(ROWS), **{"xl/worksheets/more.xml": b"0" * (450 * 1024 * 1024)})
    assert len(bomb.getvalue()) < MAX_BYTES
    with pytest.raises(Unreadable):
        kind_of("a.xlsx", len(bomb.getvalue()), bomb)


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
REFUSED = {
    "macros by name": ("a.xlsm", lambda: workbook(ROWS)),
    "macros inside": ("a.xlsx", lambda: members(workbook(ROWS), **{"xl/vbaProject.bin": b"x"})),
    "an old workbook": ("a.xls", lambda: BytesIO(OLE)),
    "an encrypted workbook": ("a.xlsx", lambda: BytesIO(OLE + b"EncryptedPackage")),
    "another zip": ("a.xlsx", lambda: members(workbook(ROWS), **{"[Content_Types].xml": b"<Types/>"})),
    "a damaged zip": ("a.xlsx", lambda: BytesIO(workbook(ROWS).getvalue()[:900])),
    "a workbook called csv": ("a.csv", lambda: workbook(ROWS)),
    "a text called xlsx": ("a.xlsx", lambda: comma_separated(ROWS)),
    "a web page": ("a.csv", lambda: BytesIO(b"<html><table><tr><td>1</td></tr></table></html>")),
    "a picture": ("a.csv", lambda: BytesIO(b"\x89PNG\r\n\x1a\n")),
    "something binary": ("a.csv", lambda: BytesIO(b"a,b\0c")),
    "nothing": ("a.csv", lambda: BytesIO(b"  \n")),
    "a program": ("a.exe", lambda: BytesIO(b"MZ")),
}


@pytest.mark.parametrize("what", REFUSED)
def test_what_is_no_list_is_refused_before_it_is_opened(what):
    name, make = REFUSED[what]
    content = make()
    with pytest.raises(Unreadable) as refusal:
        kind_of(name, len(content.getvalue()), content)
    assert str(refusal.value)


def test_a_file_over_the_limit_is_refused_by_its_size_alone():
    with pytest.raises(Unreadable):
        kind_of("a.csv", MAX_BYTES + 1, BytesIO(b"a,b"))


def test_too_many_rows_or_columns_are_said(tmp_path, monkeypatch):
    monkeypatch.setattr(reading, "MAX_ROWS", 2)
    with pytest.raises(Unreadable, match="2"):
        read(tmp_path, comma_separated(ROWS), "csv")
    monkeypatch.setattr(reading, "MAX_ROWS", 9)
    with pytest.raises(Unreadable, match="100"):
        read(tmp_path, comma_separated([["x"] * 101]), "csv")


@pytest.mark.parametrize("number", ["010203-3456789", "0102033456789", "０１０２０３－３４５６７８９"])
def test_a_resident_registration_number_anywhere_is_refused_and_its_cell_named(tmp_path, number):
    rows = [*ROWS, ["나래", "기업", f"대표 {number}"]]
    with pytest.raises(Unreadable, match="C4"):
        read(tmp_path, comma_separated(rows), "csv")


def test_two_numbers_in_neighbouring_cells_are_no_resident_registration_number(tmp_path):
    assert read(tmp_path, comma_separated([["생년월일", "번호"], ["010203", "3456789"]]), "csv")[0].rows == 2


def test_a_file_that_is_neither_unicode_nor_korean_is_said(tmp_path):
    with pytest.raises(Unreadable):
        read(tmp_path, BytesIO(b"a,b\n\xff\xff\xff,c\n"), "csv")


def test_an_empty_sheet_is_said(tmp_path):
    with pytest.raises(Unreadable):
        read(tmp_path, workbook([]), "xlsx")
