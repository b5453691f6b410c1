"""Reports that somebody asked for: the job, its parts, the files that came out and the links to them."""

import uuid
from pathlib import Path
from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from consortium.reports import files, querysets
from consortium.reports.registry import Report, find
from consortium.reports.states import JOB, UNFINISHED, Format, JobState
from consortium.workflow import state_triggers, steps_of


class Job(models.Model):
    """One report that a member asked for, from the asking until its files are destroyed.

    A worker holds it by a lease; `attempts` is also the fencing number, so that a worker whose lease
    ran out writes nothing more. All figures in it stand as they were at `snapshot_at`.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    consortium = models.ForeignKey("partners.Consortium", models.CASCADE, related_name="+")
    member = models.ForeignKey("partners.Member", models.PROTECT, related_name="+")
    kind = models.CharField(_("kind"), max_length=50)
    parameters = models.JSONField(_("parameters"), default=dict, blank=True)
    formats = ArrayField(models.CharField(max_length=5, choices=Format.choices), verbose_name=_("formats"))
    language = models.CharField(_("language"), max_length=5, default="ko")
    reason = models.CharField(_("reason"), max_length=300, blank=True)
    state = models.CharField(_("state"), max_length=10, choices=JobState.choices, default=JobState.QUEUED)
    steps_done = models.PositiveSmallIntegerField(_("steps done"), default=0)
    steps_total = models.PositiveSmallIntegerField(_("steps"), default=1)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    lease_until = models.DateTimeField(_("a worker has it until"), null=True, blank=True)
    snapshot_at = models.DateTimeField(_("figures as of"), null=True, blank=True)
    error = models.CharField(_("what went wrong"), max_length=500, blank=True)
    note = models.CharField(_("note"), max_length=500, blank=True)
    created_at = models.DateTimeField(_("asked for at"), default=timezone.now)
    started_at = models.DateTimeField(_("started at"), null=True, blank=True)
    finished_at = models.DateTimeField(_("finished at"), null=True, blank=True)

    objects = querysets.JobQuerySet.as_manager()

    class Meta:
        verbose_name = _("report")
        verbose_name_plural = _("reports")
        ordering: ClassVar = ["-created_at", "-id"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(state=JobState.RUNNING, lease_until__isnull=False)
                | Q(~Q(state=JobState.RUNNING), lease_until=None),
                name="only_running_jobs_are_leased",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["member", "-created_at", "-id"], name="my_reports"),
            models.Index(
                fields=["created_at"], condition=Q(state__in=sorted(UNFINISHED)), name="unfinished_reports"
            ),
        ]
        triggers: ClassVar = state_triggers(steps_of(JOB), born=[JobState.QUEUED])

    def __str__(self) -> str:
        return str(self.report.title) if self.report else self.kind

    def get_absolute_url(self) -> str:
        return reverse("reports:list", args=[self.consortium.slug]) + f"#report-{self.pk}"

    @cached_property
    def report(self) -> Report | None:
        """The kind of report, or None when the app that offered it is gone."""
        return find(self.kind)

    @property
    def is_unfinished(self) -> bool:
        return self.state in UNFINISHED

    @property
    def may_be_retried(self) -> bool:
        return self.state == JobState.FAILED

    @property
    def seconds_left(self) -> int | None:
        """How long the rest will take if it goes on as so far; None while nothing is known."""
        if self.state != JobState.RUNNING or not self.started_at or not self.steps_done:
            return None
        passed = (timezone.now() - self.started_at).total_seconds()
        return max(1, round(passed / self.steps_done * (self.steps_total - self.steps_done)))


class Part(models.Model):
    """A finished part of a running job, kept so that a new worker goes on where the last one died."""

    job = models.ForeignKey(Job, models.CASCADE, related_name="parts")
    name = models.CharField(max_length=50)
    content = models.JSONField()
    checksum = models.CharField(max_length=64)

    objects = querysets.NobodysQuerySet.as_manager()

    class Meta:
        verbose_name = _("part of a report")
        verbose_name_plural = _("parts of reports")
        constraints: ClassVar = [models.UniqueConstraint(fields=["job", "name"], name="part_once_per_job")]

    def __str__(self) -> str:
        return self.name


class ReportFile(models.Model):
    """One finished file of a report; the row appears only after the whole file stands on disk."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    job = models.ForeignKey(Job, models.CASCADE, related_name="files")
    format = models.CharField(_("format"), max_length=5, choices=Format.choices)
    path = models.CharField(_("path under the file folder"), max_length=200)
    sha256 = models.CharField(_("checksum (SHA-256)"), max_length=64)
    size = models.PositiveBigIntegerField(_("size in bytes"))
    created_at = models.DateTimeField(_("written at"), default=timezone.now)
    expires_at = models.DateTimeField(_("kept until"))
    destroyed_at = models.DateTimeField(_("destroyed at"), null=True, blank=True)
    downloads = models.PositiveIntegerField(_("downloads"), default=0)

    objects = querysets.OfJobQuerySet.as_manager()

    class Meta:
        verbose_name = _("report file")
        verbose_name_plural = _("report files")
        ordering: ClassVar = ["format"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["job", "format"], name="file_once_per_format")
        ]
        indexes: ClassVar = [
            models.Index(fields=["expires_at"], condition=Q(destroyed_at=None), name="files_to_be_destroyed")
        ]

    def __str__(self) -> str:
        return self.path

    @property
    def location(self) -> Path:
        return files.inside(self.path)

    @property
    def is_available(self) -> bool:
        return self.destroyed_at is None and self.expires_at > timezone.now()


class DownloadLink(models.Model):
    """A link to one file for one person: works once, for a few minutes."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    file = models.ForeignKey(ReportFile, models.CASCADE, related_name="links")
    user = models.ForeignKey("accounts.User", models.CASCADE, related_name="+")
    reason = models.CharField(_("reason"), max_length=300, blank=True)
    created_at = models.DateTimeField(_("made at"), default=timezone.now)
    expires_at = models.DateTimeField(_("works until"))
    used_at = models.DateTimeField(_("used at"), null=True, blank=True)

    objects = querysets.LinkQuerySet.as_manager()

    class Meta:
        verbose_name = _("download link")
        verbose_name_plural = _("download links")

    def __str__(self) -> str:
        return f"{self.file_id} → {self.user_id}"
