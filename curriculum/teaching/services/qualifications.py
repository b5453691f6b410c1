"""Course-based qualifications: what they ask for and who works towards them."""

from __future__ import annotations

from collections.abc import Iterable

import pghistory
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from curriculum.models import (
    CompetencyUnit,
    Qualification,
    QualificationStudent,
    QualificationUnit,
    Student,
)
from curriculum.teaching import policies
from partners.models import Member


@transaction.atomic
def add_qualification(
    *, by: Member, name: str, hours: int, name_en: str = "", is_open: bool = True
) -> Qualification:
    """The school awards this qualification by course from now on."""
    policies.keeps_qualifications(by).require()
    row = Qualification(
        consortium_id=by.consortium_id,
        school_id=by.partner_id,
        name=name.strip(),
        name_en=name_en.strip(),
        hours=hours,
        is_open=is_open,
    )
    try:
        with transaction.atomic(), pghistory.context(member=by.pk):
            row.save(force_insert=True)
    except IntegrityError as error:
        raise ValidationError({"name": _("This qualification is kept already.")}) from error
    return row


@transaction.atomic
def add_unit(
    qualification: Qualification, *, by: Member, unit: CompetencyUnit, hours: int, is_required: bool = True
) -> QualificationUnit:
    """The qualification asks for this unit in so many hours."""
    policies.keeps_qualifications(by, qualification).require()
    try:
        with transaction.atomic():
            return QualificationUnit.objects.create(
                qualification=qualification,
                school_id=qualification.school_id,
                unit=unit,
                hours=hours,
                is_required=is_required,
            )
    except IntegrityError as error:
        raise ValidationError({"unit": _("This unit is among them already.")}) from error


@transaction.atomic
def enter_students(qualification: Qualification, *, by: Member, students: Iterable[Student]) -> int:
    """These students work towards the qualification; those who do already stay as they are."""
    policies.keeps_qualifications(by, qualification).require()
    known = Student.objects.visible_to(by).filter(pk__in={one.pk for one in students})
    known = known.exclude(qualificationstudents__qualification=qualification)
    with pghistory.context(member=by.pk):
        made = QualificationStudent.objects.bulk_create(
            QualificationStudent(qualification=qualification, student=student, school_id=student.school_id)
            for student in known.order_by("pk")
        )
    return len(made)
