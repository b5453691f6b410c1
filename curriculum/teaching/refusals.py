"""What PostgreSQL refused about the time of a session, as the error of a field."""

from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.utils.translation import gettext as _


def refusal(error: IntegrityError, otherwise: str, *, at: str = "period") -> ValidationError:
    """The field that was wrong and why; `otherwise` where the same beginning stands already."""
    name = getattr(getattr(error.__cause__, "diag", None), "constraint_name", None)
    if name == "session_overlaps":
        return ValidationError({at: _("Another session of this course or this person is at that time.")})
    if name == "session_within_the_day":
        return ValidationError({"hours": _("The session does not end on its day.")})
    if name == "session_hours_of_one_day":
        return ValidationError({"hours": _("More than eight hours on one day are entered by the school.")})
    return ValidationError({at: otherwise})
