"""Which reports there are: each app registers its own in `<app>/reports.py`."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any, TypeVar

from django.utils.functional import Promise

from consortium.rowlevel import acting_as

if TYPE_CHECKING:
    from consortium.reports.document import Block, Document
    from consortium.shell.people import Member

Words = str | Promise
Found = TypeVar("Found")


@dataclass
class ReportContext:
    """What a report is made from; whatever it reads, it reads as the member who asked for it.

    `part()` keeps each part of the report as soon as it is finished: a worker that takes over after a
    crash does not make it again. What a part makes must be blocks of the document model.
    """

    member: Member
    parameters: dict[str, Any]
    snapshot_at: datetime
    keep: Callable[[str, Callable[[], list[Block]]], list[Block]] = field(repr=False)

    def part(self, name: str, make: Callable[[], list[Block]]) -> list[Block]:
        """The blocks of this part: as kept from an earlier attempt, or made now, checked and kept."""
        return self.keep(name, make)

    def as_member(self, look: Callable[[], Found]) -> Found:
        """What the frame of the document needs, such as a name for its title; not kept, so keep it short."""
        with acting_as(self.member.actor):
            return look()


def no_subjects(member: Member, asked: list[dict[str, Any]]) -> list[str]:
    """Reports of this kind are all about the same thing."""
    return [""] * len(asked)


@dataclass(frozen=True)
class Report:
    """A kind of report: what it is for, who may ask for it, and how its document is built.

    `parts` says how many times `build` calls `context.part()`, so that progress can be shown.
    `prepare` runs once, before the first part (figures are published by it), and takes a role of its own.
    `subjects` says what each of several reports of this kind is about, from what was asked for.
    `personal` reports ask for a reason, which goes into the access log.
    """

    key: str
    title: Words
    purpose: Words
    roles: frozenset[str]
    build: Callable[[ReportContext], Document]
    formats: tuple[str, ...] = ("pdf", "xlsx")
    parts: int = 1
    personal: bool = False
    prepare: Callable[[Member], dict[str, Any]] | None = None
    subjects: Callable[[Member, list[dict[str, Any]]], list[str]] = no_subjects
    order: int = 100
    listed: bool = True  # in the report centre; the file of a list is asked for on its list

    def is_for(self, member: Member) -> bool:
        return member.role in self.roles


_reports: dict[str, Report] = {}


def register(report: Report) -> None:
    """Offer a kind of report to the roles it names."""
    _reports[report.key] = report


def find(key: str) -> Report | None:
    return _reports.get(key)


def reports_for(member: Member) -> list[Report]:
    """The kinds of report that this member may ask for."""
    offered = [report for report in _reports.values() if report.listed and report.is_for(member)]
    return sorted(offered, key=lambda report: (report.order, report.key))
