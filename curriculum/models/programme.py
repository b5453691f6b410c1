"""The programme table (교육과정 편성표): which subject is taught with how many credits in which semester."""

from typing import ClassVar

import pghistory
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F
from django.utils import timezone
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from curriculum import querysets
from curriculum.models.student import FIRST_YEAR, LAST_YEAR, Department
from curriculum.models.subject import Subject
from curriculum.states import Generation, TableState

SEMESTERS = tuple(range(1, 7))  # of three years: 1 = first semester of grade 1
MOST_CREDITS = 40  # in one semester; what lies above is a slip


@pghistory.track()
class ProgrammeTable(models.Model):
    """One version of the three-year table of a department for those who enter in one year."""

    consortium = models.ForeignKey("partners.Consortium", models.PROTECT, related_name="programme_tables")
    school = models.ForeignKey("partners.Partner", models.PROTECT, related_name="programme_tables")
    department = models.ForeignKey(Department, models.PROTECT, related_name="programme_tables")
    entry_year = models.PositiveSmallIntegerField(
        _("entry year"), validators=[MinValueValidator(FIRST_YEAR), MaxValueValidator(LAST_YEAR)]
    )
    version = models.PositiveSmallIntegerField(_("version"), default=1)
    generation = models.CharField(_("curriculum generation"), max_length=20, choices=Generation.choices)
    state = models.CharField(_("state"), max_length=20, choices=TableState.choices, default=TableState.DRAFT)
    based_on = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="successors", verbose_name=_("based on")
    )
    approval = models.ForeignKey(
        "partners.Approval",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("deliberation of the steering committee"),
    )
    created_at = models.DateTimeField(_("created at"), default=timezone.now)
    is_demo = models.BooleanField(_("invented for the demo"), default=False)

    objects = querysets.ProgrammeTableQuerySet.as_manager()

    class Meta:
        verbose_name = _("programme table")
        verbose_name_plural = _("programme tables")
        ordering: ClassVar = ["-entry_year", "department", "-version"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["department", "entry_year", "version"], name="table_version_once")
        ]

    def __str__(self) -> str:
        return f"{self.department} {self.entry_year} v{self.version}"


def _credits(semester: int) -> models.PositiveSmallIntegerField:
    label = format_lazy(_("semester {number}"), number=semester)
    return models.PositiveSmallIntegerField(label, default=0, validators=[MaxValueValidator(MOST_CREDITS)])


@pghistory.track()
class ProgrammeRow(models.Model):
    """One line of a programme table: a subject and its credits in each of the six semesters."""

    table = models.ForeignKey(ProgrammeTable, models.CASCADE, related_name="rows")
    school = models.ForeignKey("partners.Partner", models.PROTECT, related_name="+")
    subject = models.ForeignKey(Subject, models.PROTECT, related_name="programme_rows")
    position = models.PositiveSmallIntegerField(_("position"))
    semester_1 = _credits(1)
    semester_2 = _credits(2)
    semester_3 = _credits(3)
    semester_4 = _credits(4)
    semester_5 = _credits(5)
    semester_6 = _credits(6)
    credits = models.GeneratedField(
        expression=sum((F(f"semester_{one}") for one in SEMESTERS[1:]), start=F("semester_1")),
        output_field=models.PositiveSmallIntegerField(),
        db_persist=True,
        verbose_name=_("operated credits"),
    )
    is_required = models.BooleanField(_("required"), default=True)
    choice_group = models.CharField(
        _("choice group"),
        max_length=20,
        blank=True,
        help_text=_("Of rows with the same mark, one is chosen."),
    )
    is_joint = models.BooleanField(_("joint course"), default=False)
    note = models.CharField(_("note"), max_length=200, blank=True)

    objects = querysets.OfTableQuerySet.as_manager()

    class Meta:
        verbose_name = _("row of a programme table")
        verbose_name_plural = _("rows of a programme table")
        ordering: ClassVar = ["position", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["table", "subject"], name="subject_once_per_table")
        ]

    def __str__(self) -> str:
        return str(self.subject)

    @property
    def by_semester(self) -> tuple[int, ...]:
        """Credits in the six semesters, in order."""
        return tuple(getattr(self, f"semester_{one}") for one in SEMESTERS)
