import pytest
from allauth.usersessions.models import UserSession
from django.contrib import admin
from django.test import Client

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


@pytest.fixture
def signed_in(client):
    person = staff()
    client.force_login(person)
    return client, person


@pytest.mark.parametrize(
    "question",
    [
        "/admin/accounts/user/?id__exact={pk}",
        "/admin/accounts/user/?password__startswith=pbkdf2",
        "/admin/accounts/user/?id__exact={pk}&password__regex=^p",
        "/admin/accounts/user/?memberships__api_tokens__digest__startswith=a",
        "/admin/accounts/user/?is_superuser__exact=1",
        "/admin/usersessions/usersession/?session_key__regex=^a",
        "/admin/usersessions/usersession/?user__id__exact={pk}",
        "/admin/usersessions/usersession/?user__password__startswith=p",
    ],
)
def test_lists_answer_no_question_about_columns_that_they_do_not_show(signed_in, question):
    client, person = signed_in
    assert client.get(question.format(pk=person.pk)).status_code == 400


@pytest.mark.parametrize(
    "question",
    [
        "/admin/accounts/user/?is_active__exact=1",
        "/admin/accounts/user/?is_staff__exact=1&o=1",
        "/admin/accounts/user/?q=example",
        "/admin/accounts/user/?q=%00",
        "/admin/usersessions/usersession/?q=example",
        "/admin/usersessions/usersession/?q=%00",
    ],
)
def test_lists_can_be_searched_and_narrowed(signed_in, question):
    client, _ = signed_in
    assert client.get(question).status_code == 200


def test_a_session_is_seen_without_its_key_and_ended_from_there(signed_in):
    client, _ = signed_in
    victim = Client()
    person = UserFactory(email="victim@example.com")
    victim.force_login(person)
    key = victim.session.session_key
    row = UserSession.objects.create(user=person, ip="127.0.0.1", session_key=key, user_agent="tests")
    pages = ("", "?q=victim", f"{row.pk}/change/", f"{row.pk}/delete/", f"{row.pk}/history/")
    shown = [client.get(f"/admin/usersessions/usersession/{page}", follow=True) for page in pages]
    assert [page.status_code for page in shown] == [200] * len(pages)
    assert [page for page in shown if key in page.content.decode()] == []

    client.post(f"/admin/usersessions/usersession/{row.pk}/delete/", {"post": "yes"})
    assert victim.get("/accounts/second-factor/").status_code == 302  # to the log-in
    assert not UserSession.objects.filter(pk=row.pk).exists()
