import datetime

import pytest
from django.db import ProgrammingError, transaction

from consortium.rowlevel import acting_as
from curriculum.models import Contact, Judgement, Student
from curriculum.states import StudentState
from tests import factories


def test_a_row_cannot_claim_another_schools_student_as_ours(cast):
    unit = factories.UnitFactory()
    by = cast["coordinator"]
    stolen = Judgement(
        student=cast.foreign_student,
        school_id=by.partner_id,
        unit=unit,
        judged_on=datetime.date(2026, 6, 1),
        judged_by=by,
        evidence="과제",
    )
    with acting_as(by.actor):
        for row in (stolen, Contact(student=cast.foreign_student, school_id=by.partner_id)):
            with pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
                row.save()


def test_a_student_cannot_be_put_into_another_schools_department(cast):
    with (
        acting_as(cast["coordinator"].actor),
        pytest.raises(ProgrammingError, match="row-level security"),
        transaction.atomic(),
    ):
        Student.objects.filter(pk=cast.student.pk).update(department=cast.foreign_student.department)


def test_a_step_outside_the_register_is_refused_by_the_database_too(cast):
    graduated = factories.StudentFactory(department=cast.department, number=40, state=StudentState.GRADUATED)
    with (
        acting_as(cast["coordinator"].actor),
        pytest.raises(ProgrammingError, match="Invalid transition"),
        transaction.atomic(),
    ):
        Student.objects.filter(pk=graduated.pk).update(state=StudentState.ON_LEAVE)


@pytest.mark.parametrize("who", ["student", "hr", "trainer"])
def test_nobody_outside_the_staff_writes_students(cast, who):
    with acting_as(cast[who].actor), pytest.raises(ProgrammingError), transaction.atomic():
        Student.objects.filter(pk=cast.student.pk).update(name="바꿈")
