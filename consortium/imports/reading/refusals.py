"""What is refused before anything is opened: by size, by name, by the first bytes, by the list of a zip."""

from __future__ import annotations

import zipfile
from pathlib import Path
from typing import BinaryIO

from django.utils.translation import gettext as _

MEGABYTE = 1024 * 1024
MAX_BYTES = 20 * MEGABYTE
MAX_UNPACKED = 400 * MEGABYTE
MAX_MEMBERS = 2_000
MAX_ROWS = 300_000
MAX_COLUMNS = 100
KINDS = {".xlsx": "xlsx", ".csv": "csv", ".tsv": "csv", ".txt": "csv"}

ZIP, OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
NOT_TEXT = (ZIP, OLE, b"%PDF", b"{\\rtf", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"\x7fELF", b"MZ")
WEB_PAGE = (b"<html", b"<!doctype", b"<?xml", b"<table")
WORKBOOK = b"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
PROGRAMS = ("vbaproject", "/macrosheets/", "/activex/", "/embeddings/", "/ctrlprops/")


class Unreadable(Exception):
    """This file cannot be imported; the message tells its owner why and what to do."""


def kind_of(name: str, size: int, content: BinaryIO) -> str:
    """`xlsx` or `csv` when size, ending and content agree; raises `Unreadable` otherwise."""
    suffix = Path(name).suffix.lower()
    kind = KINDS.get(suffix)
    if kind is None:
        raise Unreadable(_wrong_ending(suffix))
    if size > MAX_BYTES:
        raise Unreadable(
            _("The file is larger than %(size)s MB. Split it and bring the parts one by one.")
            % {"size": MAX_BYTES // MEGABYTE}
        )
    content.seek(0)
    begin = content.read(4096)
    content.seek(0)
    if not begin.strip():
        raise Unreadable(_("This file is empty."))
    if kind == "xlsx":
        _refuse_other_than_workbook(begin, content)
    else:
        _refuse_other_than_text(begin)
    return kind


def _wrong_ending(suffix: str) -> str:
    if suffix == ".xlsm":
        return _("Files with macros are not accepted. Save it as “Excel workbook (.xlsx)” and try again.")
    if suffix in (".xls", ".xlsb", ".ods", ".hwp", ".hwpx", ".numbers"):
        return _("This kind of file is not accepted. Save it as “Excel workbook (.xlsx)” and try again.")
    return _("Choose an XLSX or a CSV file.")


def _refuse_other_than_workbook(begin: bytes, content: BinaryIO) -> None:
    if begin.startswith(OLE):
        raise Unreadable(
            _("This file is locked with a password or in an old format. Save it as .xlsx without a password.")
        )
    if not begin.startswith(ZIP):
        raise Unreadable(_("The name says XLSX, but the content is something else. Save it as .xlsx again."))
    try:
        with zipfile.ZipFile(content) as archive:
            _refuse_archive(archive)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, OSError, ValueError, EOFError) as error:
        raise Unreadable(_("This file is damaged. Open it, save it again and upload that.")) from error
    finally:
        content.seek(0)


def _refuse_archive(archive: zipfile.ZipFile) -> None:
    """Looks at the list of contents only; what really comes out is limited where it is unpacked."""
    members = archive.infolist()
    if len(members) > MAX_MEMBERS or sum(member.file_size for member in members) > MAX_UNPACKED:
        raise Unreadable(_("Unpacked, this file is too large. Split it and bring the parts one by one."))
    if any(member.flag_bits & 1 for member in members):
        raise Unreadable(_("This file is locked with a password. Save it without one."))
    names = [member.filename.lower() for member in members]
    if any(program in name for name in names for program in PROGRAMS):
        raise Unreadable(
            _("The file holds macros or embedded objects. Copy the list into a new workbook and save that.")
        )
    listed = archive.getinfo("[Content_Types].xml") if "[content_types].xml" in names else None
    if listed is None or listed.file_size > MEGABYTE or WORKBOOK not in archive.read(listed):
        raise Unreadable(_("The name says XLSX, but the content is something else. Save it as .xlsx again."))


def _refuse_other_than_text(begin: bytes) -> None:
    bare = begin.lstrip(b"\xef\xbb\xbf \r\n\t").lower()
    if begin.startswith(NOT_TEXT) or (b"\0" in begin and begin[:2] not in (b"\xff\xfe", b"\xfe\xff")):
        raise Unreadable(_("The name says CSV, but the content is something else. Save it as CSV again."))
    if bare.startswith(WEB_PAGE):
        raise Unreadable(_("This is a web page, not a list. Open it in Excel and save it as .xlsx."))
