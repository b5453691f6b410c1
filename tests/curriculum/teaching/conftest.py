import pytest

from tests import factories


@pytest.fixture
def unit(cast):
    return factories.UnitFactory()


@pytest.fixture
def offering(cast, unit):
    """A running course of two students, taught by a teacher, a lecturer and a company trainer."""
    made = factories.OfferingFactory(
        subject=factories.SubjectFactory(consortium=cast.consortium), units=[unit], credits=2
    )
    for who in ("teacher", "lecturer", "trainer"):
        factories.InstructorFactory(offering=made, member=cast[who])
    for student in (cast.student, cast.classmate):
        factories.EnrolmentFactory(student=student, offering=made)
    return made
