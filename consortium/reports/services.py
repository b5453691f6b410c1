"""What people do with reports: ask for one, stop it, try again, fetch its files."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.core import signing
from django.db import connection, transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from consortium.audit import reads
from consortium.audit.models import AccessRecord
from consortium.audit.reasons import says_why
from consortium.reports import doorbell, policies
from consortium.reports.models import DownloadLink, Job, ReportFile
from consortium.reports.registry import find
from consortium.reports.states import CANCEL, RETRY, UNFINISHED, JobState
from consortium.rowlevel import SYSTEM, acting_as
from consortium.verdict import only_if

if TYPE_CHECKING:
    from collections.abc import Iterable

    from consortium.shell.people import Member

AT_ONCE = 5  # unfinished reports per member
LOCK = 0x72657071 << 31  # "repq": keeps these advisory locks apart from others
LINK_LASTS = timedelta(minutes=5)
SALT = "consortium.reports.download"


class LinkSpent(Exception):
    """The link was used, has run out, or was made for somebody else; which of them is nobody's business."""


@transaction.atomic
def request_report(
    key: str,
    *,
    by: Member,
    formats: Iterable[str],
    language: str = "ko",
    parameters: dict[str, Any] | None = None,
    reason: str = "",
) -> Job:
    """Ask for a report; a worker makes it, with the rights that the member has when it runs."""
    report = find(key)
    policies.makes_reports(by, report).require()
    if report.personal:
        says_why(reason).require()
    lock_asking(by)
    waiting = Job.objects.visible_to(by).unfinished().count()
    only_if(waiting < AT_ONCE, _("Wait until one of your reports is ready.")).require()
    job = Job.objects.create(
        consortium_id=by.consortium_id,
        member_id=by.pk,
        kind=report.key,
        parameters=parameters or {},
        formats=[format for format in report.formats if format in set(formats)] or list(report.formats),
        language=language,
        reason=reason,
        steps_total=report.parts + 1 + len(report.formats),
    )
    _ring_on_commit(job)
    return job


def lock_asking(by: Member) -> None:
    """Hold until the transaction ends: a member asks for one report after the other, and they are counted."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK + by.pk])


@transaction.atomic
def retry_report(job: Job, *, by: Member) -> Job:
    """Try a failed report again; parts that were finished are not made anew."""
    job = Job.objects.select_for_update(of=("self",)).get(pk=job.pk)
    policies.steers_job(by, job).require()
    policies.makes_reports(by, job.report).require()
    RETRY.enforce(job, by=by)
    job.state, job.attempts, job.error, job.finished_at = RETRY.target, 0, "", None
    job.save(update_fields=["state", "attempts", "error", "finished_at"])
    _ring_on_commit(job)
    return job


@transaction.atomic
def cancel_report(job: Job, *, by: Member) -> Job:
    """Stop a report that is no longer wanted; a worker that has it notices at its next step."""
    job = Job.objects.select_for_update(of=("self",)).get(pk=job.pk)
    policies.steers_job(by, job).require()
    CANCEL.enforce(job, by=by)
    job.state, job.lease_until, job.finished_at = CANCEL.target, None, timezone.now()
    job.save(update_fields=["state", "lease_until", "finished_at"])
    return job


def cancel_reports_of(member_id: int) -> int:
    """A membership has ended: what it asked for is not made, and its links no longer work."""
    with acting_as(SYSTEM):
        now = timezone.now()
        DownloadLink.objects.filter(file__job__member=member_id, used_at=None).update(used_at=now)
        return Job.objects.filter(member=member_id, state__in=UNFINISHED).update(
            state=JobState.CANCELLED,
            lease_until=None,
            finished_at=now,
            error=gettext("The membership has ended."),
        )


@transaction.atomic
def make_link(file: ReportFile, *, by: Member, reason: str = "") -> str:
    """A signed link to the file that works once, for this person, within minutes."""
    policies.fetches_file(by, file).require()
    if file.job.report.personal:
        says_why(reason).require()
    link = DownloadLink.objects.create(
        file=file, user_id=by.user_id, reason=reason, expires_at=timezone.now() + LINK_LASTS
    )
    return signing.dumps([str(link.pk), by.user_id], salt=SALT)


@transaction.atomic
def redeem_link(token: str, *, by: Member, address: str | None = None) -> DownloadLink:
    """Use a link up; of two simultaneous clicks one gets the file."""
    try:
        link_id, user_id = signing.loads(token, salt=SALT, max_age=LINK_LASTS)
    except signing.BadSignature as error:
        raise LinkSpent from error
    # Locked, not updated through a join: of a join PostgreSQL would not look at `used_at` again.
    mine = DownloadLink.objects.visible_to(by).filter(pk=UUID(link_id), user=user_id).usable()
    link = mine.select_for_update(of=("self",)).select_related("file__job").first()
    if link is None:
        raise LinkSpent
    link.used_at = timezone.now()
    link.save(update_fields=["used_at"])
    policies.fetches_file(by, link.file).require()
    ReportFile.objects.visible_to(by).filter(pk=link.file_id).update(downloads=F("downloads") + 1)
    if link.file.job.report.personal:
        _record_download(link, by, address)
    return link


def _record_download(link: DownloadLink, by: Member, address: str | None) -> None:
    """Who took the file away, from where and why, and whose data it holds as it was recorded when made."""
    subjects, unnamed = _persons_in(link.file.job)
    AccessRecord.objects.bulk_create(
        [
            AccessRecord(
                user_id=by.user_id,
                member_id=by.pk,
                role=by.role,
                consortium_id=by.consortium_id,
                partner_id=by.actor.partner,
                address=address,
                action=f"report {link.file.job.kind} downloaded",
                what=ReportFile._meta.label,
                subjects=subjects,
                unnamed_rows=unnamed,
                reason=link.reason,
            )
        ]
    )


def reading_for(job: Job, part: str) -> str:
    """How access records name what was read for a report, so that they can be found by the report."""
    return f"report {job.kind} {part} of {job.pk}"


def _persons_in(job: Job) -> tuple[list[int], int]:
    """Whose data was read for this report, and how many rows did not say whose they were."""
    with acting_as(SYSTEM), reads.collecting():
        read = AccessRecord.objects.filter(
            consortium_id=job.consortium_id,
            at__gte=job.created_at - timedelta(days=1),  # clocks differ
            action__startswith=f"report {job.kind} ",
            action__endswith=f" of {job.pk}",
        )
        rows = list(read.values_list("subjects", "unnamed_rows"))
    return sorted({person for persons, _ in rows for person in persons}), sum(rest for _, rest in rows)


def _ring_on_commit(job: Job) -> None:
    transaction.on_commit(lambda: doorbell.ring(job.pk), robust=True)


__all__ = (
    "LinkSpent",
    "cancel_report",
    "cancel_reports_of",
    "make_link",
    "redeem_link",
    "request_report",
    "retry_report",
)
