"""What a role cannot write by SQL although it may add rows: other people's deeds, or the past."""

import json
import re

import pytest
from django.db import DatabaseError, connection, transaction

from consortium.rowlevel import acting_as
from tests import factories
from tests.authorization import as_owner
from tests.placements.conftest import set_stage

pytestmark = pytest.mark.django_db
REFUSAL = re.compile("row-level security|permission denied")
RECORD = (
    "INSERT INTO audit_accessrecord (id, at, user_id, member_id, consortium_id, partner_id, role, action,"
    " what, subjects, unnamed_rows, reason) VALUES (gen_random_uuid(), now() + %s::interval, %s, %s, %s, %s,"
    " '', 'GET forged', 'curriculum.Contact', '{1}', 0, '')"
)


def run(member, sql, params=()):
    """Whether PostgreSQL lets this member's role do it; nothing of it stays."""
    try:
        with transaction.atomic(), acting_as(member.actor), connection.cursor() as cursor:
            cursor.execute(sql, params)
            done = cursor.rowcount
            transaction.set_rollback(True)
    except DatabaseError as error:
        return "refused" if REFUSAL.search(str(error)) else str(error)
    return done


def reading(member, of=None, after="0"):
    of = of or member
    return run(member, RECORD, [after, of.user_id, of.pk, of.consortium_id, of.partner_id])


@pytest.mark.parametrize("who", ["coordinator", "hr", "official", "student", "operator"])
def test_a_reading_is_recorded_of_oneself_and_of_now_only(cast, who):
    member = cast[who]
    assert reading(member) == 1
    assert reading(member, of=cast["teacher"]) == "refused"
    assert reading(member, after="-3 hours") == "refused"
    assert reading(member, after="3 hours") == "refused"


@pytest.mark.parametrize(
    ("who", "table"), [("hr", "placements_candidate"), ("coordinator", "partners_member")]
)
def test_history_is_written_by_its_triggers_only(cast, who, table):
    set_stage(cast)
    with as_owner(), connection.cursor() as cursor:
        cursor.execute(f"SELECT to_jsonb(t) FROM {table}event t LIMIT 1")
        row = json.loads(cursor.fetchone()[0])
    row.pop("pgh_id")
    names = ", ".join(row)
    values = f"SELECT {names} FROM jsonb_populate_record(null::{table}event, %s)"
    sql = f"INSERT INTO {table}event ({names}) {values}"
    assert run(cast[who], sql, [json.dumps(row)]) == "refused"


def test_no_role_can_make_a_table_to_hang_a_trigger_on(cast):
    assert run(cast["hr"], "CREATE TEMPORARY TABLE mine (x int)") == "refused"


def test_a_company_decides_in_the_name_of_whoever_acts_and_now(cast):
    set_stage(cast)
    sql = "UPDATE placements_candidate SET state = 'SHORTLISTED', decided_by_id = %s, decided_at = {}"
    hr, coordinator = cast["hr"], cast["coordinator"]
    assert run(hr, sql.format("now()"), [hr.pk]) == 1
    assert run(hr, sql.format("now()"), [coordinator.pk]) == "refused"
    assert run(hr, sql.format("now()"), [None]) == "refused"
    assert run(hr, sql.format("'2020-01-01'"), [hr.pk]) == "refused"
    assert run(coordinator, sql.format("now()"), [coordinator.pk]) == "refused", "the school decides nothing"


@pytest.mark.parametrize("who", ["student", "coordinator"])
def test_consent_is_withdrawn_in_the_name_of_whoever_acts(cast, who):
    set_stage(cast)
    sql = "UPDATE placements_consent SET withdrawn_at = now(), withdrawn_by_id = %s"
    assert run(cast[who], sql, [cast[who].pk]) == 1
    assert run(cast[who], sql, [cast["hr"].pk]) == "refused"


def test_consents_judgements_and_invitations_are_signed_by_whoever_acts(cast):
    unit = factories.UnitFactory()
    consent = (
        "INSERT INTO placements_consent (consortium_id, school_id, student_id, recipient_id, purpose,"
        " items, valid_until, student_agreed_on, guardian_needed, way, refusal_explained, recorded_by_id,"
        " recorded_at) VALUES (%s, %s, %s, %s, 'p', '{NAME}', current_date + 9, current_date, false, 'PAPER',"
        " true, %s, now())"
    )
    judgement = (
        "INSERT INTO curriculum_judgement (student_id, school_id, unit_id, judged_on, judged_by_id,"
        " outcome, judged_as, evidence, reason, recorded_at)"
        " VALUES (%s, %s, %s, current_date, %s, 'ACHIEVED', '', '', '', now())"
    )
    invitation = (
        "INSERT INTO accounts_invitation (email, name, consortium_id, partner_id, role,"
        " invited_by_id, invited_at, digest, expires_at)"
        " VALUES ('x@x.example', 'x', %s, %s, 'PRINCIPAL', %s, now(), '', now())"
    )
    mine, student = cast["coordinator"], cast.student
    place = [cast.consortium.pk, cast.partners["school"].pk]
    for sql, params in (
        (consent, [*place, student.pk, cast.partners["company"].pk]),
        (judgement, [student.pk, student.school_id, unit.pk]),
        (invitation, place),
    ):
        assert run(mine, sql, [*params, mine.pk]) == 1
        assert run(mine, sql, [*params, cast["teacher"].pk]) == "refused"
