"""Classes of a school year and who leads them."""

from typing import ClassVar

import pghistory
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from curriculum import querysets
from curriculum.models.department import Department


@pghistory.track()
class SchoolClass(models.Model):
    """One class (반) of one school year: its department and its homeroom teacher of that year."""

    consortium = models.ForeignKey("partners.Consortium", models.PROTECT, related_name="school_classes")
    school = models.ForeignKey("partners.Partner", models.PROTECT, related_name="school_classes")
    school_year = models.PositiveSmallIntegerField(_("school year"))
    grade = models.PositiveSmallIntegerField(
        _("grade"), validators=[MinValueValidator(1), MaxValueValidator(3)]
    )
    class_no = models.PositiveSmallIntegerField(
        _("class"), validators=[MinValueValidator(1), MaxValueValidator(20)]
    )
    department = models.ForeignKey(
        Department,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="school_classes",
        verbose_name=_("department"),
    )
    homeroom = models.ForeignKey(
        "partners.Member",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="homerooms",
        verbose_name=_("homeroom teacher"),
    )

    objects = querysets.SchoolClassQuerySet.as_manager()

    class Meta:
        verbose_name = _("school class")
        verbose_name_plural = _("school classes")
        ordering: ClassVar = ["-school_year", "grade", "class_no"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["school", "school_year", "grade", "class_no"], name="class_once_per_year"
            )
        ]

    def __str__(self) -> str:
        return f"{self.grade}-{self.class_no}"
