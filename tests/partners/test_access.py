"""Who is admitted where: memberships, their end, tokens and the switcher."""

import datetime

import pytest
from allauth.mfa.models import Authenticator
from django.db import connection
from django.http import JsonResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import include, path
from django.utils import timezone
from rest_framework.views import APIView

from consortium.accounts.models import ApiToken
from consortium.accounts.tokens import digest_of
from consortium.rowlevel import acting_as, current_actor
from consortium.shell.entrance import member_path
from partners.models import Member
from partners.people import services
from tests.authorization import as_owner
from tests.factories import MemberFactory

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.partners.test_access")]


def who(request):
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user, session_user")
        role, login = cursor.fetchone()
    return JsonResponse(
        {"member": request.member.pk, "role": role, "login": login, "kind": current_actor().kind}
    )


def sleep(request):
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_sleep(20)")
    return JsonResponse({})


class Sleep(APIView):
    def get(self, request, **kwargs):
        return sleep(request)


inside = [member_path("who/", who, name="who"), member_path("sleep/", sleep, name="sleep")]
in_api = [*inside[:1], path("sleep/", Sleep.as_view(), name="sleep")]
urlpatterns = [
    path("api/v1/<slug:consortium>/", include((in_api, "api_who"))),
    path("<slug:consortium>/", include((inside, "who"))),
    path("", include("consortium.urls")),
]


def answer(client, address, **extra):
    with CaptureQueriesContext(
        connection,
    ) as queries:
        response = client.get(address, **extra)
    return response.status_code, response.content, len(queries)


def test_a_member_acts_under_the_role_of_their_kind(client, cast):
    client.force_login(cast["hr"].user)
    assert client.get("/paju/who/").json() == {
        "member": cast["hr"].pk,
        "role": "r_company",
        "login": "portal_web",
        "kind": "company",
    }


def test_a_foreign_consortium_answers_exactly_as_one_that_does_not_exist(client, cast):
    client.force_login(cast["coordinator"].user)
    client.get("/paju/who/")
    foreign, missing = answer(client, "/other/who/"), answer(client, "/never/who/")
    assert foreign[0] == 404
    assert foreign == (missing[0], missing[1].replace(b"/never/", b"/other/"), missing[2])


def test_anonymous_people_are_asked_to_log_in_whether_the_consortium_exists_or_not(client, cast):
    for slug in ("paju", "never"):
        assert client.get(f"/{slug}/who/")["Location"] == f"/accounts/login/?next=/{slug}/who/"


def test_a_page_without_a_consortium_keeps_the_bare_log_in(client, cast):
    client.force_login(cast["coordinator"].user)
    assert client.get("/accounts/second-factor/").status_code == 200
    assert current_actor() is None


@pytest.mark.parametrize(
    "change",
    [
        {"ended_at": datetime.datetime(2026, 1, 1, tzinfo=datetime.UTC)},
        {"valid_until": datetime.date(2025, 12, 31)},
        {"valid_from": datetime.date(2999, 1, 1)},
    ],
    ids=["ended", "expired", "not yet begun"],
)
def test_a_membership_that_does_not_hold_opens_nothing_from_the_next_click(client, cast, change):
    client.force_login(cast["hr"].user)
    assert client.get("/paju/who/").status_code == 200
    with as_owner():
        Member.objects.filter(pk=cast["hr"].pk).update(**change)
    assert client.get("/paju/who/").status_code == 404


def test_the_last_day_still_counts(client, cast):
    with as_owner():
        Member.objects.filter(pk=cast["hr"].pk).update(valid_until=timezone.localdate())
    client.force_login(cast["hr"].user)
    assert client.get("/paju/who/").status_code == 200


# --- the switcher ------------------------------------------------------------------------------------


def test_the_switcher_changes_the_membership_of_this_consortium_only(client, cast):
    second = MemberFactory(
        user=cast["hr"].user, consortium=cast.consortium, partner=cast["hr"].partner, role="TRAINER"
    )
    client.force_login(cast["hr"].user)
    response = client.post("/switch/", {"member": second.pk})
    assert response["Location"] == "/paju/"
    assert client.get("/paju/who/").json()["member"] == second.pk
    client.post("/switch/", {"member": cast["hr"].pk})
    assert client.get("/paju/who/").json()["member"] == cast["hr"].pk


@pytest.mark.parametrize("whose", ["coordinator", "stranger"])
def test_nobody_switches_into_somebody_elses_membership(client, cast, whose):
    client.force_login(cast["hr"].user)
    assert client.post("/switch/", {"member": cast[whose].pk}).status_code == 404
    assert client.post("/switch/", {"member": "x"}).status_code == 404
    assert client.get("/paju/who/").json()["member"] == cast["hr"].pk


