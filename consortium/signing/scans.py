"""Scans of paper signatures: what comes in is checked, what is kept is whole or absent."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path, PurePath

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils import timezone
from django.utils.translation import gettext as _

from consortium import uploads
from consortium.reports import files

FOLDER = "scans"
TYPES = ("application/pdf", "image/png", "image/jpeg")
ACCEPT = uploads.accept(TYPES)
ORPHAN_AFTER = timedelta(days=1)


@dataclass(frozen=True)
class Kept:
    """A scan on disk: its path under the file folder, the name it came with, its checksum."""

    path: str = ""
    name: str = ""
    sha256: str = ""


NONE = Kept()


def check(scan: UploadedFile) -> uploads.Checked:
    """The scan as it may be kept; anything but a whole and harmless PDF or picture is refused."""
    try:
        return uploads.check(scan, only=TYPES)
    except ValidationError as error:
        if error.code not in ("wrong_type", "wrong_name"):
            raise
        raise ValidationError(
            _("Only whole PDF, PNG and JPEG files are taken, under a name that says so."), code=error.code
        ) from error


def keep(scan: UploadedFile) -> Kept:
    """Store a checked scan under a random name; the row that names it is the caller's business."""
    checked = check(scan)
    path = f"{FOLDER}/{uuid.uuid4().hex}{checked.extension}"

    def write(hidden: Path) -> str:
        hidden.write_bytes(checked.content)
        return files.checksum(hidden)

    return Kept(path, checked.name, files.publish(Path(settings.MEDIA_ROOT) / path, write))


def destroy(kept: Kept) -> None:
    """Remove a scan that no row will name."""
    if kept.path:
        (Path(settings.MEDIA_ROOT) / kept.path).unlink(missing_ok=True)


def content_type(path: str) -> str:
    """As what a stored scan is handed out."""
    suffix = PurePath(path).suffix
    return next(one for one in TYPES if suffix in uploads.EXTENSIONS[one])


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
