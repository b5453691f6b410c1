"""Inviting, joining and ending access."""

import datetime

import pytest
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.core import mail
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from consortium.accounts.models import ApiToken, Invitation, User
from consortium.rowlevel import Actor, Kind, acting_as
from partners import tasks
from partners.models import Member
from partners.people import services
from partners.people.work import preparations
from partners.states import Role
from tests.authorization import as_owner
from tests.factories import MemberFactory
from tests.partners.people import PASSWORD, accept, invite, link_of, refused

pytestmark = pytest.mark.django_db


@pytest.fixture
def on_commit_now(django_capture_on_commit_callbacks):
    return django_capture_on_commit_callbacks


@pytest.fixture(autouse=True)
def _no_broker(monkeypatch):
    monkeypatch.setattr(tasks.mail_invitation, "delay", lambda pk: None)


def test_somebody_invited_chooses_a_password_and_is_a_member(client, cast):
    link = link_of(invite(cast))
    assert client.get(link).status_code == 200
    assert accept(client, link).status_code == 302
    with as_owner():
        member = Member.objects.get(user__email="new@example.com")
        assert (member.role, member.partner_id) == (Role.HR, cast.partners["company"].pk)
        assert User.objects.get(email="new@example.com").check_password(PASSWORD)
    assert client.session["_auth_user_id"] == str(member.user_id)


def test_the_link_works_once(client, cast):
    link = link_of(invite(cast))
    accept(client, link)
    client.logout()
    assert client.get(link).status_code == 404
    assert accept(client, link).status_code == 404
    with as_owner():
        assert Member.objects.filter(user__email="new@example.com").count() == 1


@pytest.mark.parametrize(
    "change",
    [
        {"expires_at": datetime.datetime(2026, 1, 1, tzinfo=datetime.UTC)},
        {"withdrawn_at": datetime.datetime(2026, 1, 1, tzinfo=datetime.UTC)},
    ],
    ids=["expired", "withdrawn"],
)
def test_a_link_that_no_longer_holds_opens_nothing(client, cast, change):
    invitation = invite(cast)
    link = link_of(invitation)
    with as_owner():
        Invitation.objects.filter(pk=invitation.pk).update(**change)
    assert client.get(link).status_code == 404


def test_a_guessed_link_opens_nothing(client, cast):
    invitation = invite(cast)
    assert client.get(f"/accounts/invitation/{invitation.pk}-guess/").status_code == 404  # not yet mailed
    link_of(invitation)
    for token in (f"{invitation.pk}-guess", "x-y", "nothing", f"{invitation.pk}-", "²-x"):
        assert client.get(f"/accounts/invitation/{token}/").status_code == 404


def test_the_table_holds_no_link(cast):
    invitation = invite(cast)
    secret = link_of(invitation).split("-", 1)[1].rstrip("/")
    with as_owner():
        assert secret not in str(Invitation.objects.values().get(pk=invitation.pk))


def test_an_invitation_is_mailed_once_however_often_the_task_runs(cast):
    invitation = invite(cast)
    tasks.mail_invitation(invitation.pk)
    tasks.mail_invitation(invitation.pk)
    assert [letter.to for letter in mail.outbox] == [["new@example.com"]]


def test_an_invitation_that_the_broker_lost_is_offered_again(cast, monkeypatch):
    invitation, offered = invite(cast), []
    monkeypatch.setattr(tasks.doorbell, "nudge", lambda task, calls: offered.extend(calls))
    tasks.send_waiting_invitations()
    assert offered == [(invitation.pk,)]


def test_somebody_with_a_log_in_proves_it_before_joining_again(client, cast):
    link = link_of(invite(cast, email=cast["stranger_hr"].user.email))
    page = client.get(link)
    assert b'name="password"' not in page.content
    accept(client, link)
    with as_owner():
        assert not Member.objects.filter(user=cast["stranger_hr"].user, consortium=cast.consortium).exists()
    client.force_login(cast["stranger_hr"].user)
    assert client.post(link)["Location"] == "/paju/"


def test_an_invitation_is_not_for_whoever_else_is_logged_in(client, cast):
    link = link_of(invite(cast))
    client.force_login(cast["rival_hr"].user)
    assert client.post(link).status_code == 403
    with as_owner():
        assert Invitation.objects.get().accepted_at is None


