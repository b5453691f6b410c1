"""Scans of paper signatures: what is let in, and what becomes of it."""

import os
import time
import unicodedata

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile

from consortium import uploads
from consortium.signing import scans
from tests import samples

PDF = samples.pdf("signed")
PNG, JPEG = samples.png(), samples.jpeg()


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


@pytest.mark.parametrize(
    ("name", "content"),
    [("telltale.pdf", PDF), ("telltale.PNG", PNG), ("telltale.jpg", JPEG), ("telltale.jpeg", JPEG)],
)
def test_what_it_says_it_is_is_kept_whole_under_a_name_that_tells_nothing(folder, name, content):
    kept = scans.keep(SimpleUploadedFile(name, content))
    assert (folder / kept.path).read_bytes() == content
    assert (kept.name, "telltale" in kept.path) == (name, False)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.pdf", PNG),  # says one thing, is another
        ("a.exe", PDF),
        ("a.svg", b"<svg onload='x'/>"),
        ("a.html", PDF),
        ("a", PDF),
        ("a.pdf", b"<script>" + PDF),  # begins as something else
        ("a.pdf", PDF[:10]),  # cut off
        ("a.png", PNG[:20]),
        ("a.pdf", b""),
        ("900101-1234567.pdf", PDF),
        ("a.pdf", PDF.replace(b"signed", b"/JavaScript")),
        ("a.png", samples.png(100_000, 100_000)),
        ("a.xlsx", b"PK\x03\x04"),
    ],
)
def test_everything_else_is_refused_and_leaves_nothing(folder, name, content):
    with pytest.raises(ValidationError):
        scans.keep(SimpleUploadedFile(name, content))
    assert scans.stored() == []


def test_a_file_that_is_too_large_is_refused_before_it_is_read(monkeypatch):
    monkeypatch.setattr(uploads, "LARGEST", 10)
    with pytest.raises(ValidationError):
        scans.check(SimpleUploadedFile("a.pdf", PDF))


def test_a_name_from_a_mac_is_kept_as_everybody_writes_it():
    name = unicodedata.normalize("NFD", "협약서.pdf")
    assert scans.keep(SimpleUploadedFile(name, PDF)).name == "협약서.pdf"


def test_a_name_cannot_lead_out_of_the_folder(folder):
    upload = SimpleUploadedFile("x.pdf", PDF)
    upload._name = "../../x.pdf"
    assert scans.keep(upload).name == "x.pdf"
    assert [path.parent for path in scans.stored()] == [folder / "scans"]


def test_only_old_scans_that_no_row_names_are_orphans(folder):
    named, old, young = (scans.keep(SimpleUploadedFile("a.pdf", PDF)) for _ in range(3))
    for kept in (named, old):
        os.utime(folder / kept.path, (time.time() - 2 * 86_400,) * 2)
    assert scans.orphans({named.path}) == [folder / old.path]
    assert young.path
