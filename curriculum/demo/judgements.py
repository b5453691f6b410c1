"""The judgements that the demo's attainments rest on."""

from curriculum.models import Attainment, Judgement
from curriculum.states import Outcome

LOWEST = 3  # of five levels: from here on a unit is achieved


def rest_on_judgements(attainments: list[Attainment]) -> list[Attainment]:
    """Each attainment with a kept judgement of the same day, judge and evidence beneath it."""
    for one in attainments:
        one.level = LOWEST + (one.student.number + one.unit.pk) % 3
    kept = Judgement.objects.bulk_create(
        Judgement(
            student=one.student,
            school_id=one.school_id,
            unit=one.unit,
            outcome=Outcome.ACHIEVED,
            level=one.level,
            judged_on=one.judged_on,
            judged_by=one.judged_by,
            judged_as=one.judged_by.role,
            evidence=one.evidence,
        )
        for one in attainments
    )
    for one, judgement in zip(attainments, kept, strict=True):
        one.judgement = judgement
    return attainments
