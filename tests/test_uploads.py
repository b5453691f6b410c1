"""Uploads are what their content says, and nothing dangerous among them."""

import io
import zipfile

import pypdf
import pytest
import xlsxwriter
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile

from consortium import file_text, uploads
from tests.samples import jpeg, pdf, png

PDF = pdf()


def container(**files):
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name.replace("__", "/").replace("_dot_", "."), content)
    return whole.getvalue()


def xlsx(text="강의 일지", **more):
    names = {"[Content_Types]_dot_xml": "x", "xl__workbook_dot_xml": "x"}
    return container(**names, xl__sharedStrings_dot_xml=f"<si><t>{text}</t></si>", **more)


def hwpx(text="강의 일지", mimetype="application/hwp+zip"):
    return container(
        mimetype=mimetype, Contents__content_dot_hpf="x", Contents__section0_dot_xml=f"<p>{text}</p>"
    )


def workbook(*runs):
    """A workbook as a program writes it, its one cell in several fonts."""
    whole = io.BytesIO()
    with xlsxwriter.Workbook(whole) as book:
        bold = book.add_format({"bold": True})
        sheet = book.add_worksheet()
        sheet.write_rich_string(0, 0, "번호 ", *[part for run in runs for part in (bold, run)])
    return whole.getvalue()


def sheet(*rows, comment=None, at=(0, 0), title=None):
    """A workbook as a program writes it, with these rows of cells."""
    whole = io.BytesIO()
    with xlsxwriter.Workbook(whole) as book:
        page = book.add_worksheet()
        for number, row in enumerate(rows):
            page.write_row(at[0] + number, at[1], row)
        if comment:
            page.write_comment(0, 0, comment)
        if title:
            book.set_properties({"title": title})
            page.insert_textbox(1, 1, "도형")
    return whole.getvalue()


def drawn(words):
    """A workbook with this text in a drawing, in two fonts."""
    whole = io.BytesIO()
    source = zipfile.ZipFile(io.BytesIO(sheet(["x"], title="x")))
    with source, zipfile.ZipFile(whole, "w") as target:
        for name in source.namelist():
            content = source.read(name)
            if name.startswith("xl/drawings/"):
                content = content.replace("도형".encode(), "</a:t></a:r><a:r><a:t>".join(words).encode())
            target.writestr(name, content)
    return whole.getvalue()


def with_part(content, name, text):
    """A workbook with one more part."""
    whole = io.BytesIO(content)
    with zipfile.ZipFile(whole, "a") as archive:
        archive.writestr(name, text)
    return whole.getvalue()


def noted(words):
    """A page with a note on it."""
    page = pdf().replace(b"/Contents 4 0 R", b"/Contents 4 0 R/Annots[5 0 R]")
    note = b"5 0 obj<</Type/Annot/Subtype/FreeText/Rect[0 0 9 9]/Contents(%s)>>endobj\n" % words
    return page.replace(b"trailer", note + b"trailer")


def locked():
    writer = pypdf.PdfWriter()
    writer.add_blank_page(100, 100)
    writer.encrypt("secret", algorithm="RC4-128")
    whole = io.BytesIO()
    writer.write(whole)
    return whole.getvalue()


def sent(name, content):
    return uploads.check(SimpleUploadedFile(name, content))


@pytest.mark.parametrize(
    ("name", "content", "content_type"),
    [
        ("a.pdf", PDF, "application/pdf"),
        ("a.png", png(), "image/png"),
        ("a.JPG", jpeg(), "image/jpeg"),
        ("a.pdf", pdf("1 1 1 1 1 1 1 1 1 1 1 1 1 1 1"), "application/pdf"),  # who came on which day
        ("a.xlsx", workbook("강의 ", "일지"), uploads.XLSX),
        ("a.hwpx", hwpx(), uploads.HWPX),
        (
            "a.xlsx",
            sheet(
                ["2026-03-02", 1200000, "010-1234-5678", "110-81-12345"],
                [260302, 3100000, 350000, 1200000],
                ["김가람", *[1] * 31],
                comment="2026. 3. 2.",
                title="일지",
            ),
            uploads.XLSX,
        ),
    ],
    # Not by content: every worker zips its own files, and must name the tests as the others do.
    ids=["pdf", "png", "jpeg", "pdf of attendance", "xlsx", "hwpx", "xlsx of attendance"],
)
def test_what_may_be_kept_is_known_by_its_content(name, content, content_type):
    checked = sent(name, content)
    assert (checked.content_type, checked.content) == (content_type, content)


