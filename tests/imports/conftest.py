from pathlib import Path

import pytest

from consortium.imports import doorbell, registry
from tests.imports.trial import Shelf


@pytest.fixture
def rung(settings: object, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Files go to a folder of this test, and nobody else's worker hears of the imports."""
    settings.MEDIA_ROOT = tmp_path / "files"
    ids: list[str] = []
    monkeypatch.setattr(doorbell, "ring", lambda import_id: ids.append(str(import_id)))
    return ids


@pytest.fixture
def shelf(rung: list[str], monkeypatch: pytest.MonkeyPatch) -> Shelf:
    made = Shelf()
    monkeypatch.setitem(registry._targets, "trial", made.target())
    return made
