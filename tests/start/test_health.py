"""`/healthz` names what fails, quickly, and asks no personal table."""

import pytest
import redis
from django.conf import settings
from django.db import connection
from django.test import Client

from consortium import health
from consortium.embedded.ports import free_port
from tests.live import LivePortal
from tests.start.test_live import eventually

pytestmark = pytest.mark.django_db


@pytest.fixture
def pulse():
    client = redis.Redis.from_url(settings.REDIS_URL)
    before = client.get(health.PULSE)
    health.keep_pulse()
    yield client
    client.delete(health.PULSE)
    if before:
        client.set(health.PULSE, before, ex=health.PULSE_SECONDS)


def ask(client: Client) -> tuple[int, dict[str, object]]:
    answer = client.get("/healthz")
    return answer.status_code, answer.json()


def test_all_three_answer(client: Client, pulse: redis.Redis) -> None:
    assert ask(client) == (200, {"database": "ok", "broker": "ok", "worker": "ok", "failing": []})


def test_a_worker_without_pulse_is_named(client: Client, pulse: redis.Redis) -> None:
    pulse.delete(health.PULSE)
    assert ask(client) == (
        503,
        {"database": "ok", "broker": "ok", "worker": "no sign of life", "failing": ["worker"]},
    )


def test_the_pulse_of_a_dead_worker_stops_within_seconds(pulse: redis.Redis) -> None:
    assert 0 < pulse.ttl(health.PULSE) <= health.PULSE_SECONDS


def test_a_broker_that_is_gone_is_named(client: Client, settings) -> None:
    settings.REDIS_URL = f"redis://127.0.0.1:{free_port()}/0"
    status, answer = ask(client)
    assert (status, answer["database"], answer["broker"]) == (503, "ok", "does not answer")
    assert answer["failing"] == ["broker", "worker"]


def test_a_database_that_is_gone_is_named(
    client: Client, pulse: redis.Redis, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(connection.settings_dict, "PORT", free_port())
    assert ask(client) == (
        503,
        {"database": "does not answer", "broker": "ok", "worker": "ok", "failing": ["database"]},
    )


def test_it_asks_no_table_and_is_never_kept(client: Client, pulse, django_assert_num_queries) -> None:
    with django_assert_num_queries(0):  # it has a connection of its own, outside the pool
        answer = client.get("/healthz")
    assert "no-store" in answer["Cache-Control"]


def test_changing_requests_are_refused(client: Client) -> None:
    assert client.post("/healthz").status_code == 405


@pytest.mark.live
def test_a_killed_worker_is_noticed_and_its_successor_too(live_portal: LivePortal) -> None:
    eventually(live_portal, 200)
    live_portal.kill("worker")
    assert eventually(live_portal, 503)["failing"] == ["worker"]
    live_portal.start("worker")
    eventually(live_portal, 200, patience=30)
