"""Whose log-in a role may know, and which columns of it."""

import pytest
from django.db import DatabaseError, connection, transaction

from consortium.accounts.models import User
from consortium.rowlevel import SYSTEM, acting_as
from partners.models import Member

pytestmark = pytest.mark.django_db
SCHOOL = {"coordinator", "teacher", "training_teacher", "curriculum_head", "accountant", "principal"}
ORGANISATIONS = {
    "hr": {"hr", "trainer"},
    "rival_hr": {"rival_hr"},
    "official": {"official", "council_secretary"},
    "lecturer": {"lecturer"},
    "stranger_hr": {"stranger_hr"},
    "stranger": {"stranger", "stranger_hr", "stranger_official"},
    "student": {"student"},
}


def seen_by(cast, who):
    names = {member.user_id: name for name, member in cast.members.items()}
    with acting_as(cast[who].actor):
        return {names[user.pk] for user in User.objects.all()}


@pytest.mark.parametrize("who", ORGANISATIONS)
def test_people_know_the_log_ins_of_those_whose_membership_they_may_know(cast, who):
    assert seen_by(cast, who) == ORGANISATIONS[who]


def test_the_school_knows_everybodys_of_its_consortium_but_no_students(cast):
    everybody = {name for name in cast.members if not name.startswith("stranger")} - {"student", "operator"}
    assert seen_by(cast, "coordinator") == everybody
    assert everybody > SCHOOL


def test_the_operator_knows_no_students_log_in(cast):
    assert seen_by(cast, "operator") == set(cast.members) - {"student"}


@pytest.mark.parametrize("column", ["password", "is_staff", "is_superuser", "*"])
@pytest.mark.parametrize("who", ["coordinator", "hr", "official", "student", "operator"])
def test_no_role_reads_a_password_or_who_is_administrator(cast, who, column):
    with (
        pytest.raises(DatabaseError, match="permission denied"),
        transaction.atomic(),
        acting_as(cast[who].actor),
        connection.cursor() as cursor,
    ):
        cursor.execute(f"SELECT {column} FROM accounts_user")


def test_a_log_in_that_a_role_loaded_has_no_password(cast):
    member = cast["coordinator"]
    with acting_as(member.actor):
        people = [
            User.objects.get(pk=member.user_id),
            Member.objects.select_related("user").get(pk=member.pk).user,
            Member.objects.get(pk=member.pk).user,
        ]
    assert [(one.pk, one.password, one.is_staff) for one in people] == [(member.user_id, None, None)] * 3
    assert User.objects.get(pk=member.user_id).password
    with acting_as(SYSTEM):
        assert User.objects.get(pk=member.user_id).password
