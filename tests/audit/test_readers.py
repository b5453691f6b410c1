"""Who viewed me: what a student and their school may know of the access records."""

import pytest
from django.db import DatabaseError, transaction

from consortium.audit.models import AccessRecord
from consortium.audit.services import Circumstances, readers_of, reading_as
from consortium.rowlevel import acting_as
from curriculum.models import Student
from tests.authorization import as_owner

pytestmark = pytest.mark.django_db


@pytest.fixture
def viewed(cast):
    """HR of the company viewed one student; a stranger viewed theirs."""
    with as_owner():
        for who, student in (
            ("hr", cast.student),
            ("teacher", cast.classmate),
            ("stranger", cast.foreign_student),
        ):
            member = cast[who]
            AccessRecord.objects.create(
                member_id=member.pk,
                user_id=member.user_id,
                role=member.role,
                partner_id=member.partner_id,
                consortium_id=member.consortium_id,
                address="203.0.113.5",
                action="GET x",
                what="curriculum.Student",
                subjects=[student.pk],
            )


def test_a_student_sees_who_viewed_them_by_partner_and_role(cast, viewed):
    with acting_as(cast["student"].actor):
        (reading,) = readers_of(cast.student.pk)
    assert (reading.partner_id, reading.role, reading.what) == (
        cast.partners["company"].pk,
        "HR",
        "curriculum.Student",
    )
    assert not hasattr(reading, "address")


def test_a_student_learns_nothing_of_who_viewed_a_classmate(cast, viewed):
    with acting_as(cast["student"].actor):
        assert readers_of(cast.classmate.pk) == []


@pytest.mark.parametrize("column", ["address", "user_id", "member_id"])
@pytest.mark.parametrize("who", ["student", "coordinator"])
def test_the_network_address_and_the_readers_log_in_are_not_told(cast, viewed, who, column):
    with (
        pytest.raises(DatabaseError, match="permission denied"),
        transaction.atomic(),
        acting_as(cast[who].actor),
    ):
        list(AccessRecord.objects.values_list(column))


def test_the_school_sees_who_viewed_its_students_and_no_other(cast, viewed):
    with acting_as(cast["coordinator"].actor):
        assert len(readers_of(cast.student.pk)) == 1
        assert readers_of(cast.foreign_student.pk) == []


@pytest.mark.parametrize("who", ["hr", "official", "education_official", "lecturer", "association_secretary"])
def test_nobody_else_reads_the_records(cast, viewed, who):
    with (
        pytest.raises(DatabaseError, match="permission denied"),
        transaction.atomic(),
        acting_as(cast[who].actor),
    ):
        readers_of(cast.student.pk)


def test_a_task_that_reads_is_recorded_with_its_reason(cast):
    with reading_as(cast["coordinator"].actor, "report roster", role="COORDINATOR", reason="정기 보고"):
        list(Student.objects.all())
    with as_owner():
        row = AccessRecord.objects.get()
        assert (row.action, row.reason, row.subjects) == (
            "report roster",
            "정기 보고",
            [cast.student.pk, cast.classmate.pk],
        )


def test_circumstances_of_a_task_have_no_address():
    assert Circumstances("task").address is None
