"""What a person may know of notices and of their delivery."""

from datetime import timedelta
from typing import Protocol, Self

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now

from consortium.notifications.states import MessageState
from consortium.rowlevel import Actor, Kind


class Reader(Protocol):
    """What this floor needs to know of a member, whom only the floors above know."""

    user: AbstractBaseUser
    user_id: int
    consortium_id: int | None
    actor: Actor


class NotificationQuerySet(models.QuerySet):
    def visible_to(self, member: Reader) -> Self:
        """A person's own notices: those of the consortium they are in, and those of none."""
        return self.of(member.user_id).filter(Q(consortium=None) | Q(consortium=member.consortium_id))

    def of(self, user_id: int) -> Self:
        return self.filter(recipient=user_id)

    def unread(self) -> Self:
        return self.filter(read_at=None)


class MessageQuerySet(models.QuerySet):
    def visible_to(self, member: Reader) -> Self:
        """The operator sees how delivery goes; nobody needs to see what waits for others."""
        return self.all() if member.actor.kind is Kind.OPERATOR else self.none()

    def due(self) -> Self:
        """Those that wait and are due, and those whose worker let its lease run out."""
        return self.filter(
            Q(state=MessageState.PENDING, due_at__lte=Now())
            | Q(state=MessageState.SENDING, lease_until__lte=Now())
        )

    def not_offered_for(self, pause: timedelta) -> Self:
        """Those that no worker has been offered in this time."""
        return self.filter(Q(offered_at=None) | Q(offered_at__lte=Now() - pause))

    def dead(self) -> Self:
        return self.filter(state=MessageState.DEAD)

    def first_in_line(self) -> Self:
        return self.order_by(F("due_at").asc(), "pk")


class OperatorQuerySet(models.QuerySet):
    """Technical rows without personal content."""

    def visible_to(self, member: Reader) -> Self:
        return self.all() if member.actor.kind is Kind.OPERATOR else self.none()


class OwnQuerySet(models.QuerySet):
    """Rows that only the person they belong to may know."""

    def visible_to(self, member: Reader) -> Self:
        return self.filter(user=member.user_id)
