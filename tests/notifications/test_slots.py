"""A regular job runs once per slot, and a worker that dies gives its slot back."""

import threading

import pytest
from django.db import connection, transaction

from consortium.notifications.slots import claim_slot
from consortium.rowlevel import SYSTEM, acting_as


@pytest.mark.django_db
def test_the_first_claims_and_everyone_after_does_not() -> None:
    claims = [claim_slot("job", "2026-11-24"), claim_slot("job", "2026-11-24")]
    assert claims == [True, False]
    assert claim_slot("job", "2026-11-25") is True
    assert claim_slot("another", "2026-11-24") is True


@pytest.mark.django_db
def test_a_job_that_dies_takes_its_claim_with_it() -> None:
    with acting_as(SYSTEM):
        assert claim_slot("job", "2026-11-24") is True
        transaction.set_rollback(True)
    assert claim_slot("job", "2026-11-24") is True


@pytest.mark.django_db(transaction=True)
def test_a_twin_waits_for_the_outcome_of_the_first() -> None:
    answers: list[bool] = []

    def twin() -> None:
        answers.append(claim_slot("job", "2026-11-24"))
        connection.close()

    thread = threading.Thread(target=twin)
    with acting_as(SYSTEM):
        assert claim_slot("job", "2026-11-24") is True
        thread.start()
        thread.join(0.5)
        assert answers == [], "the twin may not answer before the first has committed"
    thread.join(5)
    assert answers == [False]
