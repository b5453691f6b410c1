"""The consent gate over every combination, in Python and once more in SQL under the company's role."""

import datetime
from itertools import product

import pytest
from django.db import ProgrammingError, connection
from django.utils import timezone

from consortium.rowlevel import acting_as
from placements import gate
from placements.models import Candidate, Consent
from placements.states import CandidateState, ConsentItem
from tests import factories
from tests.authorization import as_owner
from tests.placements.conftest import withdraw

TODAY = timezone.localdate
YESTERDAY = datetime.timedelta(days=1)
# What is wrong with the consent, and whether the company may still see the candidate.
FLAWS = {
    "nothing": ({}, True),
    "guardian_missing": ({"guardian_agreed_on": None}, False),
    "guardian_not_needed": ({"guardian_agreed_on": None, "guardian_needed": False}, True),
    "student_missing": ({"student_agreed_on": None}, False),
    "expired": ({"valid_until": TODAY() - YESTERDAY}, False),
    "last_day": ({"valid_until": TODAY()}, True),
    "withdrawn": ({"withdrawn_at": timezone.now()}, False),
    "replaced": ({"replaced_at": timezone.now()}, False),
}


@pytest.fixture
def flawed(stage, request):
    """The stage with its consent replaced by one that has a flaw."""
    values, open_to_company = FLAWS[request.param]
    with as_owner():
        stage.consent.delete()
    factories.ConsentFactory(
        student=stage.cast.student,
        recipient=stage.cast.partners["company"],
        recorded_by=stage.cast["coordinator"],
        **values,
    )
    return stage, open_to_company


def rows_in_sql(table):
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM {table}")
        return cursor.fetchone()[0]


@pytest.mark.parametrize("flawed", FLAWS, indirect=True)
def test_python_and_sql_agree_on_which_consent_opens_a_candidate(flawed):
    stage, open_to_company = flawed
    hr = stage.cast["hr"]
    with acting_as(hr.actor):
        in_python = Candidate.objects.visible_to(hr).count()
        in_sql = {table: rows_in_sql(table) for table in ("placements_candidate", "placements_consent")}
    assert in_python == int(open_to_company)
    assert in_sql == {
        "placements_candidate": int(open_to_company),
        "placements_consent": int(open_to_company),
    }
    with as_owner():
        assert Consent.objects.live().count() == int(open_to_company)
        assert [consent.is_live for consent in Consent.objects.all()] == [open_to_company]


PERSONAL = {
    ConsentItem.COMPETENCIES: ("curriculum_attainment", 2),
    ConsentItem.CERTIFICATES: ("curriculum_certificate", 1),
    ConsentItem.NAME: ("curriculum_student", 1),
    ConsentItem.CONTACT: ("curriculum_contact", 1),
}
AFTER_SHORTLISTING = {ConsentItem.NAME, ConsentItem.CONTACT}


@pytest.mark.parametrize(("item", "shortlisted"), list(product(PERSONAL, [False, True])))
def test_each_kind_of_data_opens_with_its_own_item_and_names_only_after_shortlisting(
    stage, item, shortlisted
):
    with as_owner():
        stage.consent.delete()
        if shortlisted:
            Candidate.objects.filter(pk=stage.candidate.pk).update(state=CandidateState.SHORTLISTED)
    factories.ConsentFactory(
        student=stage.cast.student,
        recipient=stage.cast.partners["company"],
        recorded_by=stage.cast["coordinator"],
        items=[item],
    )
    with acting_as(stage.cast["hr"].actor):
        seen = {one: rows_in_sql(table) for one, (table, _) in PERSONAL.items()}
    expected = {one: 0 for one in PERSONAL}
    if shortlisted or item not in AFTER_SHORTLISTING:
        expected[item] = PERSONAL[item][1]
    assert seen == expected


def test_the_gate_in_python_opens_the_same_rows(stage):
    hr = stage.cast["hr"]
    with as_owner():
        Candidate.objects.filter(pk=stage.candidate.pk).update(state=CandidateState.SHORTLISTED)
    with acting_as(hr.actor):
        opened = [
            gate.attainments(hr).count(),
            gate.certificates(hr).count(),
            gate.named_students(hr).count(),
            gate.contacts(hr).count(),
        ]
    assert opened == [2, 1, 1, 1]
    with as_owner():  # and without row security it opens no more than that
        assert [gate.attainments(hr).count(), gate.contacts(hr).count()] == [2, 1]
    withdraw(stage.consent)
    with as_owner():
        assert [
            gate.attainments(hr).count(),
            gate.certificates(hr).count(),
            gate.named_students(hr).count(),
            gate.contacts(hr).count(),
        ] == [0, 0, 0, 0]


TABLES = ["placements_candidate", "placements_consent", *(table for table, _ in PERSONAL.values())]


@pytest.mark.parametrize("table", TABLES)
@pytest.mark.parametrize("who", ["trainer", "rival_hr", "stranger_hr"])
def test_other_people_of_companies_get_no_row_even_by_raw_sql(stage, who, table):
    with acting_as(stage.cast[who].actor):
        assert rows_in_sql(table) == 0


@pytest.mark.parametrize("table", TABLES)
@pytest.mark.parametrize("who", ["official", "education_official", "lecturer", "operator"])
def test_the_roles_of_other_bodies_have_no_grant_on_these_tables(stage, who, table):
    with pytest.raises(ProgrammingError, match="permission denied"), acting_as(stage.cast[who].actor):
        rows_in_sql(table)
