from pathlib import Path

import pytest

from consortium.reports import doorbell, registry
from consortium.reports.document import Column, Document, Item, Section, Table
from consortium.reports.registry import Report, ReportContext


@pytest.fixture
def rung(settings: object, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Files go to a folder of this test, and nobody else's worker hears of the jobs."""
    settings.MEDIA_ROOT = tmp_path / "files"
    ids: list[str] = []
    monkeypatch.setattr(doorbell, "ring", lambda job_id: ids.append(str(job_id)))
    return ids


class Trial:
    """A small report of two parts that counts how often each part was made, and may fail."""

    def __init__(self) -> None:
        self.made: list[str] = []
        self.fails_at = ""

    def build(self, context: ReportContext) -> Document:
        blocks = []
        for name in ("first", "second"):
            blocks += context.part(name, lambda name=name: self._make(name))
        return Document(
            "시험 보고서",
            "파주시",
            context.snapshot_at.date(),
            context.snapshot_at,
            tuple(blocks),
        )

    def _make(self, name: str) -> list:
        if name == self.fails_at:
            raise RuntimeError("no")
        self.made.append(name)
        table = Table(name, "(단위: 명)", (Column("과"), Column("수", 0)), (("AI", 7),))
        return [Section(name, (Item("문장"), table))]


@pytest.fixture
def trial(rung: list[str], monkeypatch: pytest.MonkeyPatch) -> Trial:
    made = Trial()
    roles = frozenset({"CITY_OFFICIAL", "COORDINATOR"})
    report = Report("trial", "시험 보고서", "시험", roles, made.build, parts=2)
    monkeypatch.setitem(registry._reports, "trial", report)
    return made
