"""Two versions of a table side by side: what was added, what was taken out, which cells changed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from curriculum.models import ProgrammeRow
from curriculum.programme.rows import CELLS, CREDITS
from curriculum.terms import semester_in_words


def in_words(value: Any) -> str:
    """A cell as it is read out: yes, no, a dash for nothing."""
    if isinstance(value, bool):
        return gettext("yes") if value else gettext("no")
    return str(value) if value != "" else "-"


class Change(models.TextChoices):
    """How a row differs; the words stand beside the colour."""

    ADDED = "ADDED", _("Added")
    REMOVED = "REMOVED", _("Taken out")
    CHANGED = "CHANGED", _("Changed")
    SAME = "SAME", _("Unchanged")


TONES = {Change.ADDED: "success", Change.REMOVED: "danger", Change.CHANGED: "warning", Change.SAME: "gray"}


@dataclass(frozen=True)
class Pair:
    """One cell before and after."""

    name: str
    before: Any
    after: Any

    @property
    def differs(self) -> bool:
        return self.before != self.after

    @property
    def label(self) -> str:
        if self.name in CREDITS:
            return semester_in_words(CREDITS.index(self.name) + 1)
        return str(ProgrammeRow._meta.get_field(self.name).verbose_name)

    @property
    def before_words(self) -> str:
        return in_words(self.before)

    @property
    def after_words(self) -> str:
        return in_words(self.after)


@dataclass(frozen=True)
class Difference:
    """One subject in both versions."""

    before: ProgrammeRow | None
    after: ProgrammeRow | None
    cells: tuple[Pair, ...]

    @property
    def change(self) -> Change:
        if self.before is None:
            return Change.ADDED
        if self.after is None:
            return Change.REMOVED
        return Change.CHANGED if any(cell.differs for cell in self.cells) else Change.SAME

    @property
    def tone(self) -> str:
        return TONES[self.change]

    @property
    def subject(self) -> Any:
        return (self.after or self.before).subject

    @property
    def credits(self) -> tuple[Pair, ...]:
        return tuple(cell for cell in self.cells if cell.name in CREDITS)

    @property
    def others(self) -> tuple[Pair, ...]:
        """Cells beside the credits that differ."""
        return tuple(cell for cell in self.cells if cell.name not in CREDITS and cell.differs)

    @property
    def total(self) -> Pair:
        return Pair(
            "credits", self.before.credits if self.before else 0, self.after.credits if self.after else 0
        )


def compare(before: Iterable[ProgrammeRow], after: Iterable[ProgrammeRow]) -> list[Difference]:
    """Rows of the later table in their order, then those that were taken out; a subject is known by name."""
    old = {row.subject.name: row for row in before}
    new = {row.subject.name: row for row in after}
    pairs = [(old.get(name), row) for name, row in new.items()]
    pairs += [(row, None) for name, row in old.items() if name not in new]
    return [Difference(one, two, _cells(one, two)) for one, two in pairs]


def _cells(before: ProgrammeRow | None, after: ProgrammeRow | None) -> tuple[Pair, ...]:
    return tuple(
        Pair(name, getattr(before, name, None) or 0, getattr(after, name, None) or 0)
        if name in CREDITS
        else Pair(name, getattr(before, name, ""), getattr(after, name, ""))
        for name in CELLS
    )
