"""What the database itself refuses about consents and candidates."""

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from consortium.rowlevel import acting_as
from placements.models import Candidate, Consent
from placements.services.candidates import put_forward
from tests import factories
from tests.authorization import as_owner
from tests.placements.conftest import open_vacancy
from tests.placements.consenting import record, terms


@pytest.mark.parametrize(
    ("who", "change"),
    [
        ("student", "valid_until = valid_until + 365"),
        ("student", "guardian_agreed_on = current_date"),
        ("student", "items = '{NAME,CONTACT}'"),
        ("coordinator", "items = '{NAME,CONTACT}'"),
        ("coordinator", "recipient_id = recipient_id + 1"),
        ("coordinator", "valid_until = valid_until + 365"),
    ],
)
def test_even_raw_sql_changes_no_term_of_a_recorded_consent(cast, who, change):
    record(cast, guardian_agreed_on=None)
    with pytest.raises(DatabaseError), acting_as(cast[who].actor), connection.cursor() as cursor:
        cursor.execute(f"UPDATE placements_consent SET {change}")


def test_even_the_owner_cannot_take_a_withdrawal_back(cast):
    consent = record(cast)
    rows = Consent.objects.filter(pk=consent.pk)
    with as_owner():
        rows.update(withdrawn_at=timezone.now())
        with pytest.raises(DatabaseError), transaction.atomic():
            rows.update(withdrawn_at=None)


def test_the_database_refuses_a_consent_of_another_schools_student(cast):
    """From such a row PostgreSQL would open a stranger's competencies to the company."""
    with pytest.raises(DatabaseError, match="row-level security"), acting_as(cast["coordinator"].actor):
        Consent.objects.create(
            consortium=cast.consortium,
            school=cast.partners["school"],
            student=cast.foreign_student,
            recorded_by=cast["coordinator"],
            **terms(cast),
        )


def test_the_database_refuses_a_candidate_before_a_company_that_has_no_such_vacancy(cast, vacancy):
    with pytest.raises(DatabaseError, match="row-level security"), acting_as(cast["coordinator"].actor):
        Candidate.objects.create(
            consortium=cast.consortium,
            school=cast.partners["school"],
            company=cast.partners["rival"],
            vacancy=vacancy,
            student=cast.classmate,
            code_name="X-10",
        )


def test_neither_ids_nor_order_of_candidates_follow_the_roster(cast):
    """Side by side in two vacancies, the same order would tell who is who."""
    students = [factories.StudentFactory(department=cast.department, number=10 + n) for n in range(12)]
    for student in students:
        factories.ConsentFactory(student=student, recipient=cast.partners["company"])
    orders = []
    for _ in range(2):
        vacancy = open_vacancy(cast, [factories.UnitFactory()])
        with acting_as(cast["coordinator"].actor):
            put_forward(vacancy, by=cast["coordinator"])
        with as_owner():
            orders.append(list(vacancy.candidates.order_by("pk").values_list("student", flat=True)))
    roster = [student.pk for student in students]
    assert sorted(orders[0]) == sorted(orders[1]) == roster
    assert len({tuple(roster), *map(tuple, orders)}) == 3
