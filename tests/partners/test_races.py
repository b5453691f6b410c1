"""A double click on an invitation: one membership begins, and neither answer is an error of ours."""

import threading

import pytest
from django.test import Client

from consortium.accounts.models import User
from consortium.rowlevel import acting_as
from partners.models import Member
from partners.people import services, views
from partners.states import Role
from tests.authorization import as_owner
from tests.cast import assemble
from tests.partners.test_people import accept, link_of
from tests.racing import at_once

pytestmark = pytest.mark.django_db(transaction=True)


def clicked_twice(link, user=None):
    """Two posts at once, each on a connection of its own; their statuses in order."""

    def click():
        client = Client(raise_request_exception=False)
        if user:
            client.force_login(user)
        return accept(client, link).status_code

    return sorted(at_once(click, click))


def met(function):
    """The function, entered by both clicks before either goes on."""
    barrier = threading.Barrier(2, timeout=20)

    def meeting(*args, **kwargs):
        barrier.wait()
        return function(*args, **kwargs)

    return meeting


def invited(cast, email):
    with acting_as(cast["coordinator"].actor):
        return services.invite_member(
            by=cast["coordinator"],
            email=email,
            name="새 사람",
            partner=cast.partners["company"],
            role=Role.HR,
        )


def test_somebody_new_who_clicks_twice_joins_once(monkeypatch):
    link = link_of(invited(assemble(), "new@example.com"))
    monkeypatch.setattr(User.objects, "create_user", met(User.objects.create_user))
    assert clicked_twice(link) == [302, 403]
    with as_owner():
        assert Member.objects.filter(user__email="new@example.com").count() == 1


def test_somebody_known_who_clicks_twice_joins_once(monkeypatch):
    cast = assemble()
    user = cast["stranger_hr"].user
    link = link_of(invited(cast, user.email))
    monkeypatch.setattr(views.services, "find_invitation", met(services.find_invitation))
    assert clicked_twice(link, user) == [302, 404]
    with as_owner():
        assert Member.objects.filter(user=user, consortium=cast.consortium).count() == 1