@pytest.mark.parametrize(
    ("by", "partner", "role", "allowed"),
    [
        ("coordinator", "city", Role.CITY_OFFICIAL, True),
        ("coordinator", "school", Role.HOMEROOM_TEACHER, True),
        ("coordinator", "school", Role.OPERATOR, False),
        ("coordinator", "company", Role.HOMEROOM_TEACHER, False),
        ("coordinator", "school", Role.HR, False),
        ("hr", "company", Role.TRAINER, True),
        ("hr", "company", Role.COORDINATOR, False),
        ("hr", "rival", Role.HR, False),
        ("official", "city", Role.COUNCIL_SECRETARY, True),
        ("trainer", "company", Role.TRAINER, False),
        ("teacher", "school", Role.HOMEROOM_TEACHER, False),
        ("student", "school", Role.STUDENT, False),
    ],
)
def test_administrators_invite_to_their_organisation_in_its_roles(cast, by, partner, role, allowed):
    if allowed:
        assert invite(cast, by, partner, role).role == role
    else:
        with pytest.raises(PermissionDenied):
            invite(cast, by, partner, role)


def test_the_form_says_that_a_role_does_not_fit_the_organisation(client, cast):
    client.force_login(cast["coordinator"].user)
    new = {"email": "x@example.com", "name": "x", "partner": cast.partners["company"].pk}
    page = client.post("/paju/members/invite/", new | {"roles": ["HR", "PRINCIPAL"]})
    assert (page.status_code, list(page.context["form"].errors)) == (422, ["roles"])
    assert client.post("/paju/members/invite/", new | {"roles": ["HR"]}).status_code == 302


def test_the_database_refuses_a_role_of_another_kind_even_without_the_service(cast):
    with refused(cast["hr"]):
        Invitation.objects.create(
            email="x@example.com",
            name="x",
            consortium=cast.consortium,
            partner=cast.partners["company"],
            role=Role.COORDINATOR,
            invited_by=cast["hr"],
            expires_at=timezone.now() + datetime.timedelta(days=1),
        )


def test_a_link_can_add_only_the_membership_it_names(cast):
    invitation = invite(cast)
    link = Actor(Kind.LINK, user=cast["rival_hr"].user_id, link=invitation.pk)
    with refused(link):
        Member.objects.create(
            user=cast["rival_hr"].user,
            consortium=cast.consortium,
            partner=cast.partners["school"],
            role=Role.COORDINATOR,
        )


# --- the end -----------------------------------------------------------------------------------------


def test_an_ended_membership_ends_sessions_and_tokens_at_once(client, cast, on_commit_now):
    client.force_login(cast["trainer"].user)
    assert client.get("/paju/members/").status_code == 403
    key = client.session.session_key
    with as_owner():
        UserSession.objects.create(user=cast["trainer"].user, ip="127.0.0.1", session_key=key)
        token = ApiToken.objects.create(
            member=cast["trainer"], name="t", digest="d", scopes=["read"], expires_at=timezone.now()
        )
    with on_commit_now(execute=True), acting_as(cast["hr"].actor):
        services.end_membership(cast["trainer"], by=cast["hr"])
    assert client.get("/paju/members/")["Location"].startswith("/accounts/login/")
    with as_owner():
        assert not Session.objects.filter(session_key=key).exists()
        assert not UserSession.objects.filter(session_key=key).exists()
        assert ApiToken.objects.get(pk=token.pk).revoked_at is not None


def test_somebody_with_another_membership_keeps_their_session(client, cast, on_commit_now):
    with as_owner():
        Member.objects.create(
            user=cast["trainer"].user,
            consortium=cast.other_consortium,
            partner=cast.other_partners["company"],
            role=Role.TRAINER,
        )
    client.force_login(cast["trainer"].user)
    with on_commit_now(execute=True), acting_as(cast["hr"].actor):
        services.end_membership(cast["trainer"], by=cast["hr"])
    assert client.get("/paju/members/").status_code == 404
    assert client.get("/other/members/").status_code == 403


