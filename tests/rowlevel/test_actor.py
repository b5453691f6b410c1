"""Taking and giving back a database role: nesting, errors, savepoints, pooled connections."""

from contextlib import contextmanager

import psycopg
import pytest
from django.conf import settings
from django.db import DatabaseError, connection, transaction

from consortium.rowlevel import SYSTEM, Actor, Kind, acting_as, current_actor
from consortium.rowlevel.actor import SETTINGS
from curriculum.models import Student

pytestmark = pytest.mark.django_db

SCHOOL = Actor(Kind.SCHOOL, user=1, member=2, consortium=3, partner=4)
COMPANY = Actor(Kind.COMPANY, user=5, partner=6)


class Broken(Exception):
    """Something goes wrong inside the block."""


BARE = ("portal_web", [""] * 7)


def bound():
    """What PostgreSQL thinks: the role, and user, member, consortium, partner, link, survey, code."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user")
        role = cursor.fetchone()[0]
        cursor.execute(
            "SELECT " + ", ".join(f"coalesce(current_setting('app.{name}', true), '')" for name in SETTINGS)
        )
        return role, list(cursor.fetchone())


@contextmanager
def denied():
    """A cursor that PostgreSQL is expected to refuse something."""
    with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():  # noqa: SIM117
        with connection.cursor() as cursor:
            yield cursor


def test_inside_the_block_the_role_and_ids_are_the_actors():
    with acting_as(SCHOOL):
        assert bound() == ("r_school", ["1", "2", "3", "4", "", "", ""])
        assert current_actor() is SCHOOL
    assert bound() == BARE
    assert current_actor() is None


def test_the_inner_actor_leaves_nothing_behind_for_the_outer():
    with acting_as(SCHOOL):
        with acting_as(COMPANY):
            assert bound() == ("r_company", ["5", "", "", "6", "", "", ""])
        assert bound() == ("r_school", ["1", "2", "3", "4", "", "", ""])
        assert current_actor() is SCHOOL


def test_an_error_inside_puts_the_outer_actor_back():
    with acting_as(SCHOOL):
        with pytest.raises(Broken), acting_as(COMPANY):
            raise Broken
        assert bound() == ("r_school", ["1", "2", "3", "4", "", "", ""])
        assert current_actor() is SCHOOL


def test_a_refusal_by_the_database_inside_puts_the_outer_actor_back():
    with acting_as(SCHOOL):
        with pytest.raises(DatabaseError), acting_as(Actor(Kind.OFFICIAL)):
            Student.objects.count()
        assert bound() == ("r_school", ["1", "2", "3", "4", "", "", ""])


def test_a_rollback_that_is_asked_for_puts_the_outer_actor_back():
    with acting_as(SCHOOL):
        with acting_as(COMPANY):
            transaction.set_rollback(True)
        assert bound() == ("r_school", ["1", "2", "3", "4", "", "", ""])


def test_a_savepoint_inside_keeps_the_actor():
    with acting_as(SCHOOL):
        with transaction.atomic():
            assert bound()[0] == "r_school"
        with pytest.raises(Broken), transaction.atomic():
            raise Broken
        assert bound()[0] == "r_school"


def test_an_id_of_a_more_powerful_actor_does_not_shine_through():
    with acting_as(SCHOOL), acting_as(SYSTEM):
        assert bound() == ("r_system", ["", "", "", "", "", "", ""])


@pytest.mark.django_db(transaction=True)
def test_a_pooled_connection_carries_nothing_into_the_next_transaction():
    with acting_as(SCHOOL):
        pass
    assert bound() == BARE
    with pytest.raises(Broken), acting_as(SCHOOL):
        raise Broken
    assert bound() == BARE
    with acting_as(COMPANY):
        assert bound() == ("r_company", ["5", "", "", "6", "", "", ""])


@pytest.mark.django_db(transaction=True)
def test_a_role_set_outside_a_transaction_is_gone_before_it_can_be_used():
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('role', 'r_school', true), set_config('app.partner', '4', true)")
    assert bound() == BARE


def test_ids_that_are_not_set_match_no_row(cast):
    for kind in (Kind.SCHOOL, Kind.STUDENT, Kind.COMPANY):
        with acting_as(Actor(kind)):
            assert Student.objects.count() == 0


def test_the_web_log_in_cannot_become_the_owner():
    owner = settings.DATABASES["default"]["USER"]
    with denied() as cursor:
        cursor.execute(f"SET ROLE {owner}")


def test_an_unknown_kind_of_session_variable_is_not_trusted(cast):
    """Whoever sets the ids without the role gains nothing: the bare log-in has no grant to begin with."""
    with denied() as cursor:
        cursor.execute("SELECT set_config('app.partner', %s, true)", [str(cast.student.school_id)])
        cursor.execute("SELECT name FROM curriculum_student")


def test_psycopg_numbers_columns_as_the_audit_expects():
    """The audit relies on PQftable; a driver that stopped passing it on would blind it."""
    assert hasattr(psycopg.pq.PGresult, "ftable")
    with connection.cursor() as cursor:
        cursor.execute("SELECT id FROM partners_partner LIMIT 0")
        assert cursor.cursor.pgresult.ftable(0) > 0
