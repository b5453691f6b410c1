"""A provider meets numbers until all have agreed to be named."""

import datetime

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from consortium.audit.models import AccessRecord
from consortium.rowlevel import acting_as
from consortium.workflow import StateConflict
from curriculum.external import services
from curriculum.models import (
    Participant,
    ProgrammeApplication,
)
from tests.authorization import act, as_owner, fresh
from tests.curriculum.external.stage import (
    DAY,
    TODAY,
    seats_of,
    selected,
    told,
)


@pytest.mark.parametrize(
    ("born", "needed"),
    [
        (datetime.date(2009, 5, 1), True),
        ((TODAY + 5 * DAY).replace(year=TODAY.year - 19), False),
        ((TODAY + 6 * DAY).replace(year=TODAY.year - 19), True),
    ],
)
def test_the_birth_decides_whether_a_guardian_must_agree(cast, programme, born, needed):
    with as_owner():
        type(cast.student).objects.filter(pk=cast.student.pk).update(
            birth_date=born, entry_year=born.year + 15
        )
    facts = {
        "programme": programme,
        "consortium": cast.consortium,
        "school": cast.partners["school"],
        "provider": cast.partners["university"],
        "student_agreed_at": timezone.now(),
        "guardian_needed": not needed,
    }
    with acting_as(cast["student"].actor):
        mine = ProgrammeApplication.objects.create(student_id=cast.student.pk, **facts)
    assert fresh(mine).guardian_needed is needed


def test_the_provider_sees_a_number_until_student_and_guardian_agreed(cast, programme):
    programme, mine, _other = selected(cast, programme, seats=2)
    lecturer = cast["lecturer"]
    assert {one.name for one in seats_of(cast, lecturer, programme)} == {""}
    with pytest.raises(ValidationError):  # a paper from before the student agreed says nothing of this
        act(cast["teacher"], services.record_guardian, mine, on=TODAY - DAY)
    act(cast["teacher"], services.record_guardian, mine, on=TODAY)
    assert {one.name for one in seats_of(cast, lecturer, programme)} == {"", "김가람"}
    act(cast["student"], services.withdraw_consent, fresh(mine))
    assert {one.name for one in seats_of(cast, lecturer, programme)} == {""}
    assert told("naming_withdrawn") == {"curriculum_head@example.com", "coordinator@example.com"}
    with as_owner(), pytest.raises(DatabaseError), transaction.atomic():
        Participant.objects.filter(application=mine).update(name="김가람")
    for table in ("curriculum_student", "curriculum_programmeapplication", "curriculum_programmecertificate"):
        with (
            acting_as(lecturer.actor),
            connection.cursor() as cursor,
            pytest.raises(DatabaseError),
            transaction.atomic(),
        ):
            cursor.execute(f"SELECT * FROM {table}")


def test_nobody_agrees_to_anything_for_a_withdrawn_application(cast, programme):
    mine = act(cast["student"], services.apply_for, programme, agrees=True)
    act(cast["student"], services.withdraw_application, mine)
    with pytest.raises(StateConflict):
        act(cast["teacher"], services.record_guardian, fresh(mine), on=TODAY)
    with pytest.raises(StateConflict):
        act(cast["student"], services.agree_to_naming, fresh(mine))


def test_a_stranger_to_the_programme_sees_no_participants(cast, programme):
    programme, _mine, _other = selected(cast, programme, seats=2)
    for who in ("hr", "official", "association_secretary"):
        with acting_as(cast[who].actor):
            assert not Participant.objects.visible_to(cast[who]).exists()


def test_of_whom_a_provider_reads_is_recorded_though_it_does_not_learn_it(client, cast, programme):
    programme, _mine, _other = selected(cast, programme, seats=2)
    client.force_login(cast["lecturer"].user)
    assert client.get(f"/{cast.consortium.slug}/external/{programme.pk}/").status_code == 200
    with as_owner():
        (record,) = AccessRecord.objects.filter(what="curriculum.Participant", member_id=cast["lecturer"].pk)
    assert (record.subjects, record.unnamed_rows) == ([cast.student.pk, cast.classmate.pk], 0)
