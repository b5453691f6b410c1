"""Uploads and rows are kept as long as somebody may need them, and no longer."""

from __future__ import annotations

import shutil
from datetime import timedelta
from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.utils import timezone

from consortium.audit.models import Destruction
from consortium.imports.models import Import, Row
from consortium.rowlevel import SYSTEM, acting_as

AT_ONCE = 200
ROWS_AT_ONCE = 20_000
STRAY = timedelta(hours=1)  # a folder this old without a row was left by an upload that failed


def destroy_expired() -> int:
    """First the files, then the rows, then the record that says so; the import keeps its counts."""
    with acting_as(SYSTEM):
        expired = list(Import.objects.to_be_destroyed().order_by("expires_at")[:AT_ONCE])
    for imported in expired:
        shutil.rmtree(imported.folder, ignore_errors=True)
        destroyed = _destroy_rows(imported.pk)
        with acting_as(SYSTEM):
            Import.objects.filter(pk=imported.pk).update(destroyed_at=timezone.now(), sample=[])
            Destruction.objects.create(
                what=Import._meta.label, rows=destroyed, older_than=imported.expires_at, rule="IMPORT_DAYS"
            )
    _sweep_strays()
    return len(expired)


def _destroy_rows(import_id: UUID) -> int:
    with acting_as(SYSTEM):
        destroyed = sum(Row.objects.filter(imported=import_id).counted("outcome").values())
    gone = True
    while gone:
        with acting_as(SYSTEM):
            some = Row.objects.filter(imported=import_id).values("pk")[:ROWS_AT_ONCE]
            gone = Row.objects.filter(pk__in=some).delete()[0]
    return destroyed


def _sweep_strays() -> None:
    """Folders whose row was never committed."""
    place = Path(settings.MEDIA_ROOT) / "imports"
    before = (timezone.now() - STRAY).timestamp()
    old = [folder for folder in place.glob("*") if folder.is_dir() and folder.stat().st_mtime < before]
    with acting_as(SYSTEM):
        kept = Import.objects.filter(destroyed_at=None).values_list("pk", flat=True)
        known = {str(pk) for pk in kept.filter(pk__in=_ids(old))}
    for folder in old:
        if folder.name not in known:
            shutil.rmtree(folder, ignore_errors=True)


def _ids(folders: list[Path]) -> list[UUID]:
    found = []
    for folder in folders:
        try:
            found.append(UUID(folder.name))
        except ValueError:
            continue
    return found
