"""The stage of candidate review: an open vacancy, and students whose consent names its company."""

import datetime
from dataclasses import dataclass

import pytest

from curriculum.models import Certificate, CompetencyUnit, Contact
from placements.models import Candidate, Consent, DemandedUnit, Vacancy
from placements.states import VacancyState
from tests import factories
from tests.authorization import as_owner
from tests.cast import Cast

CANARIES = ("김가람", "20090501", "2009-05-01", "2009. 5. 1", "010-1234-5678", "파주시 카나리로", "김보호")


@dataclass
class Stage:
    """`candidate` is the cast's student before the cast's company."""

    cast: Cast
    units: list[CompetencyUnit]
    vacancy: Vacancy
    consent: Consent
    candidate: Candidate


@pytest.fixture
def stage(cast: Cast) -> Stage:
    return set_stage(cast)


def set_stage(cast: Cast) -> Stage:
    units = [factories.UnitFactory(name=f"단위{number}") for number in range(1, 4)]
    vacancy = open_vacancy(cast, units)
    consent = factories.ConsentFactory(
        student=cast.student, recipient=cast.partners["company"], recorded_by=cast["coordinator"]
    )
    for unit in units[:2]:
        factories.AttainmentFactory(student=cast.student, unit=unit, judged_by=cast["teacher"])
    with as_owner():
        Contact.objects.create(
            student=cast.student,
            school=cast.partners["school"],
            phone="010-1234-5678",
            address="파주시 카나리로 1",
            guardian_name="김보호",
        )
        Certificate.objects.create(
            student=cast.student, school=cast.partners["school"], name="정보처리기능사"
        )
    candidate = factories.CandidateFactory(
        vacancy=vacancy, student=cast.student, code_name="K-17", attendance_band="HIGH"
    )
    return Stage(cast, units, vacancy, consent, candidate)


def open_vacancy(cast: Cast, units: list[CompetencyUnit], company: str = "company") -> Vacancy:
    vacancy = factories.VacancyFactory(
        consortium=cast.consortium, company=cast.partners[company], title="현장실습"
    )
    with as_owner():
        DemandedUnit.objects.bulk_create(DemandedUnit(vacancy=vacancy, unit=unit) for unit in units)
        Vacancy.objects.filter(pk=vacancy.pk).update(state=VacancyState.OPEN)
    vacancy.state = VacancyState.OPEN
    return vacancy


def withdraw(consent: Consent) -> None:
    """Consent ends while somebody else's page is open."""
    with as_owner():
        Consent.objects.filter(pk=consent.pk).update(
            withdrawn_at=datetime.datetime(2026, 11, 23, tzinfo=datetime.UTC), withdrawn_by=None
        )


@pytest.fixture
def vacancy(cast):
    return open_vacancy(cast, [factories.UnitFactory()])
