"""How an own unit came to read as it does: read from the history that the database writes itself."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from typing import TYPE_CHECKING

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from curriculum.competencies.versions import Change
from curriculum.models import CompetencyUnit
from partners.states import SCHOOL_STAFF

if TYPE_CHECKING:
    from partners.models import Member

COMPARED: tuple[tuple[str, str | Promise], ...] = (
    ("name", _("Name")),
    ("level", _("Level")),
    ("sub_field", _("Sub-field")),
    ("description", _("Description")),
)


@dataclass(frozen=True)
class Step:
    """One change of a unit: when, and what stood there before and after."""

    at: datetime
    changes: list[Change]


def history_of(unit: CompetencyUnit, member: Member) -> list[Step]:
    """The changes since the unit was entered, the newest first; the school's staff read them."""
    if member.role not in SCHOOL_STAFF:
        return []
    events = list(CompetencyUnit.pgh_event_model.objects.filter(pgh_obj=unit.pk).order_by("pgh_id"))
    steps = [
        Step(
            now.pgh_created_at,
            [
                Change(str(label), str(getattr(before, name) or "-"), str(getattr(now, name) or "-"))
                for name, label in COMPARED
                if getattr(before, name) != getattr(now, name)
            ],
        )
        for before, now in pairwise(events)
    ]
    return [step for step in reversed(steps) if step.changes]
