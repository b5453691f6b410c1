"""The words by which a student agrees that the provider learns who takes part (개인정보 보호법 17②)."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from curriculum.external.triggers import ADULT

if TYPE_CHECKING:
    from curriculum.models import ExternalProgramme, Student


def text_of(programme: ExternalProgramme) -> list[str]:
    """Recipient by name, purpose, items, how long, the right to refuse and what follows from it."""
    return [
        _("Recipient: %(provider)s") % {"provider": programme.provider},
        _("Purpose: attendance and completion of “%(programme)s”") % {"programme": programme},
        _("Items: name, department and grade, attendance in this programme"),
        _("Kept until: %(day)s, the last day of the programme; then the name is removed")
        % {"day": date_format(programme.ends_on)},
        _("You may refuse. Then you can take part all the same, and the provider sees a number only."),
    ]


def is_adult(student: Student, day: date) -> bool:
    """Nineteen or older on this day; without a known day of birth nobody is."""
    born = student.birth_date
    return (
        born is not None and (day.year - born.year - ((day.month, day.day) < (born.month, born.day))) >= ADULT
    )
