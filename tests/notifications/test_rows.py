"""What PostgreSQL itself lets each kind of actor do with notices and mails, whatever Python asks."""

import pytest
from django.db import ProgrammingError, connection, transaction
from django.utils import timezone

from consortium.notifications import services
from consortium.notifications.models import KeptMail, Message, Notification, Preference
from consortium.notifications.states import MessageState
from consortium.rowlevel import acting_as
from tests.authorization import as_owner
from tests.cast import Cast


@pytest.fixture
def told(cast: Cast, rung: list) -> Cast:
    with acting_as(cast["hr"].actor):
        services.notify(
            "trial/shortlisted",
            to=[cast["student"].user_id, cast["teacher"].user_id],
            context={"company": "파주전자"},
            url="/paju/",
            consortium_id=cast.consortium.pk,
            key="1",
        )
    return cast


def refused(statement: str) -> None:
    with (
        pytest.raises(ProgrammingError, match="permission denied"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)


def changed(statement: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return cursor.rowcount


def test_a_person_changes_nothing_but_that_they_have_read_their_own(told: Cast) -> None:
    with acting_as(told["student"].actor):
        assert changed("UPDATE notifications_notification SET read_at = now()") == 1
        refused("UPDATE notifications_notification SET url = '/elsewhere/'")
        refused("UPDATE notifications_notification SET recipient_id = recipient_id")
        refused("DELETE FROM notifications_notification")
        refused("SELECT * FROM notifications_message")
    with as_owner():
        assert Notification.objects.filter(read_at=None).get().recipient_id == told["teacher"].user_id


def test_the_operator_revives_the_dead_and_touches_nothing_else(told: Cast) -> None:
    with acting_as(told["operator"].actor):
        assert changed("UPDATE notifications_message SET state = 'PENDING'") == 0
        refused("UPDATE notifications_message SET last_error = ''")
        refused("DELETE FROM notifications_message")
    with as_owner():
        Message.objects.update(state=MessageState.SENDING, lease_until=timezone.now())
        Message.objects.update(state=MessageState.DEAD, lease_until=None)
    with acting_as(told["operator"].actor):
        assert changed("UPDATE notifications_message SET state = 'PENDING'") == 2


@pytest.mark.parametrize("name", ["coordinator", "hr", "official", "student"])
def test_nobody_reads_the_mails_of_the_demo_or_the_wishes_of_others(told: Cast, name: str) -> None:
    with as_owner():
        Preference.objects.create(user=told["teacher"].user, group="partners", mail="OFF")
        KeptMail.objects.create(message_id="1")
    with acting_as(told[name].actor):
        refused("SELECT * FROM notifications_keptmail")
        assert Preference.objects.count() == 0


def test_the_bare_log_in_reads_nothing(told: Cast) -> None:
    for table in ("notification", "message", "preference", "slot", "keptmail"):
        refused(f"SELECT * FROM notifications_{table}")
