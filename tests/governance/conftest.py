import datetime

import pytest
from django.utils import timezone

from partners.states import AgreementState, PledgeKind, Unit
from tests import factories
from tests.cast import Cast


@pytest.fixture
def stage(cast: Cast) -> Cast:
    """Two departments with full and thin classes, attainments, candidates, consents and pledges."""
    robots = factories.DepartmentFactory(consortium=cast.consortium, name="로봇과")
    units = factories.UnitFactory.create_batch(3)
    students = []
    for class_no, department, sizes in ((5, cast.department, (12, 9, 7)), (6, robots, (11, 3, 8))):
        for grade, size in enumerate(sizes, 1):
            students += [
                factories.StudentFactory(
                    department=department, grade=grade, class_no=class_no, number=10 + place
                )
                for place in range(size)
            ]
    for place, student in enumerate(students):
        for unit in units[: place % 4]:
            factories.AttainmentFactory(student=student, unit=unit)
    vacancy = factories.VacancyFactory(consortium=cast.consortium, company=cast.partners["company"], places=6)
    for student in students[:7]:
        factories.ConsentFactory(student=student, recipient=vacancy.company)
        factories.CandidateFactory(vacancy=vacancy, student=student)
    for student in students[7:10]:
        factories.ConsentFactory(student=student, recipient=vacancy.company, withdrawn_at=timezone.now())
    _promises(cast)
    return cast


def _promises(cast: Cast) -> None:
    agreement = factories.AgreementFactory(
        consortium=cast.consortium,
        title="육성 업무협약",
        state=AgreementState.IN_FORCE,
        signed_on=datetime.date(2025, 3, 19),
    )
    factories.ClauseFactory(agreement=agreement, number=1, text="지역 맞춤형 교육과정 개발")
    for partner, amount, done in (("company", 40, 30), ("university", 20, 25)):
        pledge = factories.PledgeFactory(
            consortium=cast.consortium,
            partner=cast.partners[partner],
            agreement=agreement,
            kind=PledgeKind.INSTRUCTOR,
            unit=Unit.HOURS,
            amount=amount,
        )
        factories.DeliveryFactory(pledge=pledge, amount=done)
