"""Carries imports on: a worker may die anywhere here, and the next one goes on from the last chunk.

Each phase is claimed by a lease (committed). Reading writes the plain rows to a file that is whole or
absent. Checking and applying go in chunks, each one transaction that holds both its rows and how far it
got: a killed worker's half chunk never happened. What reads or writes the portal's own data does so as
the member, with the rights of that moment, and the reading is recorded.
"""

from __future__ import annotations

import logging
import shutil
from collections.abc import Iterable, Iterator
from datetime import timedelta
from itertools import islice
from uuid import UUID

import pghistory
from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DataError, IntegrityError, connection, transaction
from django.db.models import F
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from consortium.audit.services import reading_as
from consortium.imports import giving_back, judging, policies, reading, staging
from consortium.imports.headers import find_header, guess
from consortium.imports.lines import Cells
from consortium.imports.models import Import, Layout, Row
from consortium.imports.services import header_of
from consortium.imports.states import CHECKED, FINISH, READ, ImportState, Result
from consortium.imports.understanding import Judged, Reader
from consortium.notifications.services import notify
from consortium.reports import files
from consortium.rowlevel import SYSTEM, acting_as

log = logging.getLogger(__name__)
LEASE = timedelta(seconds=90)
STRIKES = 4  # attempts without any progress
PAUSE = timedelta(seconds=15)
CHUNK = 10_000  # rows checked in one transaction
WORTH_A_NOTICE = 5_000  # rows that take so long that people go and do something else
KEPT = timedelta(days=settings.IMPORT_DAYS)
REFUSALS = (ValidationError, IntegrityError, DataError, PermissionDenied)


class Superseded(Exception):
    """Another worker has taken the import over, or it was thrown away; whatever this one does is void."""


class Refused(Exception):
    """The person who brought the file no longer has the right; says why."""


def run(import_id: UUID) -> None:
    """Carry this import through its present phase, or nothing when somebody else does; harmless twice."""
    imported = claim(import_id)
    if imported is None:
        return
    with translation.override(imported.language):
        try:
            Carrier(imported).carry()
        except Superseded:
            log.info("Import %s was taken over or thrown away.", imported.pk)
        except Refused as refusal:
            _end(imported, ImportState.CANCELLED, str(refusal))
        except reading.Unreadable as fault:
            shutil.rmtree(imported.folder, ignore_errors=True)
            _end(imported, ImportState.FAILED, str(fault), again=False)
        except Exception:
            log.exception("Import %s, attempt %s failed.", imported.pk, imported.fence)
            _postpone(imported)


def claim(import_id: UUID) -> Import | None:
    """Take the import with a lease; None when nothing is to be done, somebody has it, or it is hopeless."""
    with acting_as(SYSTEM):
        found = Import.objects.filter(pk=import_id, strikes__lt=STRIKES).claimable()
        lease = timezone.now() + LEASE
        taken = found.update(lease_until=lease, fence=F("fence") + 1, strikes=F("strikes") + 1)
        everything = Import.objects.select_related("member__user", "member__consortium", "member__partner")
        if taken:
            return everything.select_related("consortium").get(pk=import_id)
        hopeless = everything.filter(pk=import_id, strikes__gte=STRIKES).claimable().first()
    if hopeless is not None:
        with translation.override(hopeless.language):
            _end(hopeless, ImportState.FAILED, _("The worker stopped each time. Ask the operator."))
    return None


