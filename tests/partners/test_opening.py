import io
import re

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from consortium.accounts.models import User
from partners.models import Member
from partners.states import Role
from tests.authorization import as_owner

WORDS = {
    "name": "새 연합체",
    "region": "강원도",
    "school": "새고등학교",
    "email": "First@New.example",
    "coordinator": "처음이",
}


def opened(slug: str = "new-city") -> str:
    out = io.StringIO()
    call_command("open_consortium", slug, **WORDS, stdout=out)
    return re.search(r"https?://\S+", out.getvalue())[0]


def test_the_first_coordinator_gets_in_by_the_printed_link(db):
    link = opened()
    with as_owner():
        member = Member.objects.select_related("consortium__school", "user").get()
    assert (member.role, member.consortium.slug, member.partner_id) == (
        Role.COORDINATOR,
        "new-city",
        member.consortium.school_id,
    )
    client = Client()
    page = client.get(link.removeprefix("http://localhost:8000"), follow=True)
    form = page.redirect_chain[-1][0]
    password = "a long first password"
    client.post(form, {"password1": password, "password2": password})
    assert User.objects.get(email="first@new.example").check_password(password)
    assert client.get(link.removeprefix("http://localhost:8000"), follow=True).status_code == 200
    assert client.login(email="first@new.example", password=password) is True


def test_a_second_run_opens_nothing_twice(db):
    opened()
    opened()
    with as_owner():
        assert Member.objects.count() == 1


def test_an_address_of_the_portal_itself_is_refused(db):
    with pytest.raises(CommandError, match="address of the portal itself"):
        opened("admin")


def test_an_operator_is_appointed_once_and_belongs_to_no_consortium(db):
    out = io.StringIO()
    for _ in range(2):
        call_command("appoint_operator", "Ops@City.example", name="운영자", stdout=out)
    assert "/accounts/password/reset/" in out.getvalue()
    with as_owner():
        member = Member.objects.get(user__email="ops@city.example")
    assert (member.role, member.consortium_id) == (Role.OPERATOR, None)


def test_an_operator_needs_an_address_that_can_be_one(db):
    with pytest.raises(CommandError):
        call_command("appoint_operator", "nobody", name="운영자")
