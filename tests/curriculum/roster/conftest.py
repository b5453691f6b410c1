"""A school before its roster came."""

import pytest

from curriculum.models import Student
from tests.authorization import as_owner


@pytest.fixture
def rung(settings, tmp_path, monkeypatch):
    settings.MEDIA_ROOT = tmp_path / "files"
    monkeypatch.setattr("consortium.imports.doorbell.ring", lambda import_id: None)
    monkeypatch.setattr("curriculum.models.student.school_year", lambda day: 2026)


@pytest.fixture
def school(cast):
    """Paju's school before its roster came."""
    with as_owner():
        Student.objects.filter(school=cast.partners["school"]).delete()
    return cast