class Carrier:
    """One attempt at one phase of one import."""

    def __init__(self, imported: Import) -> None:
        self.imported = imported
        self.phase = imported.state
        self.seen: dict[str, int] = {}  # key → row further up in the file
        self.reader: Reader | None = None
        self.cells = Cells(imported.table)

    def carry(self) -> None:
        imported = self.imported
        with acting_as(SYSTEM):
            self._require_membership()
        verdict = policies.steers(imported.member, imported)
        if not verdict:
            raise Refused(str(verdict.reason))
        files.sweep_hidden(imported.folder)
        with pghistory.context(user=imported.member.user_id, member=imported.member_id):
            {
                ImportState.READING: self._read,
                ImportState.CHECKING: self._check,
                ImportState.APPLYING: self._apply,
            }[self.phase]()

    # --- reading ------------------------------------------------------------------------------------
    def _read(self) -> None:
        imported = self.imported
        found: list[reading.Table] = []

        def write(hidden: object) -> str:
            found.append(reading.flatten(imported.upload, imported.kind, imported.sheet, hidden, self._beat))
            return ""

        files.publish(imported.table, write)
        (table,) = found
        fields = imported.into.fields
        with acting_as(SYSTEM):
            layouts = Layout.objects.filter(consortium=imported.consortium_id, target=imported.target)
            known = dict(layouts.values_list("fingerprint", "mapping"))
            header = find_header(table.sample, fields, known)
            mapping = known.get(header.fingerprint)
            self._step(
                state=READ.target,
                lease_until=None,
                strikes=0,
                sheets=table.sheets,
                sheet=table.sheet,
                sample=table.sample,
                rows_total=table.rows,
                header_row=header.row,
                header_height=header.height,
                mapping=guess(header, fields) if mapping is None else mapping,
                remembered=mapping is not None,
            )

    def _beat(self, rows: int) -> None:
        with acting_as(SYSTEM):
            self._step(rows_done=rows)

    # --- checking -----------------------------------------------------------------------------------
    def _check(self) -> None:
        imported = self.imported
        if imported.rows_done == 0:
            with acting_as(SYSTEM):
                self._step()
                Row.objects.filter(imported=imported.pk).delete()
        self._understands()
        with reading.uncollected():
            for chunk in chunks(islice(reading.rows_of(imported.table), imported.rows_done), CHUNK):
                self._find_repetitions(self.reader.understand(chunk))
            for chunk in chunks(reading.rows_of(imported.table, after=imported.rows_done), CHUNK):
                self._check_chunk(chunk)
        with acting_as(SYSTEM):
            counts = Row.objects.filter(imported=imported.pk).counted("outcome")
        self._write_faulty()
        with acting_as(SYSTEM):
            self._step(state=CHECKED.target, lease_until=None, strikes=0, counts=counts)
            if imported.rows_total >= WORTH_A_NOTICE:
                self._tell("imports/checked")

    def _understands(self) -> None:
        imported = self.imported
        self.reader = Reader(imported.into, header_of(imported), imported.mapping)

    def _find_repetitions(self, rows: list[Judged]) -> None:
        judging.find_repetitions(rows, self.seen, first_counts=self.imported.into.first_counts)

    def _check_chunk(self, chunk: list[tuple[int, list[str]]]) -> None:
        imported, target = self.imported, self.imported.into
        rows = self.reader.understand(chunk)
        with acting_as(SYSTEM):
            _without_waiting_for_the_disk()
            self._step(rows_done=chunk[-1][0], strikes=0)
            self._find_repetitions(rows)
            with self._as_member("checked"):
                judging.compare(rows, target, imported.member)
            staging.add(imported.pk, rows)

    # --- applying -----------------------------------------------------------------------------------
    def _apply(self) -> None:
        self._understands()
        with reading.uncollected():
            while self._apply_chunk():
                pass
        imported = self.imported
        with acting_as(SYSTEM):
            results = Row.objects.filter(imported=imported.pk).counted("result")
        self._write_faulty()
        with acting_as(SYSTEM):
            now = timezone.now()
            self._step(
                state=FINISH.target,
                lease_until=None,
                strikes=0,
                results=results,
                finished_at=now,
                expires_at=now + KEPT,
            )
            self._tell("imports/done")

    def _apply_chunk(self) -> bool:
        """One chunk, with what became of each row; says whether there was one."""
        imported, target = self.imported, self.imported.into
        with acting_as(SYSTEM):
            _without_waiting_for_the_disk()
            self._step()
            self._alone()
            taken = staging.first_to_apply(imported.pk, target.at_once)
            if not taken:
                return False
            seen = {number: row for row in taken for number in range(row.number, row.until + 1)}
            rows = self.reader.understand(self.cells.of(seen), with_keys=False)
            with self._as_member("applied"):
                ready, results = judging.decide(rows, seen, target, imported.member)
                words = self._take_over(ready, results)
            told = {number: _why(result) for number, result in results.items() if _why(result)}
            staging.settle(imported.pk, taken, rows, results, told | words)
            self._step(rows_done=F("rows_done") + len(rows), strikes=0)
        return True

    def _take_over(self, ready: list[Judged], results: dict[int, str]) -> dict[int, str]:
        """All at once; when the database or a rule refuses, in halves, so that one row spoils no other."""
        try:
            self._write(ready, results)
        except REFUSALS as refusal:
            if len(ready) > 1:
                half = len(ready) // 2
                return self._take_over(ready[:half], results) | self._take_over(ready[half:], results)
            results[ready[0].number] = Result.FAULTY
            return {ready[0].number: _refusal_in_words(refusal)}
        return {}

    def _write(self, ready: list[Judged], results: dict[int, str]) -> None:
        if not ready:
            return
        with transaction.atomic():
            self.imported.into.apply(ready, self.imported.member)
        for candidate in ready:
            results[candidate.number] = Result.UPDATED if candidate.existing else Result.ADDED

    def _alone(self) -> None:
        """Of two imports of one kind in a consortium, one decides at a time: none adds what the other has."""
        name = f"import {self.imported.consortium_id} {self.imported.target}"
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [name])

    # --- what all phases share ------------------------------------------------------------------------
    def _as_member(self, doing: str) -> object:
        member = self.imported.member
        return reading_as(member.actor, f"import {self.imported.target} {doing}", role=member.role)

    def _write_faulty(self) -> None:
        imported = self.imported
        with acting_as(SYSTEM):
            wrong = Row.objects.filter(imported=imported.pk).given_back().exists()
        if not wrong:
            imported.faulty.unlink(missing_ok=True)
            return
        with acting_as(SYSTEM):
            files.publish(
                imported.faulty,
                lambda hidden: giving_back.write_faulty(imported, header_of(imported), hidden),
            )

    def _step(self, **changes: object) -> None:
        """Write progress and prolong the lease, while this attempt holds the import and the right lasts."""
        imported = self.imported
        mine = Import.objects.filter(pk=imported.pk, state=self.phase, fence=imported.fence)
        if not mine.update(**({"lease_until": timezone.now() + LEASE} | changes)):
            raise Superseded
        self._require_membership()

    def _require_membership(self) -> None:
        if not Import.objects.of_valid_members().filter(pk=self.imported.pk).exists():
            raise Refused(_("The membership has ended."))

    def _tell(self, event: str) -> None:
        _tell(event, self.imported)


