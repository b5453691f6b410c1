"""The outbox: what people are to know, and the mails that carry it.

Every time is PostgreSQL's: web servers and workers whose clocks differ still agree on what is due.
"""

import uuid
from typing import ClassVar
from urllib.parse import urlsplit

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from consortium.notifications import querysets
from consortium.notifications.states import STEPS, Channel, MailChoice, MessageState
from consortium.workflow import state_triggers

NAMESPACE = uuid.UUID("6f1d2f0e-5c0b-5d67-9a54-2f3c8b1f7a11")


class Notification(models.Model):
    """One thing that one person is to know; the row itself is the in-app notice.

    The id is made from event, key and recipient, so that announcing the same event again changes
    nothing, and whoever announces needs no right to read what others have been told.
    """

    id = models.UUIDField(primary_key=True, editable=False)
    event = models.CharField(_("event"), max_length=100)
    key = models.CharField(_("what makes the event one"), max_length=200)
    recipient = models.ForeignKey("accounts.User", models.CASCADE, related_name="+")
    consortium = models.ForeignKey("partners.Consortium", models.CASCADE, null=True, related_name="+")
    context = models.JSONField(_("words for the text"), default=dict)
    url = models.CharField(_("page"), max_length=300)
    created_at = models.DateTimeField(_("when"), db_default=Now())
    read_at = models.DateTimeField(_("read at"), null=True)

    objects = querysets.NotificationQuerySet.as_manager()

    class Meta:
        verbose_name = _("notification")
        verbose_name_plural = _("notifications")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["recipient", "event", "key"], name="told_once"),
            models.CheckConstraint(
                condition=Q(url__startswith="/") & ~Q(url__startswith="//"), name="notification_stays_here"
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["recipient", "-created_at", "-id"], name="notifications_newest_first"),
            models.Index(fields=["recipient"], condition=Q(read_at=None), name="notifications_unread"),
        ]

    @staticmethod
    def id_for(event: str, key: str, recipient_id: int) -> uuid.UUID:
        return uuid.uuid5(NAMESPACE, f"{event}\n{key}\n{recipient_id}")

    @property
    def group(self) -> str:
        """The app that the event comes from; people choose their mail by it."""
        return self.event.partition("/")[0]


class Message(models.Model):
    """One notification on its way out by one channel, with everything that delivery must remember.

    It holds no content, so that the operator can see how delivery goes without reading anybody's mail.
    """

    id = models.UUIDField(primary_key=True, editable=False)
    notification = models.ForeignKey(Notification, models.CASCADE, related_name="messages")
    channel = models.CharField(_("channel"), max_length=10, choices=Channel.choices, default=Channel.MAIL)
    event = models.CharField(_("event"), max_length=100)
    recipient = models.ForeignKey("accounts.User", models.CASCADE, related_name="+")
    urgent = models.BooleanField(_("urgent"), default=False)
    state = models.CharField(
        _("state"), max_length=10, choices=MessageState.choices, default=MessageState.PENDING
    )
    carried_by = models.ForeignKey("self", models.CASCADE, null=True, related_name="carried")
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    created_at = models.DateTimeField(_("since"), db_default=Now())
    due_at = models.DateTimeField(_("next attempt at"), db_default=Now())
    offered_at = models.DateTimeField(_("last offered to a worker"), null=True)
    lease_until = models.DateTimeField(_("a worker has it until"), null=True)
    sent_at = models.DateTimeField(_("sent at"), null=True)
    last_error = models.CharField(_("last error"), max_length=300, blank=True)

    objects = querysets.MessageQuerySet.as_manager()

    class Meta:
        verbose_name = _("message")
        verbose_name_plural = _("messages")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["notification", "channel"], name="sent_once_per_channel"),
            models.CheckConstraint(
                condition=Q(state=MessageState.SENDING, lease_until__isnull=False)
                | Q(~Q(state=MessageState.SENDING), lease_until=None),
                name="only_sending_holds_a_lease",
            ),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["due_at"],
                condition=Q(state__in=[MessageState.PENDING, MessageState.SENDING]),
                name="messages_on_their_way",
            ),
            models.Index(fields=["recipient"], condition=Q(state=MessageState.HELD), name="messages_held"),
            models.Index(
                fields=["-created_at", "-id"], condition=Q(state=MessageState.DEAD), name="messages_dead"
            ),
        ]
        triggers: ClassVar = state_triggers(STEPS, born=[MessageState.PENDING])

    @staticmethod
    def id_for(notification_id: uuid.UUID, channel: str) -> uuid.UUID:
        return uuid.uuid5(notification_id, channel)

    @property
    def message_id(self) -> str:
        """The same for every attempt, so that a mail server can drop a repeat."""
        return f"<{self.pk.hex}@{urlsplit(settings.SITE_URL).hostname}>"


class Preference(models.Model):
    """How one person wants to hear by e-mail of one group of events; the in-app notice always comes."""

    user = models.ForeignKey("accounts.User", models.CASCADE, related_name="+")
    group = models.CharField(_("group of events"), max_length=50)
    mail = models.CharField(_("e-mail"), max_length=10, choices=MailChoice.choices, default=MailChoice.DIGEST)

    objects = querysets.OwnQuerySet.as_manager()

    class Meta:
        verbose_name = _("notification preference")
        verbose_name_plural = _("notification preferences")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["user", "group"], name="one_preference_per_group")
        ]


class Slot(models.Model):
    """That a regular job has run for its slot of time, so that a second beat finds it done."""

    name = models.CharField(_("job"), max_length=100)
    slot = models.CharField(_("slot"), max_length=40)
    claimed_at = models.DateTimeField(_("run at"), db_default=Now())

    objects = querysets.OperatorQuerySet.as_manager()

    class Meta:
        verbose_name = _("run of a regular job")
        verbose_name_plural = _("runs of regular jobs")
        constraints: ClassVar = [models.UniqueConstraint(fields=["name", "slot"], name="job_once_per_slot")]
        indexes: ClassVar = [models.Index(fields=["name", "-claimed_at"], name="slots_latest")]


class KeptMail(models.Model):
    """A mail as it went out in the demo, where no mail server is; a real portal keeps none."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    message_id = models.CharField("Message-ID", max_length=200, unique=True)
    sent_at = models.DateTimeField(_("sent at"), default=timezone.now)
    sender = models.CharField(_("sender"), max_length=200)
    recipients = models.CharField(_("recipients"), max_length=500)
    subject = models.CharField(_("subject"), max_length=500)
    text = models.TextField(_("text"))
    source = models.TextField(_("source"))

    objects = querysets.OperatorQuerySet.as_manager()

    class Meta:
        verbose_name = _("mail")
        verbose_name_plural = _("mails")
        indexes: ClassVar = [models.Index(fields=["-sent_at", "-id"], name="kept_mails_newest_first")]
