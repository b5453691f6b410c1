"""A bid's criteria with what the records show for each, and what is still missing."""

from __future__ import annotations

from dataclasses import dataclass

from partners.models import Bid, Criterion, Member, Requirement
from partners.programme.evidence import Found, find_evidence, label_of


@dataclass(frozen=True)
class Shown:
    """One requirement with its evidence."""

    requirement: Requirement
    label: str
    found: Found | None

    @property
    def is_met(self) -> bool:
        """Shown by live records, or by a document that somebody named."""
        return bool(self.requirement.document) or bool(self.found and self.found.is_enough)


@dataclass(frozen=True)
class Chapter:
    """One criterion with its requirements."""

    criterion: Criterion
    rows: tuple[Shown, ...]

    @property
    def met(self) -> int:
        return sum(row.is_met for row in self.rows)


@dataclass(frozen=True)
class Checklist:
    """A whole bid: every criterion with what is shown and what is missing."""

    chapters: tuple[Chapter, ...]

    @property
    def met(self) -> int:
        return sum(chapter.met for chapter in self.chapters)

    @property
    def total(self) -> int:
        return sum(len(chapter.rows) for chapter in self.chapters)

    @property
    def missing(self) -> list[Shown]:
        return [row for chapter in self.chapters for row in chapter.rows if not row.is_met]


def checklist(bid: Bid, member: Member) -> Checklist:
    """Read with the member's rights; each kind of evidence is looked up once, however often asked for."""
    known = Criterion.objects.visible_to(member).filter(bid=bid)
    criteria = list(known.prefetch_related("requirements"))
    keys = {row.evidence for criterion in criteria for row in criterion.requirements.all() if row.evidence}
    found = find_evidence(keys, member)
    return Checklist(
        tuple(
            Chapter(
                criterion,
                tuple(
                    Shown(row, label_of(row.evidence), found.get(row.evidence))
                    for row in criterion.requirements.all()
                ),
            )
            for criterion in criteria
        )
    )
