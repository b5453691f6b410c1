"""Files that people send: what they are is read from their content, never from their name alone."""

from __future__ import annotations

import io
import re
import struct
import unicodedata
import zipfile
from collections.abc import Collection
from dataclasses import dataclass
from html import unescape
from itertools import pairwise
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from consortium.file_text import TooMuch, Unsearchable, passages
from consortium.validators import contains_resident_number, halves_make_one

if TYPE_CHECKING:
    from django.core.files import File

MEGABYTE = 1024 * 1024
LARGEST = 10 * MEGABYTE
MOST_ENTRIES = 3_000  # of a zip container
LARGEST_UNPACKED = 100 * MEGABYTE
MOST_PIXELS = 50_000_000
TAG = re.compile(r"<[^>]*>")
# Of HWPX, drawings and notes on cells; their runs are torn apart by changes of font.
PARAGRAPH = re.compile(r"</?(?:\w+:p|\w*:?comment|\w*:?text)(?:\s[^>]*)?>")
TORN = ("Contents/", "xl/drawings/", "xl/comments", "xl/threadedComments")
LARGEST_TEXT = 16_000_000  # characters between the tags of a container
# A row of a table with single figures, such as the days of an attendance list, is no number of 13 digits.
FIGURES = re.compile(r"(?<!\S)(?:\d[ \t]+){13,}\d(?!\S)")
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
HWPX = "application/hwp+zip"
EXTENSIONS = {
    "application/pdf": (".pdf",),
    "image/png": (".png",),
    "image/jpeg": (".jpg", ".jpeg"),
    XLSX: (".xlsx",),
    HWPX: (".hwpx",),
}
ACTIVE_PDF = (b"/JavaScript", b"/JS ", b"/JS(", b"/Launch", b"/EmbeddedFile", b"/RichMedia")


def accept(types: Collection[str] = tuple(EXTENSIONS)) -> str:
    """What a file field offers to choose from."""
    return ",".join(extension for one in types for extension in EXTENSIONS[one])


@dataclass(frozen=True)
class Checked:
    """A file whose content was looked at: its bytes, what it is, and a name that is safe to show."""

    content: bytes
    content_type: str
    name: str

    @property
    def extension(self) -> str:
        return EXTENSIONS[self.content_type][0]


def check(sent: File, only: Collection[str] = tuple(EXTENSIONS)) -> Checked:
    """The file as it may be kept, of one of these types; `ValidationError` says why it may not be."""
    if sent.size > LARGEST:
        raise ValidationError(_("The file is larger than 10 MB."), code="too_large")
    sent.seek(0)
    content = sent.read()
    content_type = _type_of(content)
    if content_type not in only:
        raise _refused()
    name = _safe_name(sent.name or "")
    if PurePosixPath(name).suffix.lower() not in EXTENSIONS[content_type]:
        raise ValidationError(_("The name of the file does not fit its content."), code="wrong_name")
    _refuse_if_number(name)
    _search(content, content_type)
    return Checked(content, content_type, name)


def _search(content: bytes, content_type: str) -> None:
    """Words are searched wherever there are words; a picture is looked at by whoever verifies it."""
    kind = {"application/pdf": "pdf", XLSX: "xlsx"}.get(content_type)
    if kind is None:
        return
    try:
        for words in passages(content, kind):
            _refuse_in_cells([words] if isinstance(words, str) else words)
    except TooMuch as error:
        raise ValidationError(
            _("There is too much in this file to be searched. Send only the part that shows it."),
            code="too_large",
        ) from error
    except Unsearchable as error:
        raise ValidationError(
            _("The file cannot be opened to be searched. Save it anew, without a password, and try again."),
            code="unsearchable",
        ) from error


def _refuse_in_cells(cells: list[str]) -> None:
    """Neighbours are looked at together: a day of birth in one cell, the other digits in the next."""
    for words in cells:
        _refuse_if_number(FIGURES.sub(" | ", words))
    filled = [words for words in cells if words.strip(" -./–~")]
    if any(halves_make_one(*pair) for pair in pairwise(filled)):
        raise _holds_a_number()


def _refuse_if_number(words: str) -> None:
    if contains_resident_number(words):
        raise _holds_a_number()


def _holds_a_number() -> ValidationError:
    return ValidationError(_("The file holds a resident registration number. Take it out first."))


