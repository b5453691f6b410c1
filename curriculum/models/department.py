"""The departments of a school."""

from typing import ClassVar

import pghistory
from django.db import models
from django.utils.translation import gettext_lazy as _

from curriculum import querysets
from partners.models import Bilingual


@pghistory.track()
class Department(Bilingual):
    """A department of the school (학과); one that is closed keeps its students and takes no new ones."""

    consortium = models.ForeignKey("partners.Consortium", models.PROTECT, related_name="departments")
    school = models.ForeignKey("partners.Partner", models.PROTECT, related_name="departments")
    closed_on = models.DateField(_("closed on"), null=True, blank=True)

    objects = querysets.DepartmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("department")
        verbose_name_plural = _("departments")
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["school", "name"], name="department_once_per_school")
        ]
