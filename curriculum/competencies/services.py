"""The consortium's own competency units: added, reworded and followed by new versions, with their history."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from consortium.workflow import StateConflict
from curriculum.competencies import policies
from curriculum.competencies.codes import LONGEST_OWN, next_version
from curriculum.competencies.versions import newest_version
from curriculum.models import CompetencyUnit, CourseSectionUnit, CourseVersion, JobAnalysis, TaskUnit

if TYPE_CHECKING:
    from partners.models import Member


@transaction.atomic
def add_unit(*, by: Member, **facts: Any) -> CompetencyUnit:
    """A unit that the national standards do not have, for this consortium alone."""
    policies.keeps_units(by).require()
    unit = CompetencyUnit(consortium=by.consortium, **facts)
    if "_" in unit.code:
        raise ValidationError(
            {"code": _("The portal numbers versions itself. Reword the unit to make its next version.")}
        )
    if len(unit.code) > LONGEST_OWN:
        message = _("Use at most %(longest)s letters: later versions get a number behind them.")
        raise ValidationError({"code": message % {"longest": LONGEST_OWN}})
    _check(unit)
    unit.save()
    return unit


@transaction.atomic
def reword_unit(unit: CompetencyUnit, *, by: Member, **facts: Any) -> CompetencyUnit:
    """Correct an own unit; what stood there before stays in its history. The code never changes.

    A unit that something agreed names keeps its words: the new ones make its next version, which is given
    back.
    """
    policies.keeps_units(by, unit).require()
    unit = CompetencyUnit.objects.select_for_update(of=("self",)).get(pk=unit.pk)
    newest = newest_version(unit, by)
    if newest.pk != unit.pk:
        raise StateConflict(
            unit, _("There is a newer version, %(code)s. Reword that one.") % {"code": newest.code}
        )
    if all(getattr(unit, name) == value for name, value in facts.items()):
        return unit
    _hold_drafts_that_name(unit, by)
    if is_agreed(unit):
        unit = _next(unit)
    for name, value in facts.items():
        setattr(unit, name, value)
    _check(unit)
    unit.save()
    return unit


def _hold_drafts_that_name(unit: CompetencyUnit, by: Member) -> None:
    """Nobody agrees to a draft while a unit that it names is being reworded."""
    analyses = TaskUnit.objects.filter(unit=unit).values("task__duty__analysis")
    courses = CourseSectionUnit.objects.filter(unit=unit).values("version")
    for drafts in (
        JobAnalysis.objects.visible_to(by).filter(pk__in=analyses),
        CourseVersion.objects.visible_to(by).filter(pk__in=courses),
    ):
        list(drafts.select_for_update(of=("self",), no_key=True).order_by("pk").values_list("pk"))


def is_agreed(unit: CompetencyUnit) -> bool:
    """Whether something agreed names this unit, so that it keeps its words."""
    return CompetencyUnit.objects.filter(pk=unit.pk).agreed().exists()


def _next(unit: CompetencyUnit) -> CompetencyUnit:
    kept = {name: getattr(unit, name) for name in ("consortium", "name", "level", "sub_field", "description")}
    return CompetencyUnit(code=next_version(unit.code), **kept)


def _check(unit: CompetencyUnit) -> None:
    if not unit.name:
        raise ValidationError({"name": _("An own unit needs a name.")})
    same = CompetencyUnit.objects.filter(consortium=unit.consortium_id, code=unit.code).exclude(pk=unit.pk)
    if same.exists():
        raise ValidationError({"code": _("This code is taken. Choose the next free number.")})
    unit.full_clean(exclude=["consortium", "family", "name_initials"], validate_constraints=False)
