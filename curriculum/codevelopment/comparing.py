"""What differs between two texts of a section, and between two versions of a course."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from uuid import UUID

from curriculum.models import CourseContribution, CourseSection, CourseVersion
from partners.agreements.words import KEPT, Run, compared

SAME, CHANGED, ADDED, REMOVED = "same", "changed", "added", "removed"


@dataclass(frozen=True)
class Difference:
    """One section before and after: title, hours and content with their marked words."""

    before: tuple[str, str, int | None]  # title, content, hours
    after: tuple[str, str, int | None]
    kind: str = CHANGED
    units_gone: tuple[str, ...] = ()
    units_new: tuple[str, ...] = ()

    @cached_property
    def title(self) -> list[Run]:
        return compared(self.before[0], self.after[0])

    @cached_property
    def content(self) -> list[Run]:
        return compared(self.before[1], self.after[1])

    @property
    def hours(self) -> tuple[int | None, int | None]:
        return self.before[2], self.after[2]

    @property
    def hours_differ(self) -> bool:
        return self.before[2] != self.after[2]

    @property
    def differs(self) -> bool:
        marked = any(run.kind != KEPT for run in (*self.title, *self.content))
        return marked or self.hours_differ or bool(self.units_gone or self.units_new)


def of_contribution(contribution: CourseContribution) -> Difference:
    """What a contributor would have different."""
    return Difference(
        (contribution.before_title, contribution.before_content, contribution.before_hours),
        (contribution.after_title, contribution.after_content, contribution.after_hours),
    )


def between(older: CourseVersion, newer: CourseVersion) -> list[Difference]:
    """Section by section, in the order of the later version; what was taken out stands last."""
    was, now = _sections(older), _sections(newer)
    found = [_difference(was.get(key), section) for key, section in now.items()]
    return found + [_difference(section, None) for key, section in was.items() if key not in now]


def _sections(version: CourseVersion) -> dict[UUID, CourseSection]:
    return {section.key: section for section in version.sections.prefetch_related("units__unit__elements")}


def _difference(old: CourseSection | None, new: CourseSection | None) -> Difference:
    before, after = _text(old), _text(new)
    had, has = _units(old), _units(new)
    change = Difference(before, after, CHANGED, tuple(sorted(had - has)), tuple(sorted(has - had)))
    if old is None:
        kind = ADDED
    elif new is None:
        kind = REMOVED
    else:
        kind = CHANGED if change.differs else SAME
    return Difference(before, after, kind, change.units_gone, change.units_new)


def _text(section: CourseSection | None) -> tuple[str, str, int | None]:
    return (section.title, section.content, section.hours) if section else ("", "", None)


def _units(section: CourseSection | None) -> set[str]:
    return {str(one.unit) for one in section.units.all()} if section else set()
