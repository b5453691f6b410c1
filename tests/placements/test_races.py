"""Two people at once, on two connections: whoever comes second learns what happened."""

import threading
import time

import pytest

from consortium.notifications.models import Notification
from consortium.rowlevel import acting_as
from consortium.workflow import StateConflict
from placements import services
from placements.models import Candidate, Consent
from placements.states import CandidateState
from tests import factories
from tests.authorization import as_owner
from tests.cast import assemble
from tests.placements.conftest import set_stage
from tests.racing import at_once, by, kinds

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def stage():
    return set_stage(assemble())


def test_two_shortlists_at_once_are_one(stage):
    hr = stage.cast["hr"]
    step = by(hr, services.shortlist, stage.candidate)
    outcomes = at_once(step, step)
    assert kinds(outcomes) == ["Candidate", "StateConflict"]
    with as_owner():
        assert Notification.objects.filter(event="placements/shortlisted").count() == 1


def test_of_two_who_want_the_last_name_one_gets_it(stage):
    hr = stage.cast["hr"]
    with as_owner():
        type(stage.vacancy).objects.update(places=1)
    others = [another(stage) for _ in range(3)]
    with as_owner():
        Candidate.objects.filter(pk__in=[row.pk for row in others[:2]]).update(state="SHORTLISTED")
    outcomes = at_once(
        by(hr, services.shortlist, stage.candidate),
        by(hr, services.shortlist, others[2]),
    )
    assert kinds(outcomes) == ["Candidate", "PermissionDenied"]


def another(stage):
    student = factories.StudentFactory(department=stage.cast.department)
    factories.ConsentFactory(
        student=student, recipient=stage.cast.partners["company"], recorded_by=stage.cast["coordinator"]
    )
    return factories.CandidateFactory(vacancy=stage.vacancy, student=student)


def test_shortlist_against_decline_has_one_winner_or_the_decline_stands(stage):
    hr = stage.cast["hr"]
    shortlisted, declined = at_once(
        by(hr, services.shortlist, stage.candidate),
        by(hr, services.decline, stage.candidate, reason="FILLED"),
    )
    with as_owner():
        state = Candidate.objects.get(pk=stage.candidate.pk).state
    assert isinstance(declined, Candidate)  # possible before and after a shortlisting
    assert state == CandidateState.DECLINED
    assert isinstance(shortlisted, Candidate | StateConflict)


def test_a_shortlist_that_waited_for_a_withdrawal_finds_nothing(stage):
    """The withdrawal holds the student's lock; the shortlist starts meanwhile and must see its end."""
    cast = stage.cast
    hr, student = cast["hr"], cast["student"]
    held = threading.Event()

    def withdraw_slowly(by):
        withdrawn = services.withdraw_consent(stage.consent, by=by)
        held.set()
        time.sleep(0.5)  # the transaction is still open, its lock held
        return withdrawn

    def shortlist_meanwhile(by):
        assert held.wait(timeout=10)
        return services.shortlist(stage.candidate, by=by)

    withdrawn, outcome = at_once(by(student, withdraw_slowly), by(hr, shortlist_meanwhile))
    assert isinstance(withdrawn, Consent)
    assert isinstance(outcome, StateConflict)
    with as_owner():
        assert Candidate.objects.get(pk=stage.candidate.pk).state == CandidateState.PROPOSED
        assert not Notification.objects.filter(event="placements/shortlisted").exists()


def test_a_withdrawal_that_waited_for_a_shortlist_hides_the_name_afterwards(stage):
    cast = stage.cast
    hr, student = cast["hr"], cast["student"]
    held = threading.Event()

    def shortlist_slowly(by):
        candidate = services.shortlist(stage.candidate, by=by)
        held.set()
        time.sleep(0.5)
        return candidate

    def withdraw_meanwhile(by):
        assert held.wait(timeout=10)
        return services.withdraw_consent(stage.consent, by=by)

    shortlisted, withdrawn = at_once(by(hr, shortlist_slowly), by(student, withdraw_meanwhile))
    assert (type(shortlisted), type(withdrawn)) == (Candidate, Consent)
    with acting_as(hr.actor):
        assert Candidate.objects.visible_to(hr).count() == 0


def test_opening_twice_at_once_puts_nobody_forward_twice(stage):
    with as_owner():
        Candidate.objects.all().delete()
        type(stage.vacancy).objects.filter(pk=stage.vacancy.pk).update(state="CLOSED")
    coordinator = stage.cast["coordinator"]
    step = by(coordinator, services.open_vacancy, stage.vacancy)
    outcomes = at_once(step, step)
    assert kinds(outcomes) == ["StateConflict", "Vacancy"]
    with as_owner():
        assert Candidate.objects.count() == 1
