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