@pytest.mark.parametrize(
    ("by", "whose", "status"),
    [
        ("coordinator", "hr", 200),
        ("coordinator", "teacher", 200),
        ("coordinator", "coordinator", 403),
        ("coordinator", "stranger_hr", 404),
        ("coordinator", "student", 404),
        ("hr", "trainer", 200),
        ("hr", "rival_hr", 404),
        ("hr", "coordinator", 404),
        ("teacher", "hr", 403),
        ("official", "hr", 404),
    ],
)
def test_who_may_open_the_page_that_ends_a_membership(client, cast, by, whose, status):
    client.force_login(cast[by].user)
    assert client.get(f"/paju/members/{cast[whose].pk}/end/").status_code == status


def test_an_organisation_can_end_but_not_rewrite_its_memberships(cast):
    with refused(cast["hr"]):
        Member.objects.filter(pk=cast["trainer"].pk).update(role=Role.COORDINATOR)


def test_nobody_makes_memberships_but_by_an_invitation(cast):
    for who in ("coordinator", "hr", "operator"):
        with refused(cast[who]):
            Member.objects.create(
                user=cast["rival_hr"].user,
                consortium=cast.consortium,
                partner=cast.partners["school"],
                role=Role.COORDINATOR,
            )


@pytest.mark.parametrize(
    ("who", "names"),
    [
        ("hr", {"hr", "trainer"}),
        ("official", {"official", "council_secretary"}),
    ],
)
def test_an_administrator_sees_the_people_of_their_organisation(client, cast, who, names):
    client.force_login(cast[who].user)
    rows = client.get("/paju/members/").context["rows"]
    assert {row["member"].pk for row in rows} == {cast[name].pk for name in names}


def test_the_coordinator_sees_every_organisation_and_no_student(client, cast):
    client.force_login(cast["coordinator"].user)
    shown = {row["member"].pk for row in client.get("/paju/members/").context["rows"]}
    here = {m.pk for m in cast.members.values() if m.consortium_id == cast.consortium.pk}
    assert shown == here - {cast["student"].pk}


def test_the_history_of_rights_says_who_ended_what(client, cast):
    client.force_login(cast["coordinator"].user)
    MemberFactory(consortium=cast.consortium, partner=cast.partners["company"], role=Role.HR)
    client.post(f"/paju/members/{cast['hr'].pk}/end/")
    change = client.get("/paju/members/history/").context["changes"][0]
    assert (change.person, change.partner, change.role, change.by) == (
        str(cast["hr"].user),
        "paju company",
        Role.HR.label,
        str(cast["coordinator"].user),
    )


@pytest.mark.parametrize(
    ("who", "status"),
    [("coordinator", 200), ("principal", 200), ("teacher", 403), ("hr", 200), ("trainer", 403)],
)
def test_who_reads_the_history_of_rights(client, cast, who, status):
    client.force_login(cast[who].user)
    assert client.get("/paju/members/history/").status_code == status


def test_pages_take_as_many_queries_for_many_members_as_for_few(client, cast):
    client.force_login(cast["coordinator"].user)
    client.get("/paju/members/")
    with CaptureQueriesContext(connection) as few:
        client.get("/paju/members/")
    for _ in range(3):
        MemberFactory(consortium=cast.consortium, partner=cast.partners["city"], role=Role.CITY_OFFICIAL)
    with CaptureQueriesContext(connection) as many:
        client.get("/paju/members/")
    assert len(many) == len(few)


def test_a_new_member_sets_up_a_second_factor_first(client, cast, settings):
    settings.DEMO = False
    link = link_of(invite(cast))
    accept(client, link)
    assert client.get("/paju/members/")["Location"] == "/accounts/second-factor/"
    with as_owner():
        user = User.objects.get(email="new@example.com")
        Authenticator.objects.create(user=user, type="totp", data={"secret": ""})
    assert client.get("/paju/members/").status_code == 200


@pytest.mark.parametrize("number", ["9" * 20, "9" * 5000, "0", "\u0663"])
def test_an_invented_invitation_is_closed(client, number):
    assert client.get(f"/accounts/invitation/{number}-secret/").status_code == 404


def test_each_thing_to_prepare_leads_to_the_page_where_it_is_done(cast):
    with acting_as(cast["coordinator"].actor):
        items = preparations(cast["coordinator"])
    assert "/paju/agreements/" in {item.url for item in items}
    assert items[0].url == "/paju/getting-started/"
