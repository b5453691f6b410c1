"""One mail from the outbox to the mail server: claimed once, tried again, given up in plain sight."""

from collections.abc import Callable
from datetime import timedelta
from smtplib import SMTPAuthenticationError, SMTPDataError, SMTPRecipientsRefused, SMTPServerDisconnected

import pytest
from django.core import mail
from django.db import DatabaseError, transaction
from django.utils import timezone

from consortium.accounts.models import User
from consortium.notifications import delivery, services, tasks
from consortium.notifications.models import Message, Notification, Preference, Slot
from consortium.notifications.states import MailChoice, MessageState
from consortium.rowlevel import acting_as
from partners.models import Member
from tests.authorization import as_owner
from tests.cast import Cast


@pytest.fixture
def waiting(cast: Cast, rung: list) -> Message:
    """An urgent mail to the student, not yet sent."""
    return told(cast)


def told(cast: Cast, key: str = "candidate:1", *, urgent: bool = True, **changes: object) -> Message:
    recipient = cast["student"].user_id
    words = {"context": {"company": "파주전자"}, "url": "/paju/candidates/1/"} | changes
    words = {"consortium_id": cast.consortium.pk} | words
    with acting_as(cast["hr"].actor):
        services.notify("trial/shortlisted", to=[recipient], key=key, urgent=urgent, **words)
    return now(Message(pk=Message.id_for(Notification.id_for("trial/shortlisted", key, recipient), "MAIL")))


def now(message: Message) -> Message:
    with as_owner():
        return Message.objects.select_related("recipient").get(pk=message.pk)


def change(message: Message, **fields: object) -> None:
    with as_owner():
        Message.objects.filter(pk=message.pk).update(**fields)


def failing(error: Exception) -> Callable[[object], None]:
    def post(mail: object) -> None:
        raise error

    return post


def test_a_mail_goes_out_once_however_often_the_task_runs(waiting: Message, cast: Cast) -> None:
    for _ in range(3):
        tasks.deliver(str(waiting.pk))
    assert [sent.to for sent in mail.outbox] == [[cast["student"].user.email]]
    assert mail.outbox[0].extra_headers["Message-ID"] == waiting.message_id
    sent = now(waiting)
    assert (sent.state, sent.attempts, sent.lease_until) == (MessageState.SENT, 1, None)


def test_a_mail_that_another_worker_holds_is_left_alone_until_its_lease_runs_out(waiting: Message) -> None:
    assert delivery.claim(waiting.pk) is not None
    assert delivery.claim(waiting.pk) is None
    change(waiting, lease_until=timezone.now() - timedelta(seconds=1))
    message, _notifications = delivery.claim(waiting.pk)
    assert message.attempts == 2


def test_a_worker_that_overran_its_lease_cannot_write_over_its_successor(waiting: Message) -> None:
    first, _ = delivery.claim(waiting.pk)
    change(waiting, lease_until=timezone.now() - timedelta(seconds=1))
    second, _ = delivery.claim(waiting.pk)
    delivery.postpone(first, OSError("late"))
    assert now(waiting).state == MessageState.SENDING
    delivery.mark_sent(second)
    assert now(waiting).state == MessageState.SENT


def test_the_lease_outlives_the_hardest_time_limit() -> None:
    """Else a twin could start while the first still sends."""
    assert delivery.LEASE.total_seconds() > tasks.deliver.time_limit == delivery.TIME_LIMIT


