"""The hash chain over access records: each seal mixes a record's content with the seal before it.

A changed record no longer fits its seal, a deleted one leaves a seal without a record, and one that is
slipped in with an old date is never sealed. Cutting off the end of the chain, seals and all, shows when
the last number and digest that `verify_audit` printed earlier (note them elsewhere) are gone.
"""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from django.db import connection
from django.db.models import F, Max
from django.utils import timezone

from consortium.audit.models import AccessRecord, Destruction, Seal
from consortium.rowlevel import SYSTEM, acting_as
from consortium.rules.checks import access_records_kept_since, rule_on

BEGINNING = "0" * 64
LOCK = 0x7365616C  # "seal": one sealer at a time
BATCH = 5_000
# A record is committed seconds after its time; one that turns up a day later was not written by us.
LATEST = timedelta(days=1)
KEPT = timedelta(days=2 * 365 + 1)


@dataclass(frozen=True)
class Finding:
    """One thing wrong with the audit trail."""

    what: str  # changed, deleted, inserted or broken
    record: str
    number: int | None = None

    def __str__(self) -> str:
        at = f" (seal {self.number})" if self.number else ""
        return f"{self.what}: access record {self.record}{at}"


def digest_of(record: AccessRecord, previous: str) -> str:
    """sha256 over the previous digest and every field of the record, in a fixed order."""
    content = [
        str(record.pk),
        record.at.isoformat(),
        record.user_id,
        record.member_id,
        record.role,
        record.consortium_id,
        record.partner_id,
        record.address,
        record.action,
        record.what,
        record.subjects,
        record.unnamed_rows,
        record.reason,
    ]
    text = json.dumps(content, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(f"{previous}\n{text}".encode()).hexdigest()


def seal_batch() -> int:
    """Seal the next committed records in order of time; returns how many. Safe beside a twin."""
    with acting_as(SYSTEM):
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
        last = Seal.objects.order_by("-number").first()
        number, digest = (last.number, last.digest) if last else (0, BEGINNING)
        records = AccessRecord.objects.unsealed().order_by("at", "pk")
        if newest := Seal.objects.aggregate(at=Max("record_at"))["at"]:
            records = records.filter(at__gt=newest - LATEST)
        seals = []
        for record in records[:BATCH]:
            number, digest = number + 1, digest_of(record, digest)
            seals.append(Seal(number=number, record_id=record.pk, record_at=record.at, digest=digest))
        Seal.objects.bulk_create(seals)
    return len(seals)


def destroy_old_records() -> int:
    """Destroy access records older than the law asks, and keep a record of that; their seals stay.

    The dated rule says how long; PostgreSQL refuses anything younger than `KEPT`, whatever the rule says.
    """
    today = timezone.localdate()
    with acting_as(SYSTEM):
        kept_since = timezone.make_aware(datetime.combine(access_records_kept_since(today), time.min))
        limit = min(kept_since, timezone.now() - KEPT - timedelta(minutes=1))
        rows, _ = AccessRecord.objects.filter(at__lt=limit).delete()
        if rows:
            Destruction.objects.create(
                what=AccessRecord._meta.label,
                rows=rows,
                older_than=limit,
                rule=rule_on("access-record-retention", today).cite(today),
            )
    return rows


def findings() -> Iterator[Finding]:
    """Walk the whole chain in batches; everything that does not fit is reported with its record."""
    with acting_as(SYSTEM):
        regular = {"older_than__lte": F("at") - KEPT, "at__lte": timezone.now()}
        destroyed = Destruction.objects.filter(what=AccessRecord._meta.label, **regular)
        destroyed_until = destroyed.aggregate(at=Max("older_than"))["at"]
        yield from _along_the_chain(destroyed_until)
        yield from _outside_the_chain()


def _along_the_chain(destroyed_until: object) -> Iterator[Finding]:
    number, digest = 0, BEGINNING
    while seals := list(Seal.objects.filter(number__gt=number).order_by("number")[:BATCH]):
        records = AccessRecord.objects.in_bulk([seal.record_id for seal in seals])
        for seal in seals:
            record = records.get(seal.record_id)
            if seal.number != number + 1:
                yield Finding("broken", f"before {seal.record_id}", seal.number)
            elif record is None:
                if not (destroyed_until and seal.record_at < destroyed_until):
                    yield Finding("deleted", str(seal.record_id), seal.number)
            elif digest_of(record, digest) != seal.digest:
                yield Finding("changed", str(seal.record_id), seal.number)
            number, digest = seal.number, seal.digest


def _outside_the_chain() -> Iterator[Finding]:
    """Records that the sealer passed by, because they turned up long after the time they claim."""
    newest = Seal.objects.aggregate(at=Max("record_at"))["at"]
    if newest:
        late = AccessRecord.objects.unsealed().filter(at__lte=newest - LATEST).order_by("at", "pk")
        for record in late.iterator():
            yield Finding("inserted", str(record.pk))
