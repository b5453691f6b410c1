import pytest
from django.contrib import admin

from tests.factories import UserFactory

pytestmark = pytest.mark.django_db


def staff(**traits):
    return UserFactory(is_staff=True, is_superuser=True, **traits)


def test_the_admin_shows_technical_tables_only():
    assert {model._meta.label for model in admin.site._registry} == {
        "accounts.User",
        "usersessions.UserSession",
    }


def test_the_admin_is_entered_through_the_portals_own_log_in(client):
    answer = client.get("/admin/", follow=True)
    assert answer.redirect_chain[-1][0].startswith("/accounts/login/?next=")


def test_people_who_are_not_staff_are_refused(client, settings):
    settings.DEMO = False
    client.force_login(UserFactory())
    assert client.get("/admin/", follow=True).status_code == 403


def test_staff_without_a_second_factor_see_nothing(client, settings):
    settings.DEMO = False
    client.force_login(staff(second_factor=False))
    assert (
        client.get("/admin/accounts/user/", follow=True).redirect_chain[-1][0] == "/accounts/second-factor/"
    )


def test_staff_see_log_ins_and_cannot_add_or_delete_one(client, settings):
    settings.DEMO = False
    person = staff()
    client.force_login(person)
    assert client.get("/admin/accounts/user/").status_code == 200
    assert client.get("/admin/accounts/user/add/").status_code == 403
    assert client.post(f"/admin/accounts/user/{person.pk}/delete/").status_code == 403
