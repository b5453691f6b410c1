"""What people do with imports: bring a file, choose its columns, confirm, try again, throw away."""

from __future__ import annotations

import hashlib
import unicodedata
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO
from uuid import uuid4

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from consortium.audit.reads import Reads
from consortium.audit.services import Circumstances, record_reads
from consortium.imports import doorbell, policies
from consortium.imports.headers import Header, guess, header_at
from consortium.imports.models import Import, Layout, Row
from consortium.imports.reading.refusals import kind_of
from consortium.imports.registry import Target
from consortium.imports.states import (
    CANCEL,
    CHECK,
    CONFIRM,
    READ_AGAIN,
    RETRIES,
    ImportState,
)
from consortium.reports import files
from consortium.verdict import only_if
from consortium.workflow import StateConflict, Transition

if TYPE_CHECKING:
    from consortium.shell.people import Member

AT_ONCE = 5  # imports of one member that a worker has to do with
KEPT = timedelta(days=settings.IMPORT_DAYS)
LONGEST_NAME = 200


@transaction.atomic
def upload_file(
    target: Target, *, by: Member, name: str, content: BinaryIO, size: int, language: str
) -> Import:
    """Keep the file privately and let a worker read it; `Unreadable` says why a file is not taken.

    The file is whole on disk before its row is committed; a folder without a row is swept away.
    """
    target.policy(by).require()
    waiting = Import.objects.visible_to(by).unfinished().count()
    only_if(waiting < AT_ONCE, _("Wait until one of your imports has been read.")).require()
    name = unicodedata.normalize("NFC", Path(name).name)[-LONGEST_NAME:]
    kind = kind_of(name, size, content)
    imported = Import(
        id=uuid4(),
        consortium_id=by.consortium_id,
        member_id=by.pk,
        target=target.key,
        language=language,
        file_name=name,
        kind=kind,
        size=size,
        sha256=_digest(content),
        expires_at=timezone.now() + KEPT,
    )
    files.publish(imported.upload, lambda hidden: _copy(content, hidden))
    imported.save(force_insert=True)
    _ring_on_commit(imported)
    return imported


@transaction.atomic
def choose_sheet(imported: Import, *, by: Member, sheet: str) -> Import:
    """Another sheet of the workbook is the list; it is read anew."""
    imported = _locked(imported, by, READ_AGAIN)
    if sheet not in imported.sheets:
        raise ValidationError({"sheet": _("There is no such sheet in this file.")})
    imported.sheet, imported.header_row, imported.mapping = sheet, 0, {}
    return _to_work(imported, READ_AGAIN)


@transaction.atomic
def choose_header(imported: Import, *, by: Member, row: int, height: int) -> Import:
    """The column names stand in another row than the portal thought; the columns are guessed anew."""
    imported = _locked(imported, by, CHECK)
    if not 0 < row <= len(imported.sample) - height + 1:
        raise ValidationError({"row": _("There is no such row among the first ones.")})
    imported.header_row, imported.header_height = row, height
    imported.mapping = guess(header_of(imported), imported.into.fields)
    imported.remembered = False
    imported.state = ImportState.MAPPING
    imported.save(update_fields=["header_row", "header_height", "mapping", "remembered", "state"])
    return imported


@transaction.atomic
def choose_columns(imported: Import, *, by: Member, mapping: dict[str, int]) -> Import:
    """These columns are these fields; remembered for the consortium, and every row is checked."""
    imported = _locked(imported, by, CHECK)
    _refuse_impossible(imported, mapping)
    imported.mapping = mapping
    imported.version += 1
    imported.counts = {}
    Layout.objects.update_or_create(
        consortium_id=imported.consortium_id,
        target=imported.target,
        fingerprint=header_of(imported).fingerprint,
        defaults={"mapping": mapping, "used_at": timezone.now()},
    )
    return _to_work(imported, CHECK)


@transaction.atomic
def confirm_import(imported: Import, *, by: Member, version: int) -> Import:
    """Take over what the preview shows, and only if it is still that preview."""
    imported = _locked(imported, by, CONFIRM)
    if imported.version != version:
        raise StateConflict(imported, _("The columns were chosen anew since. Look at the new preview first."))
    if not imported.to_apply:
        raise StateConflict(imported, _("There is nothing to take over in this file."))
    return _to_work(imported, CONFIRM)


@transaction.atomic
def retry_import(imported: Import, *, by: Member) -> Import:
    """Go on where it failed; what was taken over before is not done again."""
    imported = Import.objects.visible_to(by).select_for_update(of=("self",)).get(pk=imported.pk)
    step = RETRIES.get(imported.failed_in)
    if step is None or not imported.may_be_retried:
        policies.steers(by, imported).require()
        raise StateConflict(imported)
    imported = _locked(imported, by, step)
    imported.error, imported.failed_in, imported.finished_at = "", "", None
    return _to_work(imported, step, keep_progress=True)


@transaction.atomic
def throw_away(imported: Import, *, by: Member) -> Import:
    """The list is not wanted after all; file and rows are destroyed at the next sweep."""
    imported = _locked(imported, by, CANCEL)
    now = timezone.now()
    imported.state, imported.lease_until = CANCEL.target, None
    imported.finished_at = imported.expires_at = now
    imported.save(update_fields=["state", "lease_until", "finished_at", "expires_at"])
    return imported


def record_reading(imported: Import, *, by: Member, action: str, rows: int) -> None:
    """Rows of a list about persons were shown or given out: who, when, how many. Others are not recorded."""
    if rows and imported.into is not None and imported.into.personal:
        found = Reads()
        found.unnamed[Row._meta.label] = rows
        record_reads(by.actor, found, Circumstances(f"import {imported.target} {action}", role=by.role))


def header_of(imported: Import) -> Header:
    """The column names of an import, as chosen or found."""
    return header_at(imported.sample, imported.header_row, imported.header_height)


def _locked(imported: Import, by: Member, step: Transition) -> Import:
    imported = Import.objects.visible_to(by).select_for_update(of=("self",)).get(pk=imported.pk)
    policies.steers(by, imported).require()
    step.enforce(imported, by=by)
    return imported


def _to_work(imported: Import, step: Transition, *, keep_progress: bool = False) -> Import:
    imported.state, imported.strikes, imported.lease_until = step.target, 0, None
    if not keep_progress:
        imported.rows_done = 0
    imported.save()
    _ring_on_commit(imported)
    return imported


def _refuse_impossible(imported: Import, mapping: dict[str, int]) -> None:
    width = len(header_of(imported).labels)
    if len(set(mapping.values())) < len(mapping):
        raise ValidationError(_("One column was chosen twice."))
    if any(not 0 <= column < width for column in mapping.values()):
        raise ValidationError(_("There is no such column in this file."))
    missing = [field for field in imported.into.fields if field.required and field.name not in mapping]
    if missing:
        raise ValidationError({field.name: _("Choose the column for this.") for field in missing})


def _digest(content: BinaryIO) -> str:
    content.seek(0)
    digest = hashlib.file_digest(content, "sha256").hexdigest()
    content.seek(0)
    return digest


def _copy(content: BinaryIO, hidden: Path) -> str:
    content.seek(0)
    with hidden.open("wb") as target:
        while piece := content.read(1024 * 1024):
            target.write(piece)
    return ""


def _ring_on_commit(imported: Import) -> None:
    transaction.on_commit(lambda: doorbell.ring(imported.pk), robust=True)


__all__ = (
    "choose_columns",
    "choose_header",
    "choose_sheet",
    "confirm_import",
    "header_of",
    "record_reading",
    "retry_import",
    "throw_away",
    "upload_file",
)
