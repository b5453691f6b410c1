"""Tells people: the rows are written with the event itself, in one transaction, or not at all."""

import re
from collections.abc import Iterable

from django.db import transaction
from django.db.models.functions import Now
from django.template.loader import get_template
from django.utils.http import url_has_allowed_host_and_scheme

from consortium.languages import InBoth
from consortium.notifications import doorbell
from consortium.notifications.models import Message, Notification, Preference
from consortium.notifications.querysets import Reader
from consortium.notifications.states import Channel
from consortium.notifications.texts import template_of
from consortium.notifications.workflow import RETRY
from consortium.workflow import StateConflict

EVENT = re.compile(r"[a-z_]+/[a-z_]+")
NUDGED_ONE_BY_ONE = 20  # larger rounds are left to the sweeper, which is nudged once
BATCH = 5_000
MANY = 100  # the bell counts no further


def notify(
    event: str,
    *,
    to: Iterable[int],
    context: dict[str, str | int | InBoth],
    url: str,
    consortium_id: int | None,
    key: str,
    urgent: bool = False,
) -> None:
    """Tell these log-ins (user ids) of an event, in the portal at once and by mail as each prefers.

    Works under any actor's role. `event` is `<app>/<what_happened>` and names the text at
    `templates/messages/<event>.txt`, whose first line is the subject. `key` makes the event one: the same
    event and key reach a person once, however often it is announced. `context` holds what the text needs
    and nothing that the recipient may not know; a name in both languages is read in the
    reader's. Urgent mail does not wait for the daily digest.
    """
    _refuse_unsafe(event, url)
    recipients = sorted(set(to))
    one_by_one = len(recipients) <= NUDGED_ONE_BY_ONE
    words = _single_lines(context)
    notifications = [
        Notification(
            id=Notification.id_for(event, key, recipient),
            event=event,
            key=key,
            recipient_id=recipient,
            consortium_id=consortium_id,
            context=words,
            url=url,
        )
        for recipient in recipients
    ]
    messages = [_mail_of(notification, urgent=urgent, offered=one_by_one) for notification in notifications]
    with transaction.atomic():
        Notification.objects.bulk_create(notifications, BATCH, ignore_conflicts=True)
        Message.objects.bulk_create(messages, BATCH, ignore_conflicts=True)
    ids = [message.pk for message in messages] if one_by_one else None
    transaction.on_commit(lambda: doorbell.ring(ids), robust=True)


def unread_count(user_id: int) -> int:
    """How many notices this person has not read, up to 100; cheap enough for every page.

    Under the person's own role the row policy leaves only those of the consortium they are in.
    """
    return Notification.objects.of(user_id).unread().order_by()[:MANY].count()


def mark_read(notification: Notification, *, by: Reader) -> None:
    """The person has opened it; the first time counts."""
    Notification.objects.visible_to(by).unread().filter(pk=notification.pk).update(read_at=Now())


def mark_all_read(*, by: Reader) -> int:
    """The person has seen enough; returns how many notices that closed."""
    return Notification.objects.visible_to(by).unread().update(read_at=Now())


def choose_mail(choices: dict[str, str], *, by: Reader) -> None:
    """Remember how this person wants to hear by mail of each group; it counts for mails yet to leave."""
    Preference.objects.bulk_create(
        [Preference(user_id=by.user_id, group=group, mail=mail) for group, mail in choices.items()],
        update_conflicts=True,
        unique_fields=["user", "group"],
        update_fields=["mail"],
    )


@transaction.atomic
def retry(message: Message, *, by: Reader) -> Message:
    """The operator has removed the cause; the mail starts again with all its attempts."""
    RETRY.policy(by, message).require()
    # A row that is no longer dead is out of reach of the operator's row policy, so it is not found here.
    locked = Message.objects.dead().select_for_update().filter(pk=message.pk).first()
    if locked is None:
        message.refresh_from_db()
        raise StateConflict(message)
    RETRY.enforce(locked, by=by)
    locked.state = RETRY.target
    locked.attempts = 0
    locked.urgent = True  # it has waited long enough; not for another digest as well
    locked.due_at = locked.offered_at = Now()
    locked.save(update_fields=["state", "attempts", "urgent", "due_at", "offered_at"])
    transaction.on_commit(lambda: doorbell.ring([locked.pk]), robust=True)
    return locked


def _refuse_unsafe(event: str, url: str) -> None:
    if not EVENT.fullmatch(event):
        raise ValueError(f"An event is named <app>/<what_happened>, not {event!r}.")
    get_template(template_of(event))  # better here than in a worker, where nobody sees it
    if not (url.startswith("/") and url_has_allowed_host_and_scheme(url, allowed_hosts=None)):
        raise ValueError(f"A notification leads to a page of this portal, not to {url!r}.")


def _single_lines(context: dict[str, str | int | InBoth]) -> dict[str, object]:
    """No word breaks the line: the first line of a text is the subject of a mail."""
    return {name: _single_line(word) for name, word in context.items()}


def _single_line(word: str | int | InBoth) -> object:
    if isinstance(word, InBoth):
        return {"ko": _single_line(word.korean), "en": _single_line(word.english)}
    return " ".join(word.split()) if isinstance(word, str) else word


def _mail_of(notification: Notification, *, urgent: bool, offered: bool) -> Message:
    return Message(
        id=Message.id_for(notification.pk, Channel.MAIL),
        notification=notification,
        event=notification.event,
        recipient_id=notification.recipient_id,
        urgent=urgent,
        offered_at=Now() if offered else None,
    )
