"""Every address × role × (own, foreign, missing), and once more with every `visible_to()` opened."""

import re
from collections.abc import Iterator

import pytest
from django.apps import apps
from django.conf import settings
from django.db import connection, transaction
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import URLPattern, URLResolver, get_resolver, resolve

from consortium.reports import charts
from tests.architecture.house import ROOT
from tests.authorization import step_down
from tests.matrix.stage import CANARY, Stage, build
from tests.matrix.table import TABLE, Line, lines

pytestmark = pytest.mark.django_db
LINES = lines()
SESSIONS: dict[int, str] = {}  # user id → session of a player, logged in once for all lines
# One player for every database role, and both kinds of company staff.
ONE_PER_KIND = (
    "coordinator",
    "hr",
    "trainer",
    "official",
    "education_official",
    "lecturer",
    "association_secretary",
    "student",
)


@pytest.fixture(scope="module")
def stage(django_db_setup, django_db_blocker) -> Iterator[Stage]:
    """Set once for all lines, in a transaction that is rolled back: every request undoes itself anyway."""
    with django_db_blocker.unblock(), pytest.MonkeyPatch.context() as patch, transaction.atomic():
        patch.setattr(charts, "svg", lambda spec: "<svg></svg>")  # drawing is tests/reports' business
        step_down()
        stage = build()
        for member in stage.cast.members.values():
            SESSIONS[member.user_id] = session_of(member.user)
        yield stage
        transaction.set_rollback(True)


def ask(user, line: Line, ids: dict[str, int], slug: str = "paju") -> tuple[HttpResponse, int]:
    """One request, undone afterwards, with its number of queries."""
    client = Client(raise_request_exception=False)
    client.cookies[settings.SESSION_COOKIE_NAME] = SESSIONS[user.pk]
    address = line.under(slug).format(**ids)
    with transaction.atomic(), CaptureQueriesContext(connection) as queries:
        response = client.generic(line.method, address)
        body(response)
        transaction.set_rollback(True)
    return response, len(queries)


def session_of(user) -> str:
    client = Client()
    client.force_login(user)
    return client.cookies[settings.SESSION_COOKIE_NAME].value


def body(response: HttpResponse) -> str:
    content = b"".join(response.streaming_content) if response.streaming else response.content
    text = content.decode(errors="replace")
    return re.sub(r"(nonce|csrf\w*)\W+(value\W+)?[\w/+=-]+", "", text)


@pytest.mark.parametrize("line", LINES, ids=str)
def test_each_role_gets_what_the_table_says(stage, line):
    members = stage.cast.members
    answers = {who: ask(members[who].user, line, stage.ours)[0].status_code for who in line.expected}
    assert answers == line.expected


@pytest.mark.parametrize("line", [line for line in LINES if "{" in line.address], ids=str)
def test_a_foreign_row_answers_like_one_that_does_not_exist(stage, line):
    nothing = stage.missing
    for who in ONE_PER_KIND:
        user, status = stage.cast[who].user, line.expected[who]
        foreign, foreign_queries = ask(user, line, stage.foreign)
        missing, missing_queries = ask(user, line, nothing)
        assert foreign.status_code == missing.status_code, who
        assert foreign.status_code in ({404, 403, 405} & {404, status}), who
        assert CANARY not in body(foreign)
        assert _without_ids(body(foreign)) == _without_ids(body(missing)), who
        assert foreign_queries == missing_queries, who


@pytest.mark.parametrize("line", LINES, ids=str)
def test_people_from_elsewhere_find_nothing_here(stage, line):
    for who in ("stranger", "stranger_hr", "stranger_official", "operator"):
        answer, _ = ask(stage.cast[who].user, line, stage.ours)
        nowhere, _ = ask(stage.cast[who].user, line, stage.ours, slug="no-such-city")
        assert answer.status_code == nowhere.status_code == 404, who
        assert _without_ids(body(answer)) == _without_ids(body(nowhere)), who


@pytest.mark.parametrize("line", [line for line in LINES if line.method == "GET"], ids=str)
def test_a_log_in_is_asked_for_first(client, stage, line):
    response = client.get(line.under("paju").format(**stage.ours))
    if line.is_api:
        assert response.status_code == 401
    else:
        assert response.status_code == 302
        assert response["Location"].startswith("/accounts/login/")


@pytest.mark.parametrize("line", [line for line in LINES if line.method == "GET"], ids=str)
def test_without_any_filter_in_python_the_database_still_shows_nothing_foreign(stage, line, monkeypatch):
    for model in apps.get_models():
        queryset = type(model._default_manager.all())
        if hasattr(queryset, "visible_to"):
            monkeypatch.setattr(queryset, "visible_to", lambda self, member: self.all())
    for who in ONE_PER_KIND:
        for ids in (stage.ours, stage.foreign):
            assert CANARY not in body(ask(stage.cast[who].user, line, ids)[0]), who


def _without_ids(text: str) -> str:
    return re.sub(r"\d+", "#", text)


def addresses(patterns: list, prefix: str = "") -> set[str]:
    """Every route below these patterns."""
    found = set()
    for pattern in patterns:
        route = prefix + str(pattern.pattern).removeprefix("^")  # as `resolve()` joins them
        if isinstance(pattern, URLResolver):
            found |= addresses(pattern.url_patterns, route)
        elif isinstance(pattern, URLPattern):
            found.add(route)
    return found


def test_every_address_of_a_consortium_is_in_the_table(stage):
    inside = {route for route in addresses(get_resolver().url_patterns) if "<slug:consortium>" in route}
    known = {resolve(line.under("paju").format(**stage.ours)).route for line in LINES}
    assert inside == known


def test_the_documentation_shows_this_table():
    assert TABLE in (ROOT / "docs" / "permissions.md").read_text(encoding="utf-8")
