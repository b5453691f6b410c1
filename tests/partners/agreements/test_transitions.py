"""Every step of agreements and amendments, from every state, by every role; and what PostgreSQL refuses."""

from itertools import product

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from consortium.signing.models import Document
from consortium.workflow import StateConflict
from partners.agreements.workflow import AGREEMENT, AMENDMENT
from partners.models import Agreement, Amendment, Member
from partners.states import AgreementState, AmendmentState, Role
from tests import factories
from tests.authorization import as_owner
from tests.partners.agreements.test_journey import DAY, amend_term, two

COORDINATOR = {Role.COORDINATOR}
SENDERS = {Role.COORDINATOR, Role.PRINCIPAL}
BY_ITSELF = set(Role)  # no person asks for it: it follows from facts, whoever's request brings them

# step → from which states, to which, by whom; written from what is right
AGREEMENTS = {
    "agreement.sent_out": ({"DRAFT"}, "SIGNING", SENDERS),
    "agreement.taken_back": ({"SIGNING"}, "DRAFT", SENDERS),
    "agreement.recorded": ({"DRAFT"}, "IN_FORCE", SENDERS),
    "agreement.entered_into_force": ({"SIGNING"}, "IN_FORCE", BY_ITSELF),
    "agreement.expired": ({"IN_FORCE"}, "EXPIRED", BY_ITSELF),
    "agreement.terminated": ({"IN_FORCE"}, "TERMINATED", SENDERS),
    "agreement.succeeded": ({"IN_FORCE", "EXPIRED"}, "SUCCEEDED", BY_ITSELF),
}
AMENDMENTS = {
    "amendment.sent_out": ({"DRAFT"}, "SIGNING", SENDERS),
    "amendment.taken_back": ({"SIGNING"}, "DRAFT", SENDERS),
    "amendment.recorded": ({"DRAFT"}, "SIGNED", SENDERS),
    "amendment.signed": ({"SIGNING"}, "SIGNED", BY_ITSELF),
    "amendment.dropped": ({"DRAFT"}, "DROPPED", COORDINATOR),
    "amendment.came_too_late": ({"SIGNING"}, "DROPPED", BY_ITSELF),
}


def outcome(step, subject, member):
    try:
        step.enforce(subject, by=member)
    except PermissionDenied:
        return "denied"
    except StateConflict:
        return "conflict"
    return step.target


@pytest.mark.parametrize(
    ("steps", "expected", "model", "states"),
    [
        (AGREEMENT, AGREEMENTS, Agreement, AgreementState),
        (AMENDMENT, AMENDMENTS, Amendment, AmendmentState),
    ],
)
def test_every_step_from_every_state_by_every_role(steps, expected, model, states):
    assert {step.name for step in steps} == set(expected)
    for step, state, role, here in product(steps, states, Role, (1, 2)):
        sources, target, who = expected[step.name]
        may = role in who and (here == 1 or who is BY_ITSELF)
        right = "denied" if not may else target if state in sources else "conflict"
        found = outcome(step, model(state=state, consortium_id=here), Member(role=role, consortium_id=1))
        assert (step.name, state, role, here, found) == (step.name, state, role, here, right)


# --- the same asked of PostgreSQL ---------------------------------------------------------------------
def refused(statement, *values):
    """Does PostgreSQL refuse this, though the tables' owner asks?"""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement, values)
            assert cursor.rowcount == 1, statement
            transaction.set_rollback(True)
    except DatabaseError:
        return True
    return False


def step_of(table, pk, state):
    """The statement that puts a row into a state, with the facts that its constraints ask for."""
    counts = ", takes_effect_on = CASE WHEN %s = 'SIGNED' THEN signed_on END"
    if table == "partners_agreement":
        return f"UPDATE {table} SET state = %s WHERE id = %s", [state, pk]
    return f"UPDATE {table} SET state = %s{counts} WHERE id = %s", [state, state, pk]


def put(table, pk, state):
    """A state without the steps that lead to it."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute(*step_of(table, pk, state))
        cursor.execute("SET LOCAL session_replication_role = DEFAULT")


@pytest.mark.django_db
def test_no_state_is_skipped_by_raw_sql(cast):
    today = timezone.localdate()
    agreement = factories.AgreementFactory(consortium=cast.consortium, terminated_on=today)
    amendment = factories.AmendmentFactory(agreement=agreement, new_end=today, signed_on=today)
    with as_owner():
        for table, row, states, steps in (
            ("partners_agreement", agreement, AgreementState, AGREEMENTS),
            ("partners_amendment", amendment, AmendmentState, AMENDMENTS),
        ):
            allowed = {(source, target) for sources, target, _who in steps.values() for source in sources}
            for before, after in product(states, states):
                put(table, row.pk, before)
                statement, values = step_of(table, row.pk, after)
                right = before == after or (before, after) in allowed
                found = not refused(statement, *values)
                assert (table, before, after, found) == (table, before, after, right)


@pytest.mark.django_db
def test_what_was_signed_never_changes_whoever_asks(cast):
    today = timezone.localdate()
    agreement = two(cast, today, valid_until=today + 60 * DAY)
    amend_term(cast, agreement, today + 400 * DAY)
    with as_owner():
        document = Document.objects.get(kind="partners.agreement")
        change = Amendment.objects.get()
        party = document.parties.first()
        of_it = f"WHERE id = (SELECT min(id) FROM partners_%s WHERE agreement_id = {agreement.pk})"
        where = {
            "agreement": f"WHERE id = {agreement.pk}",
            "document": f"WHERE id = {document.pk}",
            "party": f"WHERE id = {party.pk}",
            "signature": f"WHERE party_id = {party.pk}",
        }
        for statement in (
            f"UPDATE partners_agreement SET title = 'x' {where['agreement']}",
            f"UPDATE partners_agreement SET valid_until = NULL {where['agreement']}",
            f"UPDATE partners_agreement SET amount = 5 {where['agreement']}",
            f"UPDATE partners_clause SET text = 'x' {of_it % 'clause'}",
            f"DELETE FROM partners_clause {of_it % 'clause'}",
            "INSERT INTO partners_clause (agreement_id, number, text, text_en)"
            f" VALUES ({agreement.pk}, 9, 'x', '')",
            f"UPDATE partners_signatory SET signer = 'x' {of_it % 'signatory'}",
            f"DELETE FROM partners_signatory {of_it % 'signatory'}",
            f"UPDATE partners_amendment SET new_end = NULL WHERE id = {change.pk}",
            f"UPDATE partners_amendment SET effective_from = '2030-01-01' WHERE id = {change.pk}",
            f"UPDATE signing_document SET body = '[]' {where['document']}",
            f"UPDATE signing_document SET sha256 = repeat('0', 64) {where['document']}",
            f"UPDATE signing_document SET state = 'OPEN', completed_at = NULL {where['document']}",
            f"DELETE FROM signing_document {where['document']}",
            f"UPDATE signing_party SET state = 'READ', signed_at = NULL {where['party']}",
            f"UPDATE signing_party SET name = 'x' {where['party']}",
            f"UPDATE signing_signature SET signer = 'x' {where['signature']}",
            f"UPDATE signing_signature SET document_sha256 = repeat('0', 64) {where['signature']}",
            f"DELETE FROM signing_signature {where['signature']}",
        ):
            assert refused(statement), statement
