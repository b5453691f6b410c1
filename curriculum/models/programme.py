"""The programme table (교육과정 편성표): which subject is taught with how many credits in which semester."""

from typing import ClassVar

import pghistory
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.text import format_lazy
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from consortium.validators import refuse_resident_number
from consortium.workflow import state_triggers, steps_of
from curriculum import querysets
from curriculum.models.student import FIRST_YEAR, LAST_YEAR, Department
from curriculum.models.subject import Subject
from curriculum.programme import triggers
from curriculum.programme.workflow import PROGRAMME_TABLE
from curriculum.refusals import rests_on_own_decisions
from curriculum.states import PUBLISHED_TABLES, TONE_OF_TABLE, Generation, TableState

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
    committee_approval = models.ForeignKey(
        "partners.Approval",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("deliberation of the curriculum committee"),
    )
    remark = models.CharField(
        _("why it goes on with broken rules"),
        max_length=300,
        blank=True,
        validators=[refuse_resident_number],
    )
    sent_back_because = models.CharField(
        _("why it was sent back"), max_length=300, blank=True, validators=[refuse_resident_number]
    )
    created_at = models.DateTimeField(_("created at"), default=timezone.now)
    is_demo = models.BooleanField(_("invented for the demo"), default=False)

    objects = querysets.ProgrammeTableQuerySet.as_manager()

    class Meta:
        verbose_name = _("programme table")
        verbose_name_plural = _("programme tables")
        ordering: ClassVar = ["-entry_year", "department", "-version"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["department", "entry_year", "version"], name="table_version_once"
            ),
            models.UniqueConstraint(
                fields=["department", "entry_year"],
                condition=Q(state=TableState.APPROVED),
                name="one_approved_table_per_entry_year",
                violation_error_message=_("Another table is approved for this department and year of entry."),
            ),
            models.CheckConstraint(
                condition=~Q(state__in=PUBLISHED_TABLES)
                | Q(approval__isnull=False, committee_approval__isnull=False),
                name="approved_table_names_both_committees",
                violation_error_message=_("Name the decisions of both committees."),
            ),
        ]
        triggers: ClassVar = [
            *state_triggers(steps_of(PROGRAMME_TABLE), born=[TableState.DRAFT]),
            *triggers.table_stands_still(),
            rests_on_own_decisions("committee_approval_id", "approval_id"),
        ]

    def __str__(self) -> str:
        return gettext("%(department)s, entrants of %(year)s, version %(version)s") % {
            "department": self.department,
            "year": self.entry_year,
            "version": self.version,
        }

    def get_absolute_url(self) -> str:
        return reverse("curriculum:table", args=[self.consortium.slug, self.pk])

    @property
    def state_tone(self) -> str:
        return TONE_OF_TABLE[TableState(self.state)]

    @property
    def is_draft(self) -> bool:
        return self.state == TableState.DRAFT

    @property
    def is_in_review(self) -> bool:
        return self.state == TableState.IN_REVIEW


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
    note = models.CharField(_("note"), max_length=200, blank=True, validators=[refuse_resident_number])

    objects = querysets.OfTableQuerySet.as_manager()

    class Meta:
        verbose_name = _("row of a programme table")
        verbose_name_plural = _("rows of a programme table")
        ordering: ClassVar = ["position", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["table", "subject"], name="subject_once_per_table"),
            models.CheckConstraint(
                condition=Q(**{f"semester_{one}__lte": MOST_CREDITS for one in SEMESTERS}),
                name="credits_of_a_semester_in_bounds",
                violation_error_message=_("That is more credits than a semester can hold."),
            ),
        ]
        triggers: ClassVar = triggers.rows_of_drafts()

    def __str__(self) -> str:
        return str(self.subject)

    @property
    def by_semester(self) -> tuple[int, ...]:
        """Credits in the six semesters, in order."""
        return tuple(getattr(self, f"semester_{one}") for one in SEMESTERS)


class ProgrammeEdit(models.Model):
    """One step of an editor in a draft, with what the row said before and after, so that it can be undone.

    `before` is empty where a row was added, `after` where one was taken out.
    """

    table = models.ForeignKey(ProgrammeTable, models.CASCADE, related_name="edits")
    school = models.ForeignKey("partners.Partner", models.PROTECT, related_name="+")
    number = models.PositiveIntegerField(_("number"))
    by = models.ForeignKey("partners.Member", models.PROTECT, related_name="+", verbose_name=_("by"))
    at = models.DateTimeField(_("at"), default=timezone.now)
    row = models.BigIntegerField(_("row"))
    before = models.JSONField(_("before"), default=dict, blank=True)
    after = models.JSONField(_("after"), default=dict, blank=True)
    undone_at = models.DateTimeField(_("undone at"), null=True, blank=True)

    objects = querysets.ProgrammeEditQuerySet.as_manager()

    class Meta:
        verbose_name = _("edit of a programme table")
        verbose_name_plural = _("edits of a programme table")
        ordering: ClassVar = ["-number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["table", "number"], name="edit_number_once_per_table")
        ]

    def __str__(self) -> str:
        return f"{self.table_id} · {self.number}"
