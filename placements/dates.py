"""Which days a vacancy and a consent may name: typing mistakes are refused where they are written."""

import datetime

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from consortium.rules.calendar import first_day_of
from consortium.rules.checks import rule_on
from curriculum.models import Student

YEARS_AHEAD = 3  # a school plans no further: its students have left by then


def latest_day(today: datetime.date) -> datetime.date:
    """The last day that a vacancy or a consent may reach today."""
    return datetime.date(today.year + YEARS_AHEAD, 12, 31)


def check_period(starts_on: datetime.date, ends_on: datetime.date) -> None:
    """A period that can still be served: in order, not over, not in a year that nobody meant."""
    today = timezone.localdate()
    if ends_on <= starts_on:
        raise ValidationError({"ends_on": _("The end must come after the beginning.")})
    if ends_on < today:
        raise ValidationError({"ends_on": _("The period is over. The end must be today or later.")})
    if ends_on > latest_day(today):
        raise ValidationError({"ends_on": _too_far(today)})


def check_agreement(day: datetime.date, student: Student, field: str) -> None:
    """A day on which student or guardian can have signed: since the student came, until today."""
    if day > timezone.localdate():
        raise ValidationError({field: _("Nobody can have agreed in the future.")})
    entered = first_day_of(student.entry_year)
    if day < entered or (student.birth_date and day <= student.birth_date):
        message = _("This day lies before the student entered the school (%(day)s). Check the year.")
        raise ValidationError({field: message % {"day": date_format(entered, "DATE_FORMAT")}})


def check_last_day(valid_until: datetime.date) -> None:
    """A consent that still holds, and not for ever."""
    today = timezone.localdate()
    if valid_until < today:
        raise ValidationError({"valid_until": _("The last day lies in the past.")})
    if valid_until > latest_day(today):
        raise ValidationError({"valid_until": _too_far(today)})


def contract_warning(starts_on: datetime.date) -> str:
    """Why a start is too near for the training contract to be signed in time; empty where it is not."""
    today = timezone.localdate()
    rule = rule_on("training-contract", today)
    days = rule.value("days_before_start")
    if starts_on - datetime.timedelta(days=days) >= today:
        return ""
    return _(
        "The training contract must be signed at least %(days)d days before the start (%(cite)s). "
        "For a start on %(start)s that day has passed: move the start if this is field training."
    ) % {"days": days, "cite": rule.cite(today), "start": date_format(starts_on, "DATE_FORMAT")}


def _too_far(today: datetime.date) -> str:
    last = date_format(latest_day(today), "DATE_FORMAT")
    return _("This day is too far ahead. Choose %(last)s at the latest, and check the year.") % {"last": last}
