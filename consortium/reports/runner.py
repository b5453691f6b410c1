"""Makes reports: a worker may die anywhere here, and the next one goes on from the last finished step.

Order of one job: claim (a lease, committed) → prepare once (the snapshot, committed) → each part read
as the member and kept (committed) → each file written, synced, renamed, then its row (committed) → done,
together with the notification. What a killed worker leaves is a hidden file, never half a report.
"""

from __future__ import annotations

import hashlib
import json
import logging
from collections.abc import Callable
from datetime import timedelta
from uuid import UUID

from django.conf import settings
from django.db.models import F
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from consortium.audit.models import Destruction
from consortium.audit.services import reading_as
from consortium.languages import in_both
from consortium.notifications.services import notify
from consortium.reports import document as model
from consortium.reports import files, formats, policies
from consortium.reports.models import Job, Part, ReportFile
from consortium.reports.registry import ReportContext
from consortium.reports.services import reading_for
from consortium.reports.states import JobState
from consortium.rowlevel import SYSTEM, acting_as

log = logging.getLogger(__name__)
LEASE = timedelta(seconds=90)
ATTEMPTS = 4
PAUSE = timedelta(seconds=15)  # before a failed attempt is repeated
FILES_LAST = timedelta(days=settings.REPORT_DAYS)


class Superseded(Exception):
    """Another worker has taken the job over, or it was cancelled; whatever this one does is void."""


class Refused(Exception):
    """The person who asked no longer has the right; says why."""


def run(job_id: UUID) -> None:
    """Make this report, or nothing when somebody else has it; harmless to run twice."""
    job = claim(job_id)
    if job is None:
        return
    with translation.override(job.language):
        try:
            Maker(job).make()
        except Superseded:
            log.info("Report %s was taken over or cancelled.", job.pk)
        except Refused as refusal:
            _end(job, JobState.CANCELLED, str(refusal))
        except Exception:
            log.exception("Report %s, attempt %s failed.", job.pk, job.attempts)
            _postpone(job)


def claim(job_id: UUID) -> Job | None:
    """Take the job with a lease; None when it is finished, held by another worker, or hopeless."""
    with acting_as(SYSTEM):
        now = timezone.now()
        taken = Job.objects.filter(pk=job_id, attempts__lt=ATTEMPTS).claimable()
        if taken.update(state=JobState.RUNNING, lease_until=now + LEASE, attempts=F("attempts") + 1):
            Job.objects.filter(pk=job_id, started_at=None).update(started_at=now)
            return Job.objects.select_related("member__user", "member__consortium", "member__partner").get(
                pk=job_id
            )
        hopeless = Job.objects.select_related("member__user").filter(pk=job_id).claimable().first()
    if hopeless is not None:
        with translation.override(hopeless.language):
            _end(hopeless, JobState.FAILED, _("The worker stopped each time. Ask the operator."))
    return None


