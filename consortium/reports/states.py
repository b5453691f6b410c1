"""Choices and transition table of report jobs; a leaf that anyone may import."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from consortium.workflow import transition


class JobState(TextChoices):
    QUEUED = "QUEUED", _("Waiting")
    RUNNING = "RUNNING", _("In the making")
    DONE = "DONE", _("Ready")
    FAILED = "FAILED", _("Failed")
    CANCELLED = "CANCELLED", _("Cancelled")


class Format(TextChoices):
    """What a report is written as: PDF to circulate, XLSX for the figures, CSV for other programs."""

    PDF = "pdf", "PDF"
    XLSX = "xlsx", "XLSX"
    CSV = "csv", "CSV"


UNFINISHED = frozenset({JobState.QUEUED, JobState.RUNNING})

START = transition("report.started", {JobState.QUEUED}, JobState.RUNNING)
FINISH = transition("report.finished", {JobState.RUNNING}, JobState.DONE)
FAIL = transition("report.failed", UNFINISHED, JobState.FAILED)
CANCEL = transition("report.cancelled", UNFINISHED, JobState.CANCELLED)
RETRY = transition("report.retried", {JobState.FAILED}, JobState.QUEUED)
JOB = (START, FINISH, FAIL, CANCEL, RETRY)
