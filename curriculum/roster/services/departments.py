"""What departments the school has, and which of them still take students."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pghistory
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from consortium import hangul
from consortium.workflow import StateConflict
from curriculum.models import Department
from curriculum.roster import policies

if TYPE_CHECKING:
    from partners.models import Member


@transaction.atomic
def enter_department(*, by: Member, name: str, name_en: str = "") -> Department:
    """A department that the school opens; its name stands once."""
    policies.keeps_departments(by).require()
    department = Department(
        consortium_id=by.consortium_id, school_id=by.partner_id, **_names(name=name, name_en=name_en)
    )
    _save(department, by)
    return department


@transaction.atomic
def rename_department(department: Department, *, by: Member, **names: str) -> Department:
    """Another name for a department; its students stay in it."""
    department = _locked(department, by)
    for field, value in _names(**names).items():
        setattr(department, field, value)
    _save(department, by)
    return department


@transaction.atomic
def close_department(department: Department, *, by: Member, on: date) -> Department:
    """From this day on nobody joins the department; those who are in it stay until they graduate."""
    department = _locked(department, by)
    if department.closed_on is not None:
        raise StateConflict(department, _("This department is closed already."))
    department.closed_on = on
    _save(department, by)
    return department


@transaction.atomic
def reopen_department(department: Department, *, by: Member) -> Department:
    """A department that was closed by mistake, or takes students again."""
    department = _locked(department, by)
    if department.closed_on is None:
        raise StateConflict(department, _("This department is open."))
    department.closed_on = None
    _save(department, by)
    return department


def _names(**names: str) -> dict[str, str]:
    return {field: " ".join(hangul.composed(value).split()) for field, value in names.items()}


def _locked(department: Department, by: Member) -> Department:
    rows = Department.objects.visible_to(by).filter(school=by.partner_id)
    policies.keeps_departments(by, department).require()
    return rows.select_for_update(of=("self",)).get(pk=department.pk)


def _save(department: Department, by: Member) -> None:
    try:
        with transaction.atomic(), pghistory.context(member=by.pk):
            department.save()
    except IntegrityError as error:
        raise ValidationError({"name": _("There is a department of this name already.")}) from error