class Maker:
    """One attempt at one job."""

    def __init__(self, job: Job) -> None:
        self.job = job
        self.folder = settings.MEDIA_ROOT / "reports" / str(job.pk)

    def make(self) -> None:
        report = self._allowed_report()
        files.sweep_hidden(self.folder)
        self._prepare(report.prepare)
        context = ReportContext(self.job.member, self.job.parameters, self.job.snapshot_at, self._keep)
        document = report.build(context)
        for format in self.job.formats:
            self._write(document, format)
        self._finish()

    def _allowed_report(self) -> object:
        """Rights are those of this moment, not of the moment of asking."""
        with acting_as(SYSTEM):
            self._require_membership()
        verdict = policies.makes_reports(self.job.member, self.job.report)
        if not verdict:
            raise Refused(str(verdict.reason))
        return self.job.report

    def _prepare(self, prepare: Callable | None) -> None:
        """Fix the one moment that all figures are as of; a second attempt keeps it."""
        if self.job.snapshot_at is not None:
            return
        parameters, moment = prepare(self.job.member) if prepare else ({}, timezone.now())
        with acting_as(SYSTEM):
            self._step(snapshot_at=moment, parameters=self.job.parameters | parameters, steps_done=1)
        self.job.snapshot_at, self.job.parameters = moment, self.job.parameters | parameters

    def _keep(self, name: str, make: Callable[[], list[model.Block]]) -> list[model.Block]:
        """The part as it was kept, if it is intact; else made as the member, with its access record."""
        with acting_as(SYSTEM):
            kept = Part.objects.filter(job=self.job, name=name).first()
        if kept is not None and kept.checksum == _checksum(kept.content):
            return model.load(kept.content)
        actor, member = self.job.member.actor, self.job.member
        action = reading_for(self.job, name)
        with reading_as(actor, action, role=member.role, reason=self.job.reason):
            content = model.dump(make())
        with acting_as(SYSTEM):
            self._step(steps_done=F("steps_done") + (1 if kept is None else 0))
            values = {"content": content, "checksum": _checksum(content)}
            Part.objects.update_or_create(job=self.job, name=name, defaults=values)
        return model.load(content)

    def _write(self, document: model.Document, format: str) -> None:
        path = self.folder / f"report.{format}"
        with acting_as(SYSTEM):
            written = ReportFile.objects.filter(job=self.job, format=format).first()
        if written and path.is_file() and files.checksum(path) == written.sha256:
            return
        remark = files.publish(path, lambda hidden: formats.write(document, format, hidden))
        now = timezone.now()
        row = {
            "path": str(path.relative_to(settings.MEDIA_ROOT)),
            "sha256": files.checksum(path),
            "size": path.stat().st_size,
            "created_at": now,
            "expires_at": now + FILES_LAST,
        }
        with acting_as(SYSTEM):
            self._step(
                steps_done=F("steps_done") + (0 if written else 1), **({"note": remark} if remark else {})
            )
            ReportFile.objects.update_or_create(job=self.job, format=format, defaults=row)

    def _step(self, **changes: object) -> None:
        """Write progress and prolong the lease, only while this attempt holds the job and the right lasts."""
        mine = Job.objects.filter(pk=self.job.pk, state=JobState.RUNNING, attempts=self.job.attempts)
        if not mine.update(lease_until=timezone.now() + LEASE, **changes):
            raise Superseded
        self._require_membership()

    def _require_membership(self) -> None:
        if not Job.objects.of_valid_members().filter(pk=self.job.pk).exists():
            raise Refused(_("The membership has ended."))

    def _finish(self) -> None:
        """Done, told, and the parts thrown away, all in one transaction."""
        job = self.job
        with acting_as(SYSTEM):
            self._step(steps_done=F("steps_total"))
            Job.objects.filter(pk=job.pk).update(
                state=JobState.DONE, lease_until=None, finished_at=timezone.now(), error=""
            )
            Part.objects.filter(job=job).delete()
            _tell("reports/ready", job)


def _end(job: Job, state: str, error: str) -> None:
    """Failed or refused for good: says why in plain words, and leaves no file behind."""
    with acting_as(SYSTEM):
        ended = Job.objects.filter(pk=job.pk, state=JobState.RUNNING, attempts=job.attempts).update(
            state=state, lease_until=None, finished_at=timezone.now(), error=error
        )
        if ended and state == JobState.FAILED:
            _tell("reports/failed", job)
        if ended and state == JobState.CANCELLED:
            Part.objects.filter(job=job).delete()


def _postpone(job: Job) -> None:
    """Let the sweeper offer it again after a pause, until the attempts are used up."""
    if job.attempts >= ATTEMPTS:
        _end(job, JobState.FAILED, _("The report could not be made. The operator can see why in the log."))
        return
    with acting_as(SYSTEM):
        mine = Job.objects.filter(pk=job.pk, state=JobState.RUNNING, attempts=job.attempts)
        mine.update(lease_until=timezone.now() + PAUSE * job.attempts)


def _tell(event: str, job: Job) -> None:
    member = job.member
    url = job.get_absolute_url() if member.consortium_id else "/"
    notify(
        event,
        to=[member.user_id],
        context={"title": in_both(lambda: job.report.title if job.report else job.kind)},
        url=url,
        consortium_id=member.consortium_id,
        key=f"{job.pk}:{job.attempts}",
    )


def _checksum(content: object) -> str:
    text = json.dumps(content, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def destroy_expired() -> int:
    """Destroy files whose time is over: first the file, then the row that says so; 0 when there is none."""
    with acting_as(SYSTEM):
        expired = list(ReportFile.objects.to_be_destroyed().order_by("expires_at")[:500])
    for file in expired:
        files.destroy(file.location)
        with acting_as(SYSTEM):
            now = timezone.now()
            ReportFile.objects.filter(pk=file.pk).update(destroyed_at=now)
            Destruction.objects.create(
                what=ReportFile._meta.label, rows=1, older_than=file.expires_at, rule="REPORT_DAYS"
            )
    return len(expired)


def unfinished() -> list[UUID]:
    """Jobs that nobody holds: newly asked for, or left behind."""
    with acting_as(SYSTEM):
        return list(Job.objects.claimable().order_by("created_at").values_list("pk", flat=True)[:200])
