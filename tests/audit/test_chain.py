"""The chain over access records: what it seals, and what it finds when somebody tampers."""

import datetime
import io

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from consortium.audit import chain
from consortium.audit.models import AccessRecord, Destruction, Seal
from consortium.rowlevel import SYSTEM, Actor, Kind, acting_as
from tests.authorization import as_owner

pytestmark = pytest.mark.django_db


@pytest.fixture
def records():
    """Five sealed records, oldest first."""
    made = [record(minutes_ago=10 - number, subjects=[number]) for number in range(5)]
    assert chain.seal_batch() == 5
    return made


def record(*, minutes_ago=0, days_ago=0, **fields):
    with as_owner():
        made = AccessRecord.objects.create(action="GET x", what="curriculum.Student", **fields)
        at = timezone.now() - datetime.timedelta(minutes=minutes_ago, days=days_ago)
        AccessRecord.objects.filter(pk=made.pk).update(at=at)
    return made


def found():
    return [(finding.what, finding.record) for finding in chain.findings()]


def test_a_whole_chain_has_nothing_to_report_and_the_command_prints_its_head(records):
    out = io.StringIO()
    call_command("verify_audit", stdout=out)
    with as_owner():
        head = Seal.objects.get(number=5)
    assert found() == []
    assert f"head 5:{head.digest}" in out.getvalue()


def test_seals_are_numbered_in_order_of_time(records):
    with as_owner():
        order = list(Seal.objects.order_by("number").values_list("number", "record_id"))
    assert order == [(number, made.pk) for number, made in enumerate(records, start=1)]


def test_sealing_twice_adds_nothing(records):
    assert chain.seal_batch() == 0
    assert found() == []


@pytest.mark.parametrize(
    "change",
    [
        {"subjects": [99]},
        {"user_id": 7},
        {"at": datetime.datetime(2026, 1, 1, tzinfo=datetime.UTC)},
        {"reason": "other"},
        {"role": "HR"},
        {"unnamed_rows": 3},
        {"address": "203.0.113.1"},
        {"what": "other"},
        {"action": "other"},
        {"member_id": 1},
        {"consortium_id": 1},
        {"partner_id": 1},
    ],
    ids=lambda change: next(iter(change)),
)
def test_a_changed_record_is_named(records, change):
    with as_owner():
        AccessRecord.objects.filter(pk=records[2].pk).update(**change)
    assert found() == [("changed", str(records[2].pk))]


def test_every_field_is_under_the_seal():
    """A new field that the digest leaves out could be changed unseen."""
    tried = {"id", "at", "subjects", "user_id", "reason", "role", "unnamed_rows", "address"}
    tried |= {"what", "action", "member_id", "consortium_id", "partner_id"}
    assert {field.name for field in AccessRecord._meta.get_fields()} == tried


def test_a_deleted_record_is_named(records):
    with as_owner():
        AccessRecord.objects.filter(pk=records[1].pk).delete()
    assert found() == [("deleted", str(records[1].pk))]


def test_a_record_slipped_in_with_an_old_date_is_named(records):
    forged = record(days_ago=3)
    assert chain.seal_batch() == 0  # the sealer does not make it honest
    assert found() == [("inserted", str(forged.pk))]


def test_a_record_of_now_is_simply_not_sealed_yet(records):
    record()
    assert found() == []
    assert chain.seal_batch() == 1


def test_a_record_and_its_seal_removed_from_the_middle_leave_a_gap(records):
    with as_owner():
        AccessRecord.objects.filter(pk=records[2].pk).delete()
        Seal.objects.filter(record_id=records[2].pk).delete()
    assert [what for what, _ in found()] == ["broken"]


def test_an_end_that_was_cut_off_shows_against_a_head_noted_before(records):
    with as_owner():
        head = Seal.objects.get(number=5)
        AccessRecord.objects.filter(pk=records[4].pk).delete()
        Seal.objects.filter(number=5).delete()
    assert found() == []  # by itself the shorter chain is whole
    with pytest.raises(CommandError, match="cut off"):
        call_command("verify_audit", expect=f"5:{head.digest}", stdout=io.StringIO())


def test_the_command_fails_and_says_which(records):
    with as_owner():
        AccessRecord.objects.filter(pk=records[0].pk).delete()
    err = io.StringIO()
    with pytest.raises(CommandError):
        call_command("verify_audit", stdout=io.StringIO(), stderr=err)
    assert f"deleted: access record {records[0].pk} (seal 1)" in err.getvalue()


# --- retention ---------------------------------------------------------------------------------------


def test_records_are_destroyed_after_two_years_with_a_record_of_it(records):
    with as_owner():
        AccessRecord.objects.all().delete()
        Seal.objects.all().delete()
    record(days_ago=800)
    assert chain.seal_batch() == 1
    record(days_ago=799)
    young = record(days_ago=700)
    chain.seal_batch()
    assert chain.destroy_old_records() == 2
    assert chain.destroy_old_records() == 0
    with as_owner():
        assert list(AccessRecord.objects.values_list("pk", flat=True)) == [young.pk]
        assert [(one.what, one.rows) for one in Destruction.objects.all()] == [("audit.AccessRecord", 2)]
    assert found() == []


def test_not_even_the_system_destroys_a_younger_record(records):
    with acting_as(SYSTEM):
        assert AccessRecord.objects.all().delete()[0] == 0


def test_a_record_destroyed_too_early_is_not_excused_by_a_record_of_destruction(records):
    with as_owner():
        AccessRecord.objects.filter(pk=records[0].pk).delete()
        Destruction.objects.create(what="audit.AccessRecord", rows=1, older_than=timezone.now(), rule="none")
    assert found() == [("deleted", str(records[0].pk))]


# --- insert-only -------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", Kind)
@pytest.mark.parametrize("table", ["audit_accessrecord", "audit_seal", "audit_destruction"])
@pytest.mark.parametrize("command", ["UPDATE {} SET id = id", "DELETE FROM {}", "TRUNCATE {}"])
def test_nobody_changes_what_is_recorded(kind, table, command):
    sql = command.format(table).replace("id = id", "number = number" if table == "audit_seal" else "id = id")
    if kind is Kind.SYSTEM and sql == "DELETE FROM audit_accessrecord":
        return  # two years later it may: see above
    with (
        pytest.raises(DatabaseError, match="permission denied"),
        transaction.atomic(),
        acting_as(Actor(kind)),
        connection.cursor() as cursor,
    ):
        cursor.execute(sql)


@pytest.mark.parametrize("table", ["audit_accessrecord", "audit_seal", "audit_destruction"])
def test_the_bare_log_in_has_no_right_on_the_records_at_all(table):
    with (
        pytest.raises(DatabaseError, match="permission denied"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(f"SELECT 1 FROM {table}")
