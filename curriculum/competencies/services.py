"""The consortium's own competency units: added and reworded, with their history kept by the database."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from curriculum.competencies import policies
from curriculum.models import CompetencyUnit

if TYPE_CHECKING:
    from partners.models import Member


@transaction.atomic
def add_unit(*, by: Member, **facts: Any) -> CompetencyUnit:
    """A unit that the national standards do not have, for this consortium alone."""
    policies.keeps_units(by).require()
    unit = CompetencyUnit(consortium=by.consortium, **facts)
    _check(unit)
    unit.save()
    return unit


@transaction.atomic
def reword_unit(unit: CompetencyUnit, *, by: Member, **facts: Any) -> CompetencyUnit:
    """Correct an own unit; what stood there before stays in its history. The code never changes."""
    policies.keeps_units(by, unit).require()
    unit = CompetencyUnit.objects.select_for_update(of=("self",)).get(pk=unit.pk)
    for name, value in facts.items():
        setattr(unit, name, value)
    _check(unit)
    unit.save(update_fields=list(facts))
    return unit


def _check(unit: CompetencyUnit) -> None:
    if not unit.name:
        raise ValidationError({"name": _("An own unit needs a name.")})
    same = CompetencyUnit.objects.filter(consortium=unit.consortium_id, code=unit.code).exclude(pk=unit.pk)
    if same.exists():
        raise ValidationError({"code": _("This code is taken. Choose the next free number.")})
    unit.full_clean(exclude=["consortium", "family", "name_initials"], validate_constraints=False)
