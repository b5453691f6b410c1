"""Files are opened again with other libraries than those that wrote them."""

import csv
import zipfile
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from pypdf import PdfReader
from python_calamine import CalamineWorkbook

from consortium.reports import charts, formats
from consortium.reports.document import Chart, Column, Document, Item, Section, Table, dump, load

MOMENT = datetime(2026, 11, 23, 6, 20, tzinfo=UTC)
SYLLABLES = [chr(code) for code in range(0xAC00, 0xD7A4)]
FORMULAS = [
    "=1+1",
    "+1+1",
    "-1+1",
    "@SUM(A1)",
    "\t=1+1",
    "\r=1+1",
    "\n=1+1",
    " =1+1",
    "\u00a0=1+1",
    "\ufeff=1+1",
    '=HYPERLINK("https://example.com")',
    "=cmd|'/C calc'!A0",
    "-2+3+cmd|' /C calc'!A0",
]


def hanja() -> list[str]:
    """The 4,888 Hanja of KS X 1001, which Korean names and places are written with."""
    codes = (bytes([high, low]) for high in range(0xCA, 0xFE) for low in range(0xA1, 0xFF))
    return [code.decode("euc_kr", "ignore") for code in codes if code.decode("euc_kr", "ignore")]


def report(*blocks, **changes):
    values = {"approvals": ("기안", "검토", "결재"), "attachments": ("수치 1부.",)} | changes
    return Document("거버넌스 보고서", "파주시", date(2026, 11, 23), MOMENT, tuple(blocks), **values)


def table(*rows, totals=0):
    columns = (Column("학과", None, 20), Column("학생", 0), Column("비율", 1))
    return Table("학생 수", "(단위: 명, %)", columns, rows, ("※ 주",), totals)


def text_of(path: Path) -> str:
    return "\n".join(page.extract_text() for page in PdfReader(path).pages)


def test_a_pdf_is_tagged_names_its_language_and_promises_pdf_ua(tmp_path):
    path = tmp_path / "report.pdf"
    picture = charts.svg({"data": {"values": [{"a": 1}]}, "mark": "bar", "encoding": {}})
    remark = formats.write(
        report(Section("학생", (table(("AI", 1, 2.5)), Chart("그림", picture, "설명")))), "pdf", path
    )
    root = PdfReader(path).trailer["/Root"]
    assert remark == ""
    assert root["/MarkInfo"]["/Marked"] == True  # noqa: E712 - pypdf's own boolean
    assert root["/Lang"] == "ko"
    assert "/StructTreeRoot" in root
    assert b"pdfuaid" in root["/Metadata"].get_data()
    assert PdfReader(path).metadata.title == "거버넌스 보고서"


def test_every_syllable_and_the_common_hanja_have_a_glyph(tmp_path):
    """Typst refuses PDF/UA as soon as one sign has none."""
    lines = ["".join(SYLLABLES[place : place + 400]) for place in range(0, len(SYLLABLES), 400)]
    signs = "".join(sign for sign in hanja() if sign != "隙")  # the one that the font does not have
    lines += [signs[place : place + 400] for place in range(0, len(signs), 400)]
    path = tmp_path / "report.pdf"
    assert formats.write(report(*(Item(line) for line in lines)), "pdf", path) == ""


def test_a_sign_without_a_glyph_costs_the_promise_and_not_the_report(tmp_path):
    path = tmp_path / "report.pdf"
    remark = formats.write(report(Item("없는 글자 𓀀")), "pdf", path)
    assert "PDF/UA" in remark
    assert b"pdfuaid" not in PdfReader(path).trailer["/Root"]["/Metadata"].get_data()
    assert "없는 글자" in text_of(path)


def test_the_pdf_has_the_official_layout(tmp_path):
    path = tmp_path / "report.pdf"
    chapter = Section("교육과정", (Section("학생", (Item("한 문장"), table(("AI", 0, 2.5)))),))
    formats.write(report(chapter), "pdf", path)
    text = text_of(path)
    wanted = [
        "1. 교육과정",
        "가. 학생",
        "1)",
        "〈표 1〉",
        "(단위: 명, %)",
        "기준일: 2026. 11. 23.",
        "기안",
        "검토",
    ]
    assert [part for part in [*wanted, "붙임", "끝."] if part not in text] == []


def test_a_spreadsheet_holds_numbers_as_numbers_and_zero_as_zero(tmp_path):
    path = tmp_path / "report.xlsx"
    formats.write(
        report(Section("학생", (table(("AI", 0, 2.5), ("합계", 1234, "‹5"), totals=1),))), "xlsx", path
    )
    book = CalamineWorkbook.from_path(path)
    assert book.sheet_names == ["표지", "표 1"]
    assert book.get_sheet_by_name("표 1").to_python()[2:5] == [
        ["학과", "학생", "비율"],
        ["AI", 0.0, 2.5],
        ["합계", 1234.0, "‹5"],
    ]


