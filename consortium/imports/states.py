"""Choices and transition table of imports; a leaf that anyone may import."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from consortium.workflow import transition


class ImportState(TextChoices):
    READING = "READING", _("Reading the file")
    MAPPING = "MAPPING", _("Columns to be chosen")
    CHECKING = "CHECKING", _("Checking the rows")
    PREVIEW = "PREVIEW", _("To be confirmed")
    APPLYING = "APPLYING", _("Being taken over")
    DONE = "DONE", _("Finished")
    FAILED = "FAILED", _("Failed")
    CANCELLED = "CANCELLED", _("Thrown away")


class Outcome(TextChoices):
    """What will happen to a row, as the preview says it."""

    NEW = "NEW", _("To be added")
    CHANGED = "CHANGED", _("Changes")
    SAME = "SAME", _("Stays the same")
    ERROR = "ERROR", _("Error")
    SKIPPED = "SKIPPED", _("Left out")


class Result(TextChoices):
    """What became of a row that was to be taken over."""

    ADDED = "ADDED", _("Added")
    UPDATED = "UPDATED", _("Changed")
    UNCHANGED = "UNCHANGED", _("Was there already")
    MOVED_ON = "MOVED_ON", _("Has changed since the preview")
    FAULTY = "FAULTY", _("Not taken over")


AT_WORK = frozenset({ImportState.READING, ImportState.CHECKING, ImportState.APPLYING})
WITH_PERSON = frozenset({ImportState.MAPPING, ImportState.PREVIEW})
TO_BE_APPLIED = frozenset({Outcome.NEW, Outcome.CHANGED})
GIVEN_BACK = frozenset({Result.MOVED_ON, Result.FAULTY})

READ = transition("import.read", {ImportState.READING}, ImportState.MAPPING)
READ_AGAIN = transition("import.read_again", WITH_PERSON, ImportState.READING)
CHECK = transition("import.columns_chosen", WITH_PERSON, ImportState.CHECKING)
CHECKED = transition("import.checked", {ImportState.CHECKING}, ImportState.PREVIEW)
CHOOSE_AGAIN = transition("import.columns_reopened", {ImportState.PREVIEW}, ImportState.MAPPING)
CONFIRM = transition("import.confirmed", {ImportState.PREVIEW}, ImportState.APPLYING)
FINISH = transition("import.finished", {ImportState.APPLYING}, ImportState.DONE)
FAIL = transition("import.failed", AT_WORK, ImportState.FAILED)
CANCEL = transition(
    "import.cancelled", WITH_PERSON | {ImportState.READING, ImportState.CHECKING}, ImportState.CANCELLED
)
REFUSE = transition("import.refused", AT_WORK, ImportState.CANCELLED)
RETRIES = {state: transition("import.retried", {ImportState.FAILED}, state) for state in sorted(AT_WORK)}
IMPORT = (
    READ,
    READ_AGAIN,
    CHECK,
    CHECKED,
    CHOOSE_AGAIN,
    CONFIRM,
    FINISH,
    FAIL,
    CANCEL,
    REFUSE,
    *RETRIES.values(),
)
