"""What a role cannot do to signatures by SQL, whatever the pages allow."""

import pytest
from django.db import DatabaseError, connection, transaction

from consortium.rowlevel import acting_as
from consortium.signing import letters, services
from consortium.signing.models import Letter, Link
from tests.authorization import as_owner
from tests.signing.conftest import party_of

pytestmark = pytest.mark.django_db
LETTER = (
    "INSERT INTO signing_letter"
    " (party_id, link_id, purpose, wanted_at, due_at, attempts, error, former_email)"
    " VALUES (%s, %s, %s, now(), now(), 0, '', '')"
)
SIGNATURE = (
    "INSERT INTO signing_signature (party_id, method, signer, title, signed_on, signed_at, document_sha256,"
    " scan, scan_name, scan_sha256, recorded_by_id)"
    " VALUES (%s, %s, 'x', '', current_date, now(), %s, %s, '', %s, %s)"
)


def run(member, sql, params=()):
    """How many rows PostgreSQL lets this member's role change, or why not; nothing of it stays."""
    try:
        with transaction.atomic(), acting_as(member.actor), connection.cursor() as cursor:
            cursor.execute(sql, params)
            done = cursor.rowcount
            transaction.set_rollback(True)
    except DatabaseError as error:
        return str(error).splitlines()[0]
    return done


def link_of(party):
    with as_owner():
        return Link.objects.get(party=party, revoked_at=None, member=None)


def signs(cast, who, party, method="PAPER", scan="x"):
    digest = "y" if scan else ""
    return run(cast[who], SIGNATURE, [party.pk, method, party.document.sha256, scan, digest, cast[who].pk])


def test_nobody_has_the_link_of_another_party_mailed_to_themselves(cast, invited):
    mine, other = party_of(invited, "company"), party_of(invited, cast.partners["school"].name)
    assert "own party" in run(cast["hr"], LETTER, [mine.pk, link_of(other).pk, "INVITATION"])
    assert "own party" in run(cast["hr"], LETTER, [other.pk, link_of(other).pk, "INVITATION"])
    with acting_as(cast["hr"].actor):
        page = services.member_page(mine, by=cast["hr"])
    assert run(cast["hr"], LETTER, [mine.pk, page.pk, "CODE"]) == 1
    with as_owner(), pytest.raises(DatabaseError, match="own party"), transaction.atomic():
        Letter.objects.filter(party=other).update(party=mine)


def test_a_letter_goes_where_its_link_belongs(cast, invited):
    school = party_of(invited, cast.partners["school"].name)
    with as_owner():
        letter = Letter.objects.create(party=school, link=link_of(school), purpose="INVITATION")
    assert letters.claim(letter.pk).to == "school@signer.example"


@pytest.mark.parametrize("who", ["teacher", "accountant", "training_teacher"])
def test_only_who_manages_documents_records_paper(cast, invited, who):
    assert "row-level" in signs(cast, who, party_of(invited, "company"))


def test_paper_needs_its_scan(cast, invited):
    party = party_of(invited, "company")
    assert "row-level" in signs(cast, "coordinator", party, scan="")
    assert signs(cast, "coordinator", party) == 1


def test_a_trainer_binds_no_company_and_the_coordinator_no_school(cast, invited):
    company, school = party_of(invited, "company"), party_of(invited, cast.partners["school"].name)
    assert "row-level" in signs(cast, "trainer", company, "SCREEN", "")
    assert "row-level" in signs(cast, "coordinator", school, "SCREEN", "")
    assert signs(cast, "hr", company, "SCREEN", "") == 1
    assert signs(cast, "principal", school, "SCREEN", "") == 1


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE signing_contact SET email = 'x@x.example'",
        "UPDATE signing_link SET expires_at = now()",
        "UPDATE signing_party SET state = 'LEFT_OUT', reason = 'x'",
        "UPDATE signing_document SET state = 'VOID', voided_at = now()",
    ],
)
def test_school_staff_who_do_not_manage_documents_change_nothing(cast, invited, sql):
    assert run(cast["teacher"], sql) == 0
    assert run(cast["coordinator"], sql) > 0


def test_a_party_keeps_its_name_and_a_document_that_is_out_its_readers(cast, invited):
    rename = "UPDATE signing_party SET name = 'x' WHERE partner_id = %s"
    assert "cannot become another" in run(cast["hr"], rename, [cast.partners["company"].pk])
    assert run(cast["trainer"], rename, [cast.partners["company"].pk]) == 0
    flip = "UPDATE signing_document SET open_to_consortium = NOT open_to_consortium"
    assert "cannot change" in run(cast["coordinator"], flip)
