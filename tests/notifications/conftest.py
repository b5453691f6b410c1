import pytest

from consortium.notifications import doorbell
from tests.notifications.trial import with_trial_texts


@pytest.fixture(autouse=True)
def _trial_texts(settings: object) -> None:
    settings.TEMPLATES = with_trial_texts(settings.TEMPLATES)


@pytest.fixture
def rung(monkeypatch: pytest.MonkeyPatch) -> list:
    """What the doorbell was asked to ring for."""
    rings: list = []
    monkeypatch.setattr(doorbell, "ring", rings.append)
    return rings
