"""Takes a mail from the outbox to the mail server.

Claim → commit → send → commit. Every step is in the row, so that any worker can go on where another was
killed. Between "the mail server has it" and "the row says so" lies one commit: a worker killed there sends
its one mail again, with the same Message-ID. That is the whole of the duplicates that can happen.
"""

import logging
from datetime import timedelta
from smtplib import SMTPDataError, SMTPRecipientsRefused, SMTPResponseException
from uuid import UUID

from django.core.mail import EmailMessage, get_connection
from django.db.models.functions import Now

from consortium.notifications import doorbell
from consortium.notifications.models import Message, Notification
from consortium.notifications.states import MessageState
from consortium.notifications.texts import mail_for
from consortium.notifications.wishes import rest_of, wanted
from consortium.rowlevel import SYSTEM, acting_as

log = logging.getLogger(__name__)
TIME_LIMIT = 60  # seconds after which a worker that hangs in a send is killed
LEASE = timedelta(seconds=90)  # longer than that: whoever finds it run out knows that the worker is gone
OFFER_AGAIN = timedelta(seconds=60)
OFFERED_AT_ONCE = 500
WAITS = [timedelta(minutes=minutes) for minutes in (1, 5, 30, 120, 480)]
ATTEMPTS = len(WAITS) + 1


def deliver(message_id: UUID) -> None:
    """Send one mail; harmless to run twice, or beside a twin."""
    claimed = claim(message_id)
    if claimed is None:
        return
    message, notifications = claimed
    try:
        post(mail_for(message, notifications))
    except Exception as error:
        postpone(message, error)
    else:
        mark_sent(message)


def claim(message_id: UUID) -> tuple[Message, list[Notification]] | None:
    """Take the message and what it carries for this worker and count the attempt.

    None when nothing is due, another worker has it, or the recipient no longer wants or may have it now.
    """
    with acting_as(SYSTEM):
        message = _lock(message_id)
        if message is None:
            return None
        if message.attempts >= ATTEMPTS:  # every worker that took it died
            _settle(message, MessageState.DEAD, last_error="WorkerLost")
            return None
        notifications = wanted(message)
        rest = rest_of(message, notifications)
        if rest:
            _settle(message, rest)
            return None
        message.state = MessageState.SENDING
        message.attempts += 1
        message.lease_until = Now() + LEASE
        message.save(update_fields=["state", "attempts", "lease_until"])
        return message, notifications


def post(mail: EmailMessage) -> None:
    """Hand the mail to the mail server; a good-bye that fails after that is no failure."""
    connection = get_connection()
    connection.open()
    try:
        connection.send_messages([mail])
    finally:
        try:
            connection.close()
        except Exception as error:
            log.info("The mail server did not say good-bye: %s", type(error).__name__)


def mark_sent(message: Message) -> None:
    """Note that the mail server has it, unless the lease has run out and another worker took over."""
    with acting_as(SYSTEM):
        _settle(message, MessageState.SENT, sent_at=Now(), last_error="")


def postpone(message: Message, error: Exception) -> None:
    """Try again later, with growing pauses; a refused address or the last attempt ends with the operator."""
    log.warning("Mail %s was not sent: %s", message.pk, type(error).__name__)
    last = message.attempts >= ATTEMPTS or _is_final(error)
    with acting_as(SYSTEM):
        if last:
            _settle(message, MessageState.DEAD, last_error=_describe(error, message.recipient.email))
        else:
            due = Now() + WAITS[message.attempts - 1]
            words = _describe(error, message.recipient.email)
            _settle(message, MessageState.PENDING, due_at=due, last_error=words)


def offer_due() -> int:
    """Offer workers what is due and was not offered in the last minute: whatever the broker lost."""
    with acting_as(SYSTEM):
        waiting = Message.objects.due().not_offered_for(OFFER_AGAIN).first_in_line()
        ids = list(waiting.select_for_update(skip_locked=True).values_list("pk", flat=True)[:OFFERED_AT_ONCE])
        Message.objects.filter(pk__in=ids).update(offered_at=Now())
    if ids:
        doorbell.ring(ids)
    if len(ids) == OFFERED_AT_ONCE:
        doorbell.ring(None)
    return len(ids)


def _lock(message_id: UUID) -> Message | None:
    return (
        Message.objects.due()
        .filter(pk=message_id)
        .select_for_update(skip_locked=True, of=("self",))
        .select_related("notification__consortium", "recipient")
        .first()
    )


def _settle(message: Message, state: MessageState, **changes: object) -> None:
    """Write the outcome if the row is still as this worker claimed it."""
    Message.objects.filter(pk=message.pk, state=message.state, attempts=message.attempts).update(
        state=state, lease_until=None, **changes
    )


def _is_final(error: Exception) -> bool:
    """The mail server will not take this mail for this address, today or tomorrow (5xx)."""
    if isinstance(error, SMTPRecipientsRefused):
        return all(code >= 500 for code, _words in error.recipients.values())
    return isinstance(error, SMTPDataError) and error.smtp_code >= 500


def _describe(error: Exception, address: str) -> str:
    """For the operator: what the mail server said, without the person's address."""
    words = ""
    if isinstance(error, SMTPRecipientsRefused):
        words = "; ".join(f"{code} {_decode(said)}" for code, said in error.recipients.values())
    elif isinstance(error, SMTPResponseException):
        words = f"{error.smtp_code} {_decode(error.smtp_error)}"
    elif isinstance(error, OSError):
        words = error.strerror or ""
    return f"{type(error).__name__} {words}".strip().replace(address, "…")[:300]


def _decode(said: bytes | str) -> str:
    return said.decode("utf-8", errors="replace") if isinstance(said, bytes) else said