def test_switching_needs_a_post_with_the_csrf_token(cast):
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(cast["hr"].user)
    assert strict.get("/switch/").status_code == 405
    assert strict.post("/switch/", {"member": cast["hr"].pk}).status_code == 403


def test_a_chosen_membership_that_ended_falls_back_to_another(client, cast):
    second = MemberFactory(
        user=cast["hr"].user, consortium=cast.consortium, partner=cast["hr"].partner, role="TRAINER"
    )
    client.force_login(cast["hr"].user)
    client.post("/switch/", {"member": second.pk})
    with as_owner():
        Member.objects.filter(pk=second.pk).update(ended_at=timezone.now())
    assert client.get("/paju/who/").json()["member"] == cast["hr"].pk


# --- API tokens --------------------------------------------------------------------------------------


@pytest.fixture
def token(cast):
    """A token of HR's that reads; gives (row, secret)."""
    with as_owner():
        row = ApiToken.objects.create(
            member=cast["hr"],
            name="test",
            digest=digest_of("cpt_secret"),
            scopes=["read"],
            expires_at=timezone.now() + datetime.timedelta(days=1),
        )
    return row


def bearer(secret="cpt_secret"):
    return {"HTTP_AUTHORIZATION": f"Bearer {secret}"}


def test_a_token_acts_as_its_membership(client, cast, token):
    assert client.get("/api/v1/paju/who/", **bearer()).json()["role"] == "r_company"


def test_a_token_opens_no_page_and_no_other_consortium(client, cast, token):
    assert client.get("/paju/who/", **bearer())["Location"].startswith("/accounts/login/")
    assert client.get("/api/v1/other/who/", **bearer()).status_code == 404
    foreign, missing = (answer(client, f"/api/v1/{slug}/who/", **bearer()) for slug in ("other", "never"))
    assert foreign == missing


def test_a_reading_token_changes_nothing(client, cast, token):
    assert client.post("/api/v1/paju/who/", **bearer()).status_code == 403


@pytest.mark.parametrize(
    "change",
    [
        {"revoked_at": datetime.datetime(2026, 1, 1, tzinfo=datetime.UTC)},
        {"expires_at": datetime.datetime(2026, 1, 1, tzinfo=datetime.UTC)},
    ],
    ids=["revoked", "expired"],
)
def test_a_token_that_does_not_hold_is_refused(client, cast, token, change):
    with as_owner():
        ApiToken.objects.filter(pk=token.pk).update(**change)
    assert client.get("/api/v1/paju/who/", **bearer()).status_code == 401


def test_a_token_of_somebody_without_a_second_factor_rests(client, cast, token, settings):
    settings.DEMO = False
    assert client.get("/api/v1/paju/who/", **bearer()).status_code == 200
    with as_owner():
        Authenticator.objects.all().delete()
    assert client.get("/api/v1/paju/who/", **bearer()).status_code == 403


def test_a_wrong_token_is_not_rescued_by_a_session(client, cast, token):
    client.force_login(cast["hr"].user)
    assert client.get("/api/v1/paju/who/", **bearer("cpt_wrong")).status_code == 401


def test_only_the_digest_of_a_token_is_kept(cast):
    with acting_as(cast["hr"].actor):
        made = services.make_token(by=cast["hr"], name="수집", scopes=["read"])
    with as_owner():
        assert made.secret not in str(ApiToken.objects.filter(pk=made.token.pk).values().get())
        assert made.token.digest == digest_of(made.secret)


def test_a_statement_that_takes_too_long_is_broken_off_and_said_to_be(client, cast, settings):
    settings.STATEMENT_SECONDS = 1
    client.force_login(cast["hr"].user)
    page = client.get("/paju/sleep/")
    assert page.status_code == 503
    assert "너무 오래 걸려" in page.content.decode()
    answer = client.get("/api/v1/paju/sleep/")
    assert (answer.status_code, answer.json()["status"]) == (503, 503)


@pytest.mark.parametrize(
    "address", ["notifications/", "agreements/", "members/tokens/", "who/", "", "reports/"]
)
@pytest.mark.parametrize("prefix", ["/operator/", "/api/v1/operator/"])
def test_operator_is_no_consortium_not_even_to_the_operator(client, cast, address, prefix):
    if (prefix, address) == ("/operator/", ""):
        return  # the operator's own start page
    client.force_login(cast["operator"].user)
    for answer in (client.get(prefix + address), client.post(prefix + address)):
        assert answer.status_code == 404
