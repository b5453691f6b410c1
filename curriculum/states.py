"""Choices of the curriculum app; a leaf that anyone may import."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class StudentState(TextChoices):
    ENROLLED = "ENROLLED", _("Enrolled")
    ON_LEAVE = "ON_LEAVE", _("On leave")
    TRANSFERRED = "TRANSFERRED", _("Transferred")
    GRADUATED = "GRADUATED", _("Graduated")


TONE_OF_STATE = {
    StudentState.ENROLLED: "success",
    StudentState.ON_LEAVE: "warning",
    StudentState.TRANSFERRED: "gray",
    StudentState.GRADUATED: "information",
}


class AttendanceBand(TextChoices):
    """Attendance as a blind card shows it: a band, never days or causes."""

    HIGH = "HIGH", _("95 % or more")
    MIDDLE = "MIDDLE", _("85–94 %")
    LOW = "LOW", _("under 85 %")
    UNKNOWN = "UNKNOWN", _("not recorded")


class Generation(TextChoices):
    """The national curriculum that a year of entry follows."""

    REVISED_2015 = "REVISED_2015", _("2015 revised curriculum")
    REVISED_2022 = "REVISED_2022", _("2022 revised curriculum")


class SubjectKind(TextChoices):
    """What kind of subject; which kinds a generation knows stands in `KINDS_OF`."""

    GENERAL = "GENERAL", _("General subject")
    COMMON_VOCATIONAL = "COMMON_VOCATIONAL", _("Common vocational subject")
    GENERAL_MAJOR = "GENERAL_MAJOR", _("General subject of the major")
    PRACTICAL_MAJOR = "PRACTICAL_MAJOR", _("Practical subject of the major")
    BASIC = "BASIC", _("Basic vocational subject")
    PRACTICAL = "PRACTICAL", _("Practical vocational subject")
    CREATIVE = "CREATIVE", _("Creative activities")


KINDS_OF = {
    Generation.REVISED_2015: (
        SubjectKind.GENERAL,
        SubjectKind.COMMON_VOCATIONAL,
        SubjectKind.BASIC,
        SubjectKind.PRACTICAL,
        SubjectKind.CREATIVE,
    ),
    Generation.REVISED_2022: (
        SubjectKind.GENERAL,
        SubjectKind.COMMON_VOCATIONAL,
        SubjectKind.GENERAL_MAJOR,
        SubjectKind.PRACTICAL_MAJOR,
        SubjectKind.CREATIVE,
    ),
}


class TableState(TextChoices):
    """Where a version of a programme table stands; approved ones never change again."""

    DRAFT = "DRAFT", _("Draft")
    IN_REVIEW = "IN_REVIEW", _("Before the committees")
    APPROVED = "APPROVED", _("Approved")
    REPLACED = "REPLACED", _("Replaced by a later version")


PUBLISHED_TABLES = (TableState.APPROVED, TableState.REPLACED)
