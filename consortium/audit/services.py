"""Writes access records, and answers who read a person's data."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from allauth.account.adapter import get_adapter
from django.http import HttpRequest

from consortium.audit import reads
from consortium.audit.models import AccessRecord
from consortium.audit.reads import Reads
from consortium.audit.reasons import says_why
from consortium.rowlevel import Actor, acting_as


@dataclass(frozen=True)
class Circumstances:
    """Under which circumstances data was read: what was done, in which role, from where and why."""

    action: str
    role: str = ""
    address: str | None = None
    reason: str = ""

    @classmethod
    def of_request(cls, request: HttpRequest) -> "Circumstances":
        match = request.resolver_match
        return cls(
            action=f"{request.method} {match.view_name if match else ''}"[:200],
            role=request.member.role,
            address=get_adapter().get_client_ip(request),
            reason=getattr(request, "access_reason", ""),
        )


def record_reads(actor: Actor, found: Reads, circumstances: Circumstances) -> None:
    """One access record per kind of data that was read, in the same transaction as the reading."""
    if found.rows:
        found.name_rows()
    AccessRecord.objects.bulk_create(
        AccessRecord(
            user_id=actor.user,
            member_id=actor.member,
            role=circumstances.role,
            consortium_id=actor.consortium,
            partner_id=actor.partner,
            address=circumstances.address,
            action=circumstances.action,
            what=label,
            subjects=sorted(found.subjects.get(label, ())),
            unnamed_rows=found.unnamed.get(label, 0),
            reason=circumstances.reason,
        )
        for label in found.labels
    )


@contextmanager
def reading_as(actor: Actor, action: str, *, role: str = "", reason: str = "") -> Iterator[None]:
    """For tasks: run the block as this actor and record whose data it read; no record, no data."""
    with acting_as(actor), reads.collecting() as found:
        yield
        record_reads(actor, found, Circumstances(action, role=role, reason=reason))


def require_reason(request: HttpRequest, reason: str) -> None:
    """Keep the reason that a person gives for a download or a contact, or refuse without one."""
    says_why(reason).require()
    request.access_reason = " ".join(reason.split())[:300]


@dataclass(frozen=True)
class Reading:
    """One reading of a student's data as the student may know it: no name, no network address."""

    at: object
    partner_id: int | None
    role: str
    what: str


def readers_of(student_id: int, *, limit: int = 100) -> list[Reading]:
    """Who viewed this student, newest first; row policies let only the student and the school ask."""
    rows = AccessRecord.objects.about(student_id).values("at", "partner_id", "role", "what")[:limit]
    return [Reading(**row) for row in rows]
