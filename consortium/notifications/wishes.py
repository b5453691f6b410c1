"""What people want by mail, asked when a mail is about to leave and not when it was written."""

from functools import cache

from django.apps import apps
from django.conf import settings
from django.db.models import Q
from django.utils.functional import Promise

from consortium.notifications.entitlement import is_entitled
from consortium.notifications.models import Message, Notification, Preference
from consortium.notifications.states import MailChoice, MessageState


@cache
def groups() -> dict[str, str | Promise]:
    """The groups of events that people choose their mail by: every app that has texts, with its name."""
    folders = (settings.BASE_DIR / "templates" / "messages").iterdir()
    names = sorted(folder.name for folder in folders if folder.is_dir())
    return {name: apps.get_app_config(name).verbose_name for name in names}


def wishes_of(user_id: int) -> dict[str, str]:
    """How this person wants to hear of each group that they have decided on."""
    return dict(Preference.objects.filter(user=user_id).values_list("group", "mail"))


def wanted(message: Message) -> list[Notification]:
    """The notices this mail carries, oldest first, without those that the recipient turned off or lost."""
    own_or_carried = Message.objects.filter(Q(pk=message.pk) | Q(carried_by=message.pk))
    notifications = (
        Notification.objects.filter(pk__in=own_or_carried.values("notification"))
        .select_related("consortium")
        .order_by("created_at", "pk")
    )
    wishes = wishes_of(message.recipient_id)
    return [
        one
        for one in notifications
        if wishes.get(one.group) != MailChoice.OFF and is_entitled(message.recipient_id, one.consortium_id)
    ]


def rest_of(message: Message, notifications: list[Notification]) -> MessageState | None:
    """Where a mail rests that is not to leave now: skipped, or held for the daily digest."""
    if not message.recipient.is_active or not notifications:
        return MessageState.SKIPPED
    wishes = wishes_of(message.recipient_id)
    at_once = any(wishes.get(one.group) == MailChoice.AT_ONCE for one in notifications)
    if message.urgent or message.attempts or at_once:
        return None
    return MessageState.HELD
