"""Invitations as people meet them, and who had which right on a day."""

import datetime

import pytest
from django.core import mail
from django.utils import timezone

from consortium.accounts.models import ApiToken, Invitation
from consortium.notifications.models import Message
from consortium.reports.forms import DownloadForm
from consortium.reports.models import Job
from consortium.rowlevel import acting_as
from consortium.workflow import StateConflict
from partners import tasks
from partners.models import Member
from partners.people import services
from partners.people.forms import InvitationForm, RightsExportForm, TokenForm
from partners.states import Role
from tests.authorization import as_owner
from tests.partners.people import accept, invite, link_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def on_commit_now(django_capture_on_commit_callbacks):
    return django_capture_on_commit_callbacks


@pytest.fixture(autouse=True)
def _no_broker(monkeypatch):
    monkeypatch.setattr(tasks.mail_invitation, "delay", lambda pk: None)


def logged_in(client, cast, who):
    client.force_login(cast[who].user)
    return client


def test_several_roles_are_one_mail_and_one_link(client, cast):
    logged_in(client, cast, "coordinator")
    words = {"email": "new@example.com", "name": "신입", "partner": cast.partners["school"].pk}
    roles = ["HOMEROOM_TEACHER", "TRAINING_TEACHER"]
    assert client.post("/paju/members/invite/", words | {"roles": roles}).status_code == 302
    with as_owner():
        waiting = list(Invitation.objects.waiting())
    assert len(waiting) == 1
    link = link_of(waiting[0])
    assert str(Role.TRAINING_TEACHER.label) in mail.outbox[-1].body
    client.logout()
    assert client.get(link).context["roles"] == [Role.HOMEROOM_TEACHER.label, Role.TRAINING_TEACHER.label]
    accept(client, link)
    with as_owner():
        held = Member.objects.filter(user__email="new@example.com").values_list("role", flat=True)
        assert set(held) == set(roles)
        assert not Invitation.objects.open().exists()


def test_sending_again_renews_all_roles_that_were_offered_together(cast):
    with acting_as(cast["coordinator"].actor):
        words = {"email": "new@example.com", "name": "신입", "partner": cast.partners["school"]}
        also = [Role.TRAINING_TEACHER]
        mailed = services.invite_member(
            by=cast["coordinator"], role=Role.HOMEROOM_TEACHER, also=also, **words
        )
    with as_owner():
        Invitation.objects.update(expires_at=timezone.now() - datetime.timedelta(hours=1))
    with acting_as(cast["coordinator"].actor):
        services.resend_invitation(mailed, by=cast["coordinator"])
    with as_owner():
        assert Invitation.objects.open().count() == 2


def test_an_invitation_for_one_organisation_carries_no_role_of_another(client, cast):
    link = link_of(invite(cast))
    invite(cast, partner="rival")
    accept(client, link)
    with as_owner():
        assert Member.objects.get(user__email="new@example.com").partner_id == cast.partners["company"].pk


@pytest.mark.parametrize("again", ["invited", "member"])
def test_nobody_is_invited_twice(client, cast, again):
    email = "new@example.com" if again == "invited" else cast["hr"].user.email.upper()
    if again == "invited":
        invite(cast)
    logged_in(client, cast, "coordinator")
    words = {"email": email, "name": "신입", "partner": cast.partners["company"].pk, "roles": ["HR"]}
    page = client.post("/paju/members/invite/", words)
    assert (page.status_code, list(page.context["form"].errors)) == (422, ["email"])
    assert page.context["form"]["name"].value() == "신입"


def test_an_expired_invitation_shows_and_is_sent_again_with_a_new_link(client, cast):
    invitation = invite(cast)
    old = link_of(invitation)
    with as_owner():
        Invitation.objects.update(expires_at=timezone.now() - datetime.timedelta(hours=1))
    logged_in(client, cast, "hr")
    assert [one.is_expired for one, _ in client.get("/paju/members/").context["invitations"]] == [True]
    assert client.post(f"/paju/members/invitations/{invitation.pk}/resend/").status_code == 302
    new = link_of(invitation)
    client.logout()
    assert client.get(old).status_code == 404
    assert client.get(new).status_code == 200


@pytest.mark.parametrize("settled", ["accepted_at", "withdrawn_at"])
def test_an_invitation_that_is_settled_is_not_sent_again(cast, settled):
    invitation = invite(cast)
    with as_owner():
        Invitation.objects.update(**{settled: timezone.now()})
    with acting_as(cast["hr"].actor), pytest.raises(StateConflict):
        services.resend_invitation(invitation, by=cast["hr"])