def chunks(rows: Iterable, size: int) -> Iterator[list]:
    """Lists of at most this many, in order."""
    rows = iter(rows)
    while chunk := list(islice(rows, size)):
        yield chunk


def _without_waiting_for_the_disk() -> None:
    """For this transaction: a chunk that a power failure takes back was never done, and is done again.

    Whatever tells of it outside the database is written by a later transaction, which waits for both.
    """
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL synchronous_commit = off")


def _why(result: str) -> str:
    if result == Result.MOVED_ON:
        return _("Somebody changed this in the portal after the preview. Check it and upload the row again.")
    return ""


def _refusal_in_words(refusal: Exception) -> str:
    if isinstance(refusal, ValidationError):
        return " ".join(refusal.messages)
    if isinstance(refusal, PermissionDenied):
        return str(refusal) or _("Your role does not include this.")
    return _(
        "This does not fit what the portal holds already. Check the row; it may be there under another name."
    )


def _end(imported: Import, state: str, error: str, *, again: bool = True) -> None:
    """Failed or refused for good: says why in plain words."""
    now = timezone.now()
    keep = {} if again and state == ImportState.FAILED else {"expires_at": now, "sample": []}
    with acting_as(SYSTEM):
        mine = Import.objects.filter(pk=imported.pk, state=imported.state, fence=imported.fence)
        ended = mine.update(
            state=state,
            failed_in=imported.state if again and state == ImportState.FAILED else "",
            lease_until=None,
            finished_at=now,
            error=error[:1000],
            **keep,
        )
        if ended and state == ImportState.FAILED:
            _tell("imports/failed", imported)


def _postpone(imported: Import) -> None:
    """Let the sweeper offer it again after a pause, until the attempts without progress are used up."""
    with acting_as(SYSTEM):
        mine = Import.objects.filter(pk=imported.pk, state=imported.state, fence=imported.fence)
        strikes = mine.values_list("strikes", flat=True).first()
        if strikes is not None and strikes < STRIKES:
            mine.update(lease_until=timezone.now() + PAUSE * strikes)
            return
    if strikes is not None:
        _end(
            imported,
            ImportState.FAILED,
            _("The import could not go on. The operator can see why in the log; try again later."),
        )


def _tell(event: str, imported: Import) -> None:
    notify(
        event,
        to=[imported.member.user_id],
        context={"file": imported.file_name},
        url=imported.get_absolute_url(),
        consortium_id=imported.consortium_id,
        key=f"{imported.pk}:{imported.fence}",
    )


def unfinished() -> list[UUID]:
    """Imports that nobody is at: newly confirmed, or left behind."""
    with acting_as(SYSTEM):
        return list(Import.objects.claimable().order_by("created_at").values_list("pk", flat=True)[:200])
