"""What a roster can hold, wherever it is typed: form, API or import."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from consortium import hangul

LONGEST_NAME = 50  # letters, as the roster keeps them


def fits_composed(name: str) -> None:
    """A few letters become two when they are composed; the name must still fit."""
    if len(hangul.composed(name)) > LONGEST_NAME:
        raise ValidationError(_("The name is too long."), code="max_length")


def student_number(grade: int, class_no: int, number: int) -> str:
    """학번 as schools write it: grade, class in two digits, number in two digits (30115)."""
    return f"{grade}{class_no:02d}{number:02d}"
