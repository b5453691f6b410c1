"""Scans of paper signatures: what comes in is checked, what is kept is whole or absent."""

from __future__ import annotations

import unicodedata
import uuid
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path, PurePath

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils import timezone
from django.utils.translation import gettext as _

from consortium.reports import files
from consortium.validators import refuse_resident_number

FOLDER = "scans"
LARGEST = 10 * 1024 * 1024  # bytes
TAIL = 1024  # bytes in which the end of a whole file must stand
ORPHAN_AFTER = timedelta(days=1)


@dataclass(frozen=True)
class Format:
    """One kind of scan: how its file begins and ends, and what it may be called."""

    content_type: str
    suffixes: frozenset[str]
    head: bytes
    tail: bytes


FORMATS = (
    Format("application/pdf", frozenset({".pdf"}), b"%PDF-", b"%%EOF"),
    Format("image/png", frozenset({".png"}), b"\x89PNG\r\n\x1a\n", b"IEND\xaeB`\x82"),
    Format("image/jpeg", frozenset({".jpg", ".jpeg"}), b"\xff\xd8\xff", b"\xff\xd9"),
)
ACCEPT = ",".join(sorted(suffix for one in FORMATS for suffix in one.suffixes))


@dataclass(frozen=True)
class Kept:
    """A scan on disk: its path under the file folder, the name it came with, its checksum."""

    path: str = ""
    name: str = ""
    sha256: str = ""


NONE = Kept()


def check(scan: UploadedFile) -> Format:
    """The format of an upload whose content, ending and size agree; anything else is refused."""
    name = unicodedata.normalize("NFC", PurePath(scan.name or "").name)
    refuse_resident_number(name)
    if scan.size > LARGEST:
        raise ValidationError(_("The file is larger than 10 MB. Scan it with a lower resolution."))
    scan.seek(0)
    head = scan.read(8)
    scan.seek(max(0, scan.size - TAIL))
    tail = scan.read(TAIL)
    scan.seek(0)
    suffix = PurePath(name).suffix.lower()
    for one in FORMATS:
        if head.startswith(one.head) and one.tail in tail and suffix in one.suffixes:
            return one
    raise ValidationError(_("Only whole PDF, PNG and JPEG files are taken, under a name that says so."))


def keep(scan: UploadedFile) -> Kept:
    """Store a checked scan under a random name; the row that names it is the caller's business."""
    check(scan)
    name = unicodedata.normalize("NFC", PurePath(scan.name).name)
    suffix = PurePath(name).suffix.lower()
    path = f"{FOLDER}/{uuid.uuid4().hex}{suffix}"
    place = Path(settings.MEDIA_ROOT) / path

    def write(hidden: Path) -> str:
        with hidden.open("wb") as target:
            for chunk in scan.chunks():
                target.write(chunk)
        return files.checksum(hidden)

    return Kept(path, name[-200:], files.publish(place, write))


def destroy(kept: Kept) -> None:
    """Remove a scan that no row will name."""
    if kept.path:
        (Path(settings.MEDIA_ROOT) / kept.path).unlink(missing_ok=True)


def content_type(path: str) -> str:
    """As what a stored scan is handed out."""
    suffix = PurePath(path).suffix
    return next(one.content_type for one in FORMATS if suffix in one.suffixes)


def stored() -> list[Path]:
    """Every scan on disk."""
    folder = Path(settings.MEDIA_ROOT) / FOLDER
    return sorted(path for path in folder.glob("*") if not path.name.startswith("."))


def orphans(named: set[str]) -> list[Path]:
    """Scans older than a day that no signature names: their transaction was rolled back."""
    before = (timezone.now() - ORPHAN_AFTER).timestamp()
    return [
        path for path in stored() if f"{FOLDER}/{path.name}" not in named and path.stat().st_mtime < before
    ]