def _type_of(content: bytes) -> str:
    """By the first bytes and the inner structure; a file that begins as one thing and is another is none."""
    if content.startswith(b"%PDF-"):
        return _pdf(content)
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        return _png(content)
    if content.startswith(b"\xff\xd8\xff"):
        return _jpeg(content)
    if content.startswith(b"PK\x03\x04"):
        return _container(content)
    raise _refused()


def _refused() -> ValidationError:
    return ValidationError(
        _("This is not a PDF, PNG, JPEG, XLSX or HWPX file that can be kept."), code="wrong_type"
    )


def _pdf(content: bytes) -> str:
    if b"%%EOF" not in content[-2048:]:
        raise _refused()
    if any(mark in content for mark in ACTIVE_PDF):
        raise ValidationError(_("The PDF holds a script or another file. Print it to PDF anew."))
    return "application/pdf"


def _png(content: bytes) -> str:
    if content[12:16] != b"IHDR" or b"IEND" not in content[-16:]:
        raise _refused()
    width, height = struct.unpack(">II", content[16:24])
    _refuse_flood(width * height)
    return "image/png"


def _jpeg(content: bytes) -> str:
    """Walk the segments to the frame header, which says how large the picture is."""
    place = 2
    while place + 9 < len(content) and content[place] == 0xFF:
        marker, length = content[place + 1], int.from_bytes(content[place + 2 : place + 4], "big")
        if 0xC0 <= marker <= 0xCF and marker not in (0xC4, 0xC8, 0xCC):
            height, width = struct.unpack(">HH", content[place + 5 : place + 9])
            _refuse_flood(width * height)
            if b"\xff\xd9" not in content[-64:]:
                raise _refused()
            return "image/jpeg"
        place += 2 + length
    raise _refused()


def _refuse_flood(pixels: int) -> None:
    if not 0 < pixels <= MOST_PIXELS:
        raise ValidationError(_("The picture is too large to be opened safely."), code="too_large")


def _container(content: bytes) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            entries = archive.infolist()
            _refuse_bomb(entries)
            names = {entry.filename for entry in entries}
            content_type = _office_type(archive, names)
            _refuse_resident_numbers(archive, names)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, OSError) as error:
        raise _refused() from error
    return content_type


def _refuse_bomb(entries: list[zipfile.ZipInfo]) -> None:
    unpacked = sum(entry.file_size for entry in entries)
    if len(entries) > MOST_ENTRIES or unpacked > LARGEST_UNPACKED:
        raise ValidationError(_("Unpacked, this file would be too large."), code="too_large")
    for entry in entries:
        path = PurePosixPath(entry.filename)
        if path.is_absolute() or ".." in path.parts or "\\" in entry.filename or entry.flag_bits & 1:
            raise _refused()


def _office_type(archive: zipfile.ZipFile, names: set[str]) -> str:
    if any(name.lower().endswith("vbaproject.bin") for name in names):
        raise ValidationError(_("The file holds macros. Save it without them."))
    if {"[Content_Types].xml", "xl/workbook.xml"} <= names:
        return XLSX
    if "mimetype" in names and "Contents/content.hpf" in names and _mimetype(archive) == HWPX:
        return HWPX
    raise _refused()


def _mimetype(archive: zipfile.ZipFile) -> str:
    with archive.open("mimetype") as kept:
        return kept.read(64).decode("ascii", "replace").strip()


def _refuse_resident_numbers(archive: zipfile.ZipFile, names: set[str]) -> None:
    """Read no more than a container says it holds: what unpacks to more was refused as broken."""
    left = LARGEST_TEXT
    for name in sorted(names):
        if not name.lower().endswith((".xml", ".vml", ".rels")):
            continue
        with archive.open(name) as kept:
            text = _decoded(kept.read(LARGEST_UNPACKED))
        apart = unescape(TAG.sub(" | ", text))
        left -= len(apart)
        if left < 0:
            raise ValidationError(
                _("There is too much in this file to be searched. Send only the part that shows it."),
                code="too_large",
            )
        _refuse_if_number(apart)
        if name.startswith(TORN):
            _refuse_in_cells([unescape(TAG.sub("", words)) for words in PARAGRAPH.split(text)])


def _decoded(text: bytes) -> str:
    return text.decode("utf-16" if text[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8", "replace")


def _safe_name(name: str) -> str:
    """The last part of the name, without signs that a system or a header could take for something else."""
    last = unicodedata.normalize("NFC", name).replace("\\", "/").rsplit("/", 1)[-1]
    bare = "".join(sign for sign in last if sign.isprintable() and sign not in '<>:"|?*;')
    return bare.strip(" .")[-150:] or "file"