BAD = {
    "a script with the name of a picture": ("a.png", b"<script>alert(1)</script>"),
    "a picture with scripts": ("a.svg", b"<svg onload='x'/>"),
    "a pdf with the name of a picture": ("a.png", PDF),
    "a picture that is also a page": ("a.png", b"<html>" + png()),
    "half a pdf": ("a.pdf", PDF[:20]),
    "a pdf with a script": ("a.pdf", PDF.replace(b"/Contents", b"/JavaScript(x)/Contents")),
    "half a jpeg": ("a.jpg", jpeg()[:-2]),
    "a flood of pixels": ("a.png", png(60_000, 60_000)),
    "a flood of pixels in a jpeg": ("a.jpg", jpeg(60_000, 60_000)),
    "a zip that is no document": ("a.xlsx", container(note="x")),
    "a document with the mimetype of another": ("a.hwpx", hwpx(mimetype="application/zip")),
    "macros": ("a.xlsx", xlsx(xl__vbaProject_dot_bin="x")),
    "a way out of its folder": ("a.xlsx", xlsx(**{"..__..__etc": "x"})),
    "a broken zip": ("a.xlsx", xlsx()[:-30]),
    "a resident number inside": ("a.xlsx", xlsx("900101-1234567")),
    "a resident number in a document": ("a.hwpx", hwpx("900101-1234567")),
    "a resident number in the name": ("900101-1234567.pdf", PDF),
    "a resident number in a pdf": ("a.pdf", pdf("No. 900101-1234567")),
    "a resident number in squares": ("a.pdf", pdf("9 0 0 1 0 1 - 1 2 3 4 5 6 7")),
    "a resident number in a note": ("a.pdf", noted(b"900101-1234567")),
    "a resident number in two fonts": ("a.xlsx", workbook("900101-", "1234567")),
    "a resident number torn apart in a document": (
        "a.hwpx",
        hwpx("900101-</hp:t></hp:run><hp:run><hp:t>1234567"),
    ),
    "a resident number over two cells": ("a.xlsx", sheet(["홍길동", "900101", "1234567"])),
    "a resident number over two cells of figures": ("a.xlsx", sheet(["홍길동", 90501, "-", 3123456])),
    "a resident number over two cells of a document": (
        "a.hwpx",
        hwpx("<hp:p>900101</hp:p></hp:tc><hp:tc><hp:p>1234567</hp:p>"),
    ),
    "a resident number in a comment": ("a.xlsx", sheet(["x"], comment="900101-1234567")),
    "a resident number in the properties": ("a.xlsx", sheet(["x"], title="900101-1234567")),
    "a resident number in a drawing": ("a.xlsx", drawn(["900101-", "1234567"])),
    "a resident number in a part of somebody's own": (
        "a.xlsx",
        with_part(sheet(["x"]), "customXml/item1.xml", "<a>900101-1234567</a>".encode("utf-16")),
    ),
    "a cell in the last corner": ("a.xlsx", sheet(["x"], at=(1048575, 16383))),
    "a pdf that nobody can open": ("a.pdf", b"%PDF-1.4\nx\n%%EOF\n"),
    "a locked pdf": ("a.pdf", locked()),
    "nothing": ("a.pdf", b""),
}


@pytest.mark.parametrize("case", BAD)
def test_what_may_not_be_kept_is_refused(case):
    with pytest.raises(ValidationError) as refused:
        sent(*BAD[case])
    assert refused.value.messages[0]


def test_a_bomb_is_refused_before_it_is_unpacked(monkeypatch):
    monkeypatch.setattr(uploads, "LARGEST_UNPACKED", 1_000)
    with pytest.raises(ValidationError):
        sent("a.xlsx", xlsx(xl__worksheets__sheet1_dot_xml="0" * 5_000))


def test_a_vast_sheet_is_refused_in_words_before_it_is_laid_out():
    with pytest.raises(ValidationError) as refused:
        sent("a.xlsx", sheet(["x"], at=(1048575, 16383)))
    assert refused.value.code == "too_large"
    assert file_text.SECONDS <= 4


def test_a_large_file_is_not_read(monkeypatch):
    monkeypatch.setattr(uploads, "LARGEST", 10)
    with pytest.raises(ValidationError):
        sent("a.pdf", PDF)


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("../../etc/명단.pdf", "명단.pdf"),
        ("C:\\서류\\일지.pdf", "일지.pdf"),
        ('a"\r\n;b.pdf', "ab.pdf"),
    ],
)
def test_names_lead_nowhere_and_break_no_header(name, kept):
    assert uploads._safe_name(name) == kept


def test_a_file_that_takes_too_long_to_search_is_refused(monkeypatch):
    monkeypatch.setattr(file_text, "MEMORY", 1024)
    with pytest.raises(ValidationError) as refused:
        sent("a.pdf", PDF)
    assert refused.value.code == "unsearchable"
