"""Choices of the notifications app; a leaf that anyone may import."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Channel(TextChoices):
    """The ways out of the portal; the in-app notice needs none, because its row is the notice."""

    MAIL = "MAIL", _("E-mail")


class MessageState(TextChoices):
    PENDING = "PENDING", _("Waiting to be sent")
    HELD = "HELD", _("Waiting for the daily digest")
    SENDING = "SENDING", _("Being sent")
    SENT = "SENT", _("Sent")
    CARRIED = "CARRIED", _("Part of a daily digest")
    SKIPPED = "SKIPPED", _("Not wanted or no longer entitled")
    DEAD = "DEAD", _("Given up")


class MailChoice(TextChoices):
    """How a person wants to hear by e-mail of one group of events."""

    AT_ONCE = "AT_ONCE", _("At once")
    DIGEST = "DIGEST", _("Once a day")
    OFF = "OFF", _("Not by e-mail")


STEPS = [
    (MessageState.PENDING, MessageState.SENDING),
    (MessageState.PENDING, MessageState.HELD),
    (MessageState.PENDING, MessageState.SKIPPED),
    (MessageState.HELD, MessageState.PENDING),
    (MessageState.HELD, MessageState.CARRIED),
    (MessageState.HELD, MessageState.SKIPPED),
    (MessageState.SENDING, MessageState.SENT),
    (MessageState.SENDING, MessageState.PENDING),
    (MessageState.SENDING, MessageState.SKIPPED),
    (MessageState.SENDING, MessageState.DEAD),
    (MessageState.DEAD, MessageState.PENDING),
]