def test_the_form_is_filled_for_a_successor(client, cast):
    logged_in(client, cast, "coordinator")
    partner = cast.partners["company"].pk
    form = client.get(f"/paju/members/invite/?partner={partner}&roles=HR").context["form"]
    assert (str(form["partner"].value()), form["roles"].value()) == (str(partner), ["HR"])


# --- the rights of a day -----------------------------------------------------------------------------


def rights_of(client, day):
    return {right.member.pk for right in client.get(f"/paju/members/history/?day={day}").context["rights"]}


def test_the_rights_of_a_day_include_who_has_left_since_and_not_who_came_later(client, cast):
    with as_owner():
        Member.objects.filter(pk=cast["trainer"].pk).update(
            valid_until=datetime.date(2026, 3, 31),
            ended_at=datetime.datetime(2026, 3, 31, 9, tzinfo=datetime.UTC),
        )
        Member.objects.filter(pk=cast["hr"].pk).update(valid_from=datetime.date(2026, 5, 1))
    logged_in(client, cast, "principal")
    both = {cast["hr"].pk, cast["trainer"].pk}
    assert rights_of(client, "2026-03-31") & both == {cast["trainer"].pk}
    assert rights_of(client, "2026-04-15") & both == set()
    assert rights_of(client, "2026-05-01") & both == {cast["hr"].pk}
    assert cast["student"].pk not in rights_of(client, "2026-05-01")


def test_a_day_that_is_none_is_said_and_today_is_shown(client, cast):
    logged_in(client, cast, "principal")
    page = client.get("/paju/members/history/?day=x")
    assert page.context["form"].errors
    assert page.context["day"] == timezone.localdate()


def test_a_partners_administrator_reads_the_rights_and_changes_of_their_own(client, cast):
    with acting_as(cast["hr"].actor):
        services.end_membership(cast["trainer"], by=cast["hr"])
    logged_in(client, cast, "hr")
    assert rights_of(client, timezone.localdate()) == {cast["hr"].pk, cast["trainer"].pk}
    changes = client.get("/paju/members/history/").context["changes"]
    assert {change.partner for change in changes} == {"paju company"}


def test_rights_leave_the_portal_as_a_file_only_with_a_reason(client, cast):
    logged_in(client, cast, "coordinator")
    assert client.post("/paju/members/history/export/", {"day": "2026-05-01"}).status_code == 422
    words = {"day": "2026-05-01", "reason": "교육청 정기 점검"}
    assert client.post("/paju/members/history/export/", words).status_code == 302
    with as_owner():
        job = Job.objects.get()
    assert (job.kind, job.parameters, job.reason) == ("rights", {"day": "2026-05-01"}, "교육청 정기 점검")


def test_whoever_makes_a_token_has_just_proved_who_they_are_and_is_told_by_mail(client, cast):
    hr, wanted = cast["hr"], {"name": "수집", "scopes": ["read"]}
    client.force_login(hr.user)
    url = "/paju/members/tokens/"
    page = client.get(url)
    assert "/accounts/reauthenticate/?next=%2Fpaju%2Fmembers%2Ftokens%2F" in page.content.decode()
    assert 'name="scopes"' not in page.content.decode()
    answer = client.post(url, wanted)
    assert answer["Location"] == "/accounts/reauthenticate/?next=%2Fpaju%2Fmembers%2Ftokens%2F"
    with as_owner():
        assert not ApiToken.objects.exists()
        hr.user.set_password("correct horse battery staple")
        hr.user.save()
    client.force_login(hr.user)
    proved = client.post(answer["Location"], {"password": "correct horse battery staple"})
    assert proved["Location"] == url
    assert client.post(url, wanted).context["made"].secret
    with as_owner():
        (told,) = Message.objects.filter(recipient=hr.user)
        assert (told.event, told.urgent) == ("partners/token_made", True)
        assert ApiToken.objects.get().member_id == hr.pk


@pytest.mark.parametrize("form", [InvitationForm, TokenForm, RightsExportForm, DownloadForm])
def test_no_text_about_people_takes_a_resident_number(cast, form):
    more = {InvitationForm: {"member": cast["coordinator"]}, DownloadForm: {"personal": True}}.get(form, {})
    text = "0905\u200b01 - 3123456"
    filled = form(dict.fromkeys(("name", "reason"), text), **more)
    name = "name" if "name" in filled.fields else "reason"
    assert "resident_number" in [error.code for error in filled.errors.as_data()[name]]
