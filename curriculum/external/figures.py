"""What may be said of a programme without saying it of anybody."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Avg, Count

from curriculum.models import ExternalProgramme, SurveyAnswer

if TYPE_CHECKING:
    from decimal import Decimal

    from partners.models import Member

FEWEST = 5  # fewer answers than this would tell who said what


@dataclass(frozen=True)
class Satisfaction:
    """The means of the survey with the number of answers; nothing at all where they are too few."""

    count: int
    means: tuple[tuple[str, Decimal], ...]

    @property
    def is_masked(self) -> bool:
        return 0 < self.count < FEWEST


def satisfaction(programme: ExternalProgramme, member: Member) -> Satisfaction:
    """What those who took part think of it."""
    names = ("content", "teaching", "again")
    answers = SurveyAnswer.objects.visible_to(member).filter(programme=programme)
    found = answers.aggregate(count=Count("pk"), **{f"mean_{name}": Avg(name) for name in names})
    if found["count"] < FEWEST:
        return Satisfaction(found["count"], ())
    labels = {name: str(SurveyAnswer._meta.get_field(name).verbose_name) for name in names}
    return Satisfaction(found["count"], tuple((labels[name], found[f"mean_{name}"]) for name in names))
