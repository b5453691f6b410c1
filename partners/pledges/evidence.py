"""Evidence files on disk: whole before their row, and gone when no row ever came."""

from __future__ import annotations

import hashlib
import time
import uuid
from pathlib import Path

from django.conf import settings

from consortium.reports import files
from consortium.rowlevel import SYSTEM, acting_as
from consortium.uploads import Checked
from partners.models import Delivery, EvidenceFile, Member

FOLDER = "evidence"
UNCLAIMED = 24 * 60 * 60  # seconds after which a file without a row was left by a request that failed


def keep(delivery: Delivery, checked: Checked, *, by: Member) -> EvidenceFile:
    """Write the file, then its row; sent twice it is kept once. Call it inside the service's transaction."""
    sha256 = hashlib.sha256(checked.content).hexdigest()
    if known := delivery.files.filter(sha256=sha256).first():
        return known
    pk = uuid.uuid4()
    path = Path(FOLDER) / str(delivery.pledge.consortium_id) / f"{pk}{checked.extension}"
    place = Path(settings.MEDIA_ROOT) / path
    files.publish(place, lambda hidden: str(hidden.write_bytes(checked.content)))
    return EvidenceFile.objects.create(
        id=pk,
        delivery=delivery,
        consortium_id=delivery.pledge.consortium_id,
        partner_id=delivery.pledge.partner_id,
        name=checked.name,
        content_type=checked.content_type,
        path=str(path),
        sha256=sha256,
        size=len(checked.content),
        added_by=by,
    )


def sweep() -> int:
    """Remove files whose transaction never ended well; returns how many."""
    folder = Path(settings.MEDIA_ROOT) / FOLDER
    old = time.time() - UNCLAIMED
    left = [path for path in folder.glob("*/*") if path.is_file() and path.stat().st_mtime < old]
    with acting_as(SYSTEM):
        known = set(
            EvidenceFile.objects.filter(path__in=[_relative(path) for path in left]).values_list(
                "path", flat=True
            )
        )
    orphans = [path for path in left if _relative(path) not in known]
    for path in orphans:
        path.unlink(missing_ok=True)
    return len(orphans)


def _relative(path: Path) -> str:
    return str(path.relative_to(settings.MEDIA_ROOT))
