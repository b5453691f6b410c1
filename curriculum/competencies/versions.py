"""Versions of one unit, national or own, and what changed from one to the next."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from curriculum.models import CompetencyUnit

if TYPE_CHECKING:
    from partners.models import Member

COMPARED: tuple[tuple[str, str | Promise], ...] = (
    ("name", gettext_lazy("Name")),
    ("level", gettext_lazy("Level")),
    ("sub_field", gettext_lazy("Sub-field")),
    ("description", gettext_lazy("Description")),
)


@dataclass(frozen=True)
class Change:
    """One fact before and after; empty where a version does not have it."""

    label: str
    before: str
    after: str


@dataclass(frozen=True)
class Version:
    """One version of a unit and what changed since the version before it."""

    unit: CompetencyUnit
    changes: list[Change] = field(default_factory=list)
    is_first: bool = False


def versions_of(unit: CompetencyUnit, member: Member) -> list[Version]:
    """All known versions of this unit, the newest first."""
    found = CompetencyUnit.objects.visible_to(member).versions_of(unit)
    known = sorted(found.prefetch_related("elements"), key=lambda one: one.version)
    pairs = zip([None, *known], known, strict=False)
    made = [
        Version(now, changes(before, now) if before else [], is_first=before is None) for before, now in pairs
    ]
    return made[::-1]


def newest_version(unit: CompetencyUnit, member: Member) -> CompetencyUnit:
    """The newest known version of this unit, which may be itself."""
    known = CompetencyUnit.objects.visible_to(member).versions_of(unit)
    return max(known.prefetch_related("elements"), key=lambda one: one.version)


def changes(before: CompetencyUnit, now: CompetencyUnit) -> list[Change]:
    """The facts and elements in which two versions differ; what is not known here is said so."""
    found = [
        Change(str(label), _shown(getattr(before, name)), _shown(getattr(now, name)))
        for name, label in COMPARED
        if getattr(before, name) != getattr(now, name)
    ]
    old, new = _elements(before), _elements(now)
    found += [
        Change(_("Element %(number)s") % {"number": number}, old.get(number, ""), new.get(number, ""))
        for number in sorted(old.keys() | new.keys(), key=_as_number)
        if old.get(number) != new.get(number)
    ]
    return found


def _elements(unit: CompetencyUnit) -> dict[str, str]:
    """Names of elements by their number: the code after its last point."""
    return {one.code.rpartition(".")[2]: one.name for one in unit.elements.all()}


def _as_number(text: str) -> tuple[int, str]:
    return (int(text) if text.isdigit() else 0, text)


def _shown(value: object) -> str:
    return str(value) if value not in ("", None) else _("not known here")
