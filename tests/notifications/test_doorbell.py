"""The doorbell: a worker hears it, and nobody waits for a broker that is gone."""

import logging
import socket
import time

import pytest
from celery import current_app

from consortium.notifications import doorbell


def test_a_broker_that_is_gone_is_no_error_and_costs_no_time(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        nobody = probe.getsockname()[1]
    monkeypatch.setattr(current_app.conf, "broker_url", f"redis://127.0.0.1:{nobody}/0")
    before = time.monotonic()
    with caplog.at_level(logging.WARNING):
        doorbell.nudge("a.task", [(1,), (2,)])
    assert time.monotonic() - before < 5
    assert [record.message.partition(" (")[0] for record in caplog.records] == [
        "The broker did not take a nudge"
    ]


def test_a_broker_that_does_not_answer_is_not_waited_for(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen()
        url = f"redis://127.0.0.1:{silent.getsockname()[1]}/0"
        monkeypatch.setattr(current_app.conf, "broker_url", url)
        before = time.monotonic()
        with caplog.at_level(logging.WARNING):
            doorbell.nudge("a.task", [(1,), (2,)])
        assert time.monotonic() - before < 10
    assert len(caplog.records) == 1


def test_with_nothing_to_say_the_broker_is_left_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(current_app, "connection_for_write", lambda **options: pytest.fail("rang"))
    doorbell.nudge("a.task", [])
