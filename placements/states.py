"""Choices of the placements app; a leaf that anyone may import."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class VacancyState(TextChoices):
    DRAFT = "DRAFT", _("Draft")
    OPEN = "OPEN", _("Open")
    CLOSED = "CLOSED", _("Closed")


class CandidateState(TextChoices):
    PROPOSED = "PROPOSED", _("To be reviewed")
    SHORTLISTED = "SHORTLISTED", _("Shortlisted")
    DECLINED = "DECLINED", _("Declined")


class DeclineReason(TextChoices):
    """Structured reasons; none of them may touch what 채용절차법 4-3 forbids to ask."""

    COMPETENCY = "COMPETENCY", _("Competency units that we need are missing")
    FILLED = "FILLED", _("The places are filled")
    SCHEDULE = "SCHEDULE", _("The period does not fit")
    CERTIFICATE = "CERTIFICATE", _("A certificate that the work requires is missing")
    CANCELLED = "CANCELLED", _("We no longer offer this place")


class ConsentItem(TextChoices):
    """The kinds of data that a consent may open to a company."""

    COMPETENCIES = "COMPETENCIES", _("Competency units")
    CERTIFICATES = "CERTIFICATES", _("Certificates")
    ATTENDANCE = "ATTENDANCE", _("Attendance band")
    NAME = "NAME", _("Name and department")
    CONTACT = "CONTACT", _("Telephone number")


class ConsentWay(TextChoices):
    """How a person gave consent."""

    PAPER = "PAPER", _("Signed on paper")
    SCREEN = "SCREEN", _("On screen")


class ConsentStanding(TextChoices):
    """Where a consent stands today; worked out from its dates, never stored."""

    LIVE = "LIVE", _("Valid today")
    WAITING = "WAITING", _("Waiting for the guardian")
    PAUSED = "PAUSED", _("At rest: not enrolled")
    EXPIRED = "EXPIRED", _("Expired")
    WITHDRAWN = "WITHDRAWN", _("Withdrawn")
    REPLACED = "REPLACED", _("Replaced by a newer one")
