"""What a roster can hold, wherever it is typed: form, API or import."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from consortium import hangul

LONGEST_NAME = 50  # letters, as the roster keeps them


def fits_composed(name: str) -> None:
    """A few letters become two when they are composed; the name must still fit."""
    if len(hangul.composed(name)) > LONGEST_NAME:
        raise ValidationError(_("The name is too long."), code="max_length")
