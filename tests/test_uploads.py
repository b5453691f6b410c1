"""Uploads are what their content says, and nothing dangerous among them."""

import io
import zipfile

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile

from consortium import uploads
from tests.samples import jpeg, png

PDF = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"


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


def sent(name, content):
    return uploads.check(SimpleUploadedFile(name, content))


@pytest.mark.parametrize(
    ("name", "content", "content_type"),
    [
        ("a.pdf", PDF, "application/pdf"),
        ("a.png", png(), "image/png"),
        ("a.JPG", jpeg(), "image/jpeg"),
        ("a.xlsx", xlsx(), uploads.XLSX),
        ("a.hwpx", hwpx(), uploads.HWPX),
    ],
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
    "a pdf with a script": ("a.pdf", PDF.replace(b"<<>>", b"<</JavaScript(x)>>")),
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
