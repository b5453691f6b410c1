from collections.abc import Iterator
from pathlib import Path

import pytest
from celery import current_app

from tests.faults import sink
from tests.faults.machine import Machine
from tests.notifications.trial import with_trial_texts


@pytest.fixture(autouse=True)
def _trial_texts(settings: object) -> None:
    settings.TEMPLATES = with_trial_texts(settings.TEMPLATES)


@pytest.fixture
def machine(tmp_path: Path, transactional_db: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[Machine]:
    """A broker and a mail server of this test's own; the portal under test rings at that broker."""
    with sink.running() as mails:
        made = Machine(tmp_path, mails)
        made.start_broker()
        monkeypatch.setattr(current_app.conf, "broker_url", made.broker_url)
        yield made
        made.stop()
