"""What may be said of a programme without saying it of anybody.

Answers are counted five at a time. Otherwise whoever looks before and after one more answer works it
out from the two means.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Avg, Count

from consortium.rowlevel import SYSTEM, acting_as
from curriculum.models import ExternalProgramme, SurveyAnswer

if TYPE_CHECKING:
    from decimal import Decimal

AT_ONCE = 5  # fewer answers than this would tell who said what
NAMES = ("content", "teaching", "again")


@dataclass(frozen=True)
class Satisfaction:
    """The means of the answers that are counted, with their number; nothing where none are."""

    count: int
    means: tuple[tuple[str, Decimal], ...]


def satisfaction(programme: ExternalProgramme) -> Satisfaction:
    """What those who took part think of it; only the system reads what each of them answered."""
    with acting_as(SYSTEM):
        counted = SurveyAnswer.objects.filter(programme=programme, is_counted=True)
        found = counted.aggregate(count=Count("pk"), **{f"mean_{name}": Avg(name) for name in NAMES})
    if not found["count"]:
        return Satisfaction(0, ())
    labels = {name: str(SurveyAnswer._meta.get_field(name).verbose_name) for name in NAMES}
    return Satisfaction(found["count"], tuple((labels[name], found[f"mean_{name}"]) for name in NAMES))


def count_answers(programme: ExternalProgramme) -> None:
    """As soon as five answers wait, they enter the figures together; who answers at once waits here."""
    with acting_as(SYSTEM):
        ExternalProgramme.objects.select_for_update(no_key=True).get(pk=programme.pk)
        waiting = SurveyAnswer.objects.filter(programme=programme, is_counted=False)
        if waiting.count() >= AT_ONCE:
            waiting.update(is_counted=True)
