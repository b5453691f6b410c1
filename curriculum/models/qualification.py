"""Qualifications that are earned by courses (과정평가형 자격)."""

from typing import ClassVar

import pghistory
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from curriculum import querysets
from curriculum.models.competency import CompetencyUnit
from curriculum.models.student import TRACKED, OfStudent
from partners.models import Bilingual


@pghistory.track()
class Qualification(Bilingual):
    """A national qualification that the school may award by course: its units and their hours."""

    consortium = models.ForeignKey("partners.Consortium", models.PROTECT, related_name="qualifications")
    school = models.ForeignKey("partners.Partner", models.PROTECT, related_name="qualifications")
    hours = models.PositiveSmallIntegerField(
        _("hours of education"),
        validators=[MinValueValidator(1), MaxValueValidator(3000)],
        help_text=_("As the designation of the course names them."),
    )
    is_open = models.BooleanField(_("takes students in"), default=True)
    is_demo = models.BooleanField(_("invented for the demo"), default=False)

    objects = querysets.QualificationQuerySet.as_manager()

    class Meta:
        verbose_name = _("course-based qualification")
        verbose_name_plural = _("course-based qualifications")
        ordering: ClassVar = ["name", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["school", "name"], name="qualification_once_per_school")
        ]


class QualificationUnit(models.Model):
    """A competency unit of a qualification, and the hours that it takes."""

    qualification = models.ForeignKey(Qualification, models.CASCADE, related_name="units")
    school = models.ForeignKey("partners.Partner", models.PROTECT, related_name="+")
    unit = models.ForeignKey(CompetencyUnit, models.PROTECT, related_name="+", verbose_name=_("unit"))
    hours = models.PositiveSmallIntegerField(
        _("hours"), validators=[MinValueValidator(1), MaxValueValidator(1000)]
    )
    is_required = models.BooleanField(_("required"), default=True)

    objects = querysets.OfQualificationQuerySet.as_manager()

    class Meta:
        verbose_name = _("unit of a qualification")
        verbose_name_plural = _("units of a qualification")
        ordering: ClassVar = ["unit__code"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["qualification", "unit"], name="unit_once_per_qualification")
        ]

    def __str__(self) -> str:
        return str(self.unit)


@pghistory.track(*(event() for event in TRACKED))
class QualificationStudent(OfStudent):
    """That a student works towards a qualification by its courses."""

    qualification = models.ForeignKey(Qualification, models.CASCADE, related_name="students")
    since = models.DateField(_("since"), default=timezone.localdate)

    class Meta:
        verbose_name = _("student of a qualification")
        verbose_name_plural = _("students of a qualification")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["qualification", "student"], name="student_once_per_qualification"
            )
        ]

    def __str__(self) -> str:
        return str(self.qualification)