@pytest.mark.parametrize(
    "error",
    [
        SMTPServerDisconnected("gone"),
        TimeoutError("slow"),
        SMTPDataError(451, b"try later"),
        SMTPAuthenticationError(535, b"the portal's own password is wrong"),
        SMTPRecipientsRefused({"a@b.example": (450, b"mailbox busy")}),
        ZeroDivisionError("a text with a mistake"),
    ],
    ids=lambda error: type(error).__name__,
)
def test_what_may_pass_is_tried_again_with_growing_pauses_and_then_given_up(
    waiting: Message, monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    monkeypatch.setattr(delivery, "post", failing(error))
    pauses = []
    for _ in range(delivery.ATTEMPTS):
        before = timezone.now()
        delivery.deliver(waiting.pk)
        message = now(waiting)
        pauses.append(round((message.due_at - before) / timedelta(minutes=1)))
        change(waiting, due_at=timezone.now())
    assert pauses[:-1] == [1, 5, 30, 120, 480]
    assert (message.state, message.attempts) == (MessageState.DEAD, 6)
    assert message.last_error.startswith(type(error).__name__)


@pytest.mark.parametrize(
    "error", [SMTPRecipientsRefused({"x": (550, b"no such user")}), SMTPDataError(554, b"refused")]
)
def test_a_final_refusal_is_given_up_at_once(
    waiting: Message, monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    monkeypatch.setattr(delivery, "post", failing(error))
    delivery.deliver(waiting.pk)
    assert (now(waiting).state, now(waiting).attempts) == (MessageState.DEAD, 1)


def test_the_operator_reads_the_reason_without_the_address(
    waiting: Message, monkeypatch: pytest.MonkeyPatch
) -> None:
    address = waiting.recipient.email
    error = SMTPRecipientsRefused({address: (550, f"<{address}> unknown".encode())})
    monkeypatch.setattr(delivery, "post", failing(error))
    delivery.deliver(waiting.pk)
    assert now(waiting).last_error == "SMTPRecipientsRefused 550 <…> unknown"


def test_a_mail_that_kills_every_worker_is_given_up(waiting: Message) -> None:
    for _ in range(delivery.ATTEMPTS):
        assert delivery.claim(waiting.pk) is not None
        change(waiting, lease_until=timezone.now())
    assert delivery.claim(waiting.pk) is None
    assert (now(waiting).state, now(waiting).last_error) == (MessageState.DEAD, "WorkerLost")


def test_the_sweeper_offers_what_is_due_and_was_not_offered_lately(cast: Cast, rung: list) -> None:
    fresh, lost, later, left, done = (told(cast, f"candidate:{number}") for number in range(5))
    long_ago = timezone.now() - timedelta(minutes=2)
    change(lost, offered_at=long_ago, due_at=long_ago)
    change(later, offered_at=long_ago, due_at=timezone.now() + timedelta(minutes=1))
    change(left, offered_at=long_ago)
    assert delivery.claim(left.pk) is not None
    change(left, lease_until=timezone.now())
    delivery.deliver(done.pk)
    change(done, offered_at=long_ago)
    assert delivery.offer_due() == 2
    assert {frozenset(ids) for ids in rung} == {frozenset([lost.pk, left.pk])}
    assert delivery.offer_due() == 0
    assert now(fresh).state == MessageState.PENDING


def test_beat_may_run_twice_and_the_sweep_runs_once(
    waiting: Message, rung: list, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tasks, "slot_of", lambda period: "1795392000")
    change(waiting, offered_at=None)
    tasks.deliver_due()
    change(waiting, offered_at=None)
    tasks.deliver_due()
    assert rung == [[waiting.pk]]
    with as_owner():
        assert Slot.objects.filter(name="notifications.deliver_due").count() == 1


def test_a_person_who_left_or_was_shut_out_gets_no_mail_written_before(cast: Cast, rung: list) -> None:
    left, shut_out = told(cast), told(cast, "candidate:2")
    with as_owner():
        yesterday = timezone.localdate() - timedelta(days=1)
        student = Member.objects.filter(pk=cast["student"].pk)
        student.update(valid_from=yesterday, valid_until=yesterday)
    delivery.deliver(left.pk)
    with as_owner():
        student.update(valid_until=None)
        User.objects.filter(pk=shut_out.recipient_id).update(is_active=False)
    delivery.deliver(shut_out.pk)
    assert (now(left).state, now(shut_out).state) == (MessageState.SKIPPED, MessageState.SKIPPED)
    assert mail.outbox == []


@pytest.mark.parametrize(
    ("wish", "urgent", "state"),
    [
        (None, False, MessageState.HELD),
        (None, True, MessageState.SENT),
        (MailChoice.DIGEST, False, MessageState.HELD),
        (MailChoice.DIGEST, True, MessageState.SENT),
        (MailChoice.AT_ONCE, False, MessageState.SENT),
        (MailChoice.OFF, False, MessageState.SKIPPED),
        (MailChoice.OFF, True, MessageState.SKIPPED),
    ],
)
def test_a_mail_leaves_as_its_recipient_wishes(
    cast: Cast, rung: list, wish: str | None, urgent: bool, state: str
) -> None:
    if wish:
        with as_owner():
            Preference.objects.create(user=cast["student"].user, group="trial", mail=wish)
    message = told(cast, urgent=urgent)
    delivery.deliver(message.pk)
    assert now(message).state == state
    assert len(mail.outbox) == (state == MessageState.SENT)


def test_the_mail_is_in_the_language_of_the_recipient_says_why_and_leads_to_the_page(
    waiting: Message, cast: Cast
) -> None:
    delivery.deliver(waiting.pk)
    with as_owner():
        User.objects.filter(pk=waiting.recipient_id).update(language="en")
    english = told(cast, "candidate:2")
    delivery.deliver(english.pk)
    assert [sent.subject for sent in mail.outbox] == ["파주전자에서 선정하였습니다", "파주전자 chose you"]
    body = mail.outbox[1].body
    assert "→ http://localhost:8000/paju/candidates/1/" in body
    assert f"You get this mail because you take part in {cast.consortium.name}." in body
    assert "http://localhost:8000/paju/notifications/preferences/" in body
    assert "&lt;" not in body, "plain text escapes nothing"
    assert "<b>파주전자</b>" not in mail.outbox[1].alternatives[0].content, "HTML escapes everything"


def test_a_failing_good_bye_does_not_send_the_mail_again(
    waiting: Message, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Rude:
        sent: list = []

        def open(self) -> None: ...

        def send_messages(self, mails: list) -> int:
            self.sent += mails
            return len(mails)

        def close(self) -> None:
            raise SMTPServerDisconnected("no good-bye")

    monkeypatch.setattr(delivery, "get_connection", Rude)
    delivery.deliver(waiting.pk)
    assert (len(Rude.sent), now(waiting).state) == (1, MessageState.SENT)


@pytest.mark.parametrize("after", ["PENDING", "SENDING", "HELD", "DEAD"])
def test_the_database_refuses_to_send_what_was_sent(waiting: Message, after: str) -> None:
    delivery.deliver(waiting.pk)
    lease = timezone.now() if after == "SENDING" else None
    with as_owner(), pytest.raises(DatabaseError, match="Invalid transition"), transaction.atomic():
        Message.objects.filter(pk=waiting.pk).update(state=after, lease_until=lease)


def test_a_worker_whose_clock_is_an_hour_ahead_leaves_alone_what_another_holds(
    waiting: Message, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert delivery.claim(waiting.pk) is not None
    ahead = timezone.now() + timedelta(hours=1)
    monkeypatch.setattr(timezone, "now", lambda: ahead)
    assert delivery.claim(waiting.pk) is None
    assert delivery.offer_due() == 0
