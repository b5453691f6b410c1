"""Inviting and joining, as tests about people do it."""

import re
from contextlib import ExitStack

import pytest
from django.core import mail
from django.db import DatabaseError, transaction

from consortium.rowlevel import Actor, acting_as
from partners import tasks
from partners.people import services
from partners.states import Role

PASSWORD = "a long enough password"


def refused(by):
    """Expect PostgreSQL itself to refuse what this member tries."""
    stack = ExitStack()
    stack.enter_context(pytest.raises(DatabaseError, match=r"row-level security|permission denied"))
    stack.enter_context(transaction.atomic())
    stack.enter_context(acting_as(by if isinstance(by, Actor) else by.actor))
    return stack


def invite(cast, by="coordinator", partner="company", role=Role.HR, email="new@example.com"):
    with acting_as(cast[by].actor):
        return services.invite_member(
            by=cast[by], email=email, name="신입", partner=cast.partners[partner], role=role
        )


def link_of(invitation):
    tasks.mail_invitation(invitation.pk)
    return re.search(r"/accounts/invitation/\S+", mail.outbox[-1].body).group()


def accept(client, link):
    return client.post(link, {"password": PASSWORD, "again": PASSWORD})
