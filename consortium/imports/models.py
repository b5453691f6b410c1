"""Files that people brought, their rows on the way into the portal, and how such files are laid out."""

import uuid
from pathlib import Path
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from consortium.imports import querysets
from consortium.imports.registry import Target, find
from consortium.imports.states import AT_WORK, IMPORT, ImportState, Outcome, Result
from consortium.workflow import state_triggers, steps_of


class Import(models.Model):
    """One list that a member brings as a file, from the upload until its data are destroyed.

    A worker holds it by a lease; `fence` counts the attempts, so that a worker whose lease ran out
    writes nothing more, and `strikes` those since the last progress. `version` counts the checks: who
    confirms, confirms the preview that they saw.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    consortium = models.ForeignKey("partners.Consortium", models.CASCADE, related_name="+")
    member = models.ForeignKey("partners.Member", models.PROTECT, related_name="+")
    target = models.CharField(_("what is imported"), max_length=50)
    language = models.CharField(_("language"), max_length=5, default="ko")
    state = models.CharField(
        _("state"), max_length=10, choices=ImportState.choices, default=ImportState.READING
    )
    failed_in = models.CharField(_("failed while"), max_length=10, choices=ImportState.choices, blank=True)
    error = models.CharField(_("what went wrong"), max_length=1000, blank=True)

    file_name = models.CharField(_("file"), max_length=200)
    kind = models.CharField(_("kind of file"), max_length=4)
    size = models.PositiveBigIntegerField(_("size in bytes"))
    sha256 = models.CharField(_("checksum (SHA-256)"), max_length=64)
    sheets = models.JSONField(_("sheets"), default=list, blank=True)
    sheet = models.CharField(_("sheet"), max_length=100, blank=True)
    sample = models.JSONField(_("first rows"), default=list, blank=True)
    header_row = models.PositiveIntegerField(_("row of the column names"), default=0)
    header_height = models.PositiveSmallIntegerField(_("rows of column names"), default=1)
    mapping = models.JSONField(_("columns"), default=dict, blank=True)
    remembered = models.BooleanField(_("columns known from an earlier file"), default=False)

    rows_total = models.PositiveIntegerField(_("rows"), default=0)
    rows_done = models.PositiveIntegerField(_("rows done"), default=0)
    counts = models.JSONField(_("rows by outcome"), default=dict, blank=True)
    results = models.JSONField(_("rows by result"), default=dict, blank=True)
    version = models.PositiveIntegerField(_("check"), default=0)
    fence = models.PositiveIntegerField(_("attempts"), default=0)
    strikes = models.PositiveSmallIntegerField(_("attempts without progress"), default=0)
    lease_until = models.DateTimeField(_("a worker has it until"), null=True, blank=True)

    created_at = models.DateTimeField(_("uploaded at"), default=timezone.now)
    finished_at = models.DateTimeField(_("finished at"), null=True, blank=True)
    expires_at = models.DateTimeField(_("kept until"))
    destroyed_at = models.DateTimeField(_("destroyed at"), null=True, blank=True)

    objects = querysets.ImportQuerySet.as_manager()

    class Meta:
        verbose_name = _("import")
        verbose_name_plural = _("imports")
        ordering: ClassVar = ["-created_at", "-id"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(lease_until=None) | Q(state__in=sorted(AT_WORK)),
                name="only_imports_at_work_are_leased",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["member", "-created_at", "-id"], name="my_imports"),
            models.Index(
                fields=["created_at"], condition=Q(state__in=sorted(AT_WORK)), name="unfinished_imports"
            ),
            models.Index(
                fields=["expires_at"], condition=Q(destroyed_at=None), name="imports_to_be_destroyed"
            ),
        ]
        triggers: ClassVar = state_triggers(steps_of(IMPORT), born=[ImportState.READING])

    def __str__(self) -> str:
        return self.file_name

    def get_absolute_url(self) -> str:
        return reverse("imports:import", args=[self.consortium.slug, self.pk])

    @cached_property
    def into(self) -> Target | None:
        """What the rows become, or None when the app that took them is gone."""
        return find(self.target)

    @property
    def folder(self) -> Path:
        return Path(settings.MEDIA_ROOT) / "imports" / str(self.pk)

    @property
    def upload(self) -> Path:
        """The file as it was brought."""
        return self.folder / f"upload.{self.kind}"

    @property
    def table(self) -> Path:
        """The chosen sheet as plain rows (`reading.cells`)."""
        return self.folder / "rows"

    @property
    def faulty(self) -> Path:
        """The rows to be corrected, for download."""
        return self.folder / "faulty.xlsx"

    @property
    def is_at_work(self) -> bool:
        return self.state in AT_WORK

    @property
    def is_kept(self) -> bool:
        """Whether file and rows are still there."""
        return self.destroyed_at is None and self.expires_at > timezone.now()

    @property
    def may_be_retried(self) -> bool:
        return self.state == ImportState.FAILED and self.failed_in in AT_WORK and self.is_kept

    @property
    def may_be_thrown_away(self) -> bool:
        return self.state in (
            ImportState.READING,
            ImportState.MAPPING,
            ImportState.CHECKING,
            ImportState.PREVIEW,
        )

    @property
    def work_total(self) -> int:
        """How many rows the present phase has to do with; 0 while nobody knows."""
        return self.to_apply if self.state == ImportState.APPLYING else self.rows_total

    @property
    def taken_over(self) -> int:
        """How many rows were added or changed."""
        return self.results.get(Result.ADDED, 0) + self.results.get(Result.UPDATED, 0)

    @property
    def to_apply(self) -> int:
        """How many rows a confirmation would take over."""
        return self.counts.get(Outcome.NEW, 0) + self.counts.get(Outcome.CHANGED, 0)

    @property
    def to_correct(self) -> int:
        """How many rows go back to the person."""
        return (
            self.counts.get(Outcome.ERROR, 0)
            + self.results.get(Result.MOVED_ON, 0)
            + self.results.get(Result.FAULTY, 0)
        )


class Row(models.Model):
    """What will become of a row of the file, and what did; a run of rows with the same fate is one entry.

    `number` to `until` are its rows in the file, none of them blank. What stands in them is read from the
    file; `cells` are kept here for rows that somebody has to correct or that were left out.
    """

    imported = models.ForeignKey(Import, models.CASCADE, related_name="rows")
    number = models.PositiveIntegerField(_("row in the file"))
    until = models.PositiveIntegerField(_("last row of the run"))
    cells = models.JSONField(_("cells"), default=list)
    outcome = models.CharField(_("what will happen"), max_length=7, choices=Outcome.choices)
    changes = models.JSONField(_("changes"), default=dict)
    problems = models.JSONField(_("problems"), default=list)
    result = models.CharField(_("what became of it"), max_length=9, choices=Result.choices, blank=True)

    objects = querysets.RowQuerySet.as_manager()

    class Meta:
        verbose_name = _("row of an import")
        verbose_name_plural = _("rows of imports")
        ordering: ClassVar = ["number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["imported", "number"], name="row_once_per_import"),
            models.CheckConstraint(condition=Q(until__gte=F("number")), name="run_of_rows_in_order"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["imported", "outcome", "number"], name="rows_by_outcome"),
        ]

    def __str__(self) -> str:
        return f"{self.number}"

    @property
    def length(self) -> int:
        return self.until - self.number + 1


class Layout(models.Model):
    """How a consortium's files of one kind are laid out, so that the columns need choosing only once."""

    consortium = models.ForeignKey("partners.Consortium", models.CASCADE, related_name="+")
    target = models.CharField(_("what is imported"), max_length=50)
    fingerprint = models.CharField(_("column names, hashed"), max_length=64)
    mapping = models.JSONField(_("columns"))
    used_at = models.DateTimeField(_("last used at"), default=timezone.now)

    objects = querysets.LayoutQuerySet.as_manager()

    class Meta:
        verbose_name = _("file layout")
        verbose_name_plural = _("file layouts")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["consortium", "target", "fingerprint"], name="layout_once_per_consortium"
            )
        ]

    def __str__(self) -> str:
        return f"{self.target} {self.fingerprint[:8]}"
