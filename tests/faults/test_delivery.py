"""Nothing is lost: workers killed at named and at random points, the broker wiped, the database cut off.

In-app notices lost 0 and doubled 0; mails lost 0, doubled at most once per worker slot per crash.
"""

import random
import time
from collections import Counter

import pytest
from celery import current_app
from django.db import connection

from consortium.notifications import doorbell, services
from consortium.notifications.models import Message, Notification, Slot
from consortium.notifications.states import MessageState
from consortium.rowlevel import acting_as
from tests.authorization import as_owner
from tests.cast import Cast, assemble
from tests.faults.machine import Machine, wait_for

pytestmark = [pytest.mark.live, pytest.mark.django_db(transaction=True)]
EVENTS = 8
TOLD = ("student", "coordinator", "official")
PATIENCE = 60  # seconds; only a failing test waits so long
SLOTS = 2  # of the prefork worker


@pytest.fixture
def stage(machine: Machine) -> Cast:
    with as_owner():
        return assemble()


def announce(stage: Cast) -> set[str]:
    """A company acts, and three people are told each time; returns the Message-IDs that must arrive."""
    for number in range(EVENTS):
        with acting_as(stage["hr"].actor):
            services.notify(
                "trial/shortlisted",
                to=[stage[name].user_id for name in TOLD],
                context={"company": "파주전자", "number": number},
                url="/paju/candidates/1/",
                consortium_id=stage.consortium.pk,
                key=f"candidate:{number}",
                urgent=True,
            )
    return {
        Message(
            id=Message.id_for(Notification.id_for("trial/shortlisted", key, recipient), "MAIL")
        ).message_id
        for key in (f"candidate:{number}" for number in range(EVENTS))
        for recipient in (stage[name].user_id for name in TOLD)
    }


def all_sent() -> bool:
    with as_owner():
        return not Message.objects.exclude(state=MessageState.SENT).exists()


def worker_has_swept() -> bool:
    with as_owner():
        return Slot.objects.exists()


def assert_nothing_lost(machine: Machine, expected: set[str], *, doubled_at_most: int) -> int:
    """Waits until the outbox is empty, then compares what arrived with what was announced."""
    assert wait_for(all_sent, PATIENCE), machine.log()[-4000:]
    with as_owner():
        per_person = Counter(Notification.objects.values_list("recipient__email", flat=True))
    assert per_person == {f"{name}@example.com": EVENTS for name in TOLD}
    arrived = Counter(machine.sink.taken)
    assert set(arrived) == expected
    doubled = sum(arrived.values()) - len(expected)
    assert doubled <= doubled_at_most
    return doubled


@pytest.mark.parametrize("pool", ["prefork", "solo"])
@pytest.mark.parametrize(
    ("fault", "doubled"), [("dies_after_claim", 0), ("dies_after_send", 1), ("dies_before_commit", 1)]
)
def test_a_worker_killed_at_a_named_point_loses_nothing(
    machine: Machine, stage: Cast, pool: str, fault: str, doubled: int
) -> None:
    machine.allow_deaths(1)
    worker = machine.start_worker(fault, pool)
    expected = announce(stage)
    if pool == "solo":  # the whole worker is gone; its supervisor starts another
        assert wait_for(lambda: worker.poll() is not None, PATIENCE), machine.log()[-4000:]
        machine.start_worker(fault, pool)
    assert assert_nothing_lost(machine, expected, doubled_at_most=1) == doubled
    assert machine.deaths == 1


def test_workers_killed_at_random_lose_nothing(machine: Machine, stage: Cast) -> None:
    chance, crashes = random.Random(), 3
    worker = machine.start_worker()
    expected = announce(stage)
    assert wait_for(lambda: machine.sink.taken, PATIENCE), machine.log()[-4000:]
    for _ in range(crashes):
        time.sleep(chance.uniform(0, 0.3))
        machine.kill_worker(worker)
        worker = machine.start_worker()
        time.sleep(chance.uniform(1, 3))
    assert_nothing_lost(machine, expected, doubled_at_most=crashes * SLOTS)


def test_a_wiped_broker_loses_nothing(machine: Machine, stage: Cast) -> None:
    expected = announce(stage)
    machine.wipe_broker()
    machine.start_worker()
    assert_nothing_lost(machine, expected, doubled_at_most=0)


def test_a_broker_killed_while_people_work_is_no_error_for_them(machine: Machine, stage: Cast) -> None:
    machine.start_worker()
    machine.kill_broker()
    expected = announce(stage)
    machine.start_broker()
    assert_nothing_lost(machine, expected, doubled_at_most=0)


def test_a_database_that_hangs_up_loses_nothing(machine: Machine, stage: Cast) -> None:
    cuts = 5
    machine.start_worker()
    expected = announce(stage)
    for _ in range(cuts):
        with as_owner(), connection.cursor() as cursor:
            cursor.execute(
                "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity"
                " WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )
        time.sleep(0.7)
    assert_nothing_lost(machine, expected, doubled_at_most=cuts * SLOTS)


def test_two_beats_and_two_workers_send_everything_once(machine: Machine, stage: Cast) -> None:
    machine.start_worker()
    machine.start_worker()
    expected = announce(stage)
    assert_nothing_lost(machine, expected, doubled_at_most=0)


def test_a_busy_mail_server_gets_the_mail_later(machine: Machine, stage: Cast) -> None:
    machine.sink.busy = True
    machine.start_worker()
    expected = announce(stage)

    def refused_once() -> bool:
        with as_owner():
            return Message.objects.filter(last_error__startswith="SMTPSenderRefused 451").exists()

    assert wait_for(refused_once, PATIENCE), machine.log()[-4000:]
    machine.sink.busy = False
    assert_nothing_lost(machine, expected, doubled_at_most=0)


@pytest.mark.parametrize("wiped", [False, True])
def test_the_harness_sees_a_loss(
    machine: Machine, stage: Cast, monkeypatch: pytest.MonkeyPatch, wiped: bool
) -> None:
    """The mutation, outbox off: it delivers while nothing breaks, and a wiped broker loses its mails."""

    def straight_from_on_commit(ids: list) -> None:
        with as_owner():
            messages = Message.objects.filter(pk__in=ids).select_related("recipient")
            told = [(message.message_id, message.recipient.email) for message in messages]
            messages.delete()
        with current_app.connection_for_write() as broker:
            for arguments in told:
                current_app.send_task("tests.faults.send_without_outbox", args=arguments, connection=broker)

    monkeypatch.setattr(doorbell, "ring", straight_from_on_commit)
    expected = announce(stage)
    if wiped:
        machine.wipe_broker()
    machine.start_worker()
    if not wiped:
        assert wait_for(lambda: len(machine.sink.taken) == len(expected), PATIENCE), machine.log()[-4000:]
        assert_nothing_lost(machine, expected, doubled_at_most=0)
        return
    assert wait_for(worker_has_swept, PATIENCE), machine.log()[-4000:]
    with pytest.raises(AssertionError):
        assert_nothing_lost(machine, expected, doubled_at_most=0)
    assert machine.sink.taken == []