def official_form():
    """A form with repeated cells that are one, and grades over their terms."""
    columns = (
        Column("구분", merges=True),
        Column("교과", merges=True),
        Column("과목"),
        Column("1학기", 0),
        Column("2학기", 0),
    )
    rows = (
        ("보통", "국어", "문학", 4, None),
        ("보통", "국어", "화법", None, 4),
        ("보통", "수학", "대수", 4, None),
        ("전문", "수학", "직무 수학", None, 3),
        ("합계", "", "", 8, 7),
    )
    groups = (("", 3), ("1학년", 2))
    return Table("편성표", "(단위: 학점)", columns, rows, totals=1, groups=groups)


def test_repeated_cells_are_one_but_never_across_what_stands_before_them():
    assert official_form().merged == [(0, 0, 2), (1, 0, 1)]


def test_an_official_form_is_landscape_with_two_lines_of_heads(tmp_path):
    document = report(Section("표", (official_form(),)), landscape=True)
    pdf, xlsx = tmp_path / "form.pdf", tmp_path / "form.xlsx"
    assert formats.write(document, "pdf", pdf) == ""
    page = PdfReader(pdf).pages[0]
    assert page.mediabox.width > page.mediabox.height
    assert text_of(pdf).count("국어") == 1
    assert "1학년" in text_of(pdf)
    formats.write(document, "xlsx", xlsx)
    rows = CalamineWorkbook.from_path(xlsx).get_sheet_by_name("표 1").to_python()[2:9]
    assert rows[0] == ["구분", "교과", "과목", "1학년", ""]
    assert rows[1][3:] == ["1학기", "2학기"]
    assert [row[1] for row in rows[2:6]] == ["국어", "", "수학", "수학"]
    assert rows[6][3:] == [8.0, 7.0]


def test_a_form_survives_being_kept_between_attempts():
    assert load(dump([official_form()])) == [official_form()]


def test_a_spreadsheet_names_no_machine(tmp_path):
    path = tmp_path / "report.xlsx"
    formats.write(report(Item("글")), "xlsx", path)
    with zipfile.ZipFile(path) as book:
        core = book.read("docProps/core.xml").decode()
        names = " ".join(book.namelist())
    assert "<dc:creator>파주시</dc:creator>" in core
    assert "2026-11-23T15:20:00Z" in core
    assert "externalLinks" not in names


@pytest.mark.parametrize("formula", FORMULAS)
def test_no_cell_can_become_a_formula(tmp_path, formula):
    path = tmp_path / "report.xlsx"
    formats.write(report(Section(formula, (table((formula, 1, 1.0)),))), "xlsx", path)
    with zipfile.ZipFile(path) as book:
        sheets = [
            book.read(name).decode() for name in book.namelist() if name.startswith("xl/worksheets/sheet")
        ]
    assert [sheet for sheet in sheets if "<f>" in sheet] == []
    cell = CalamineWorkbook.from_path(path).get_sheet_by_name("표 1").to_python()[3][0]
    assert cell.startswith("'")
    lines = tmp_path / "report.csv"
    formats.write(report(Section("가", (table((formula, 1, 1.0)),))), "csv", lines)
    with lines.open(encoding="utf-8-sig", newline="") as source:
        assert list(csv.reader(source))[2][0].startswith("'")


def test_csv_opens_in_excel_as_utf_8(tmp_path):
    path = tmp_path / "report.csv"
    formats.write(report(Section("학생", (table(("AI", 0, 2.5)),))), "csv", path)
    assert path.read_bytes().startswith(b"\xef\xbb\xbf")
    assert path.read_text(encoding="utf-8-sig").splitlines()[:3] == [
        '〈표 1〉 학생 수,"(단위: 명, %)"',
        "학과,학생,비율",
        "AI,-,2.5",
    ]


def test_a_chart_holds_nothing_that_the_content_policy_refuses():
    spec = {
        "data": {"values": [{"a": "<script>alert(1)</script>", "b": 1}]},
        "mark": "bar",
        "encoding": {"y": {"field": "a", "type": "nominal"}, "x": {"field": "b", "type": "quantitative"}},
    }
    picture = charts.inline(charts.svg(spec), 'say "hello" <b>')
    assert [part for part in ("style=", "<style", "<script", " onload", "<b>") if part in picture] == []
    assert picture.startswith('<svg role="img" aria-label="say &quot;hello&quot; &lt;b&gt;"')
