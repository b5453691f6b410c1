"""Job analyses (DACUM): what a company's job consists of, and which competency units that needs."""

from typing import ClassVar

import pghistory
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from consortium.validators import refuse_resident_number
from consortium.workflow import state_triggers, steps_of
from curriculum import querysets
from curriculum.demand import triggers
from curriculum.demand.workflow import ANALYSIS
from curriculum.models.competency import CompetencyUnit
from curriculum.models.department import Department
from curriculum.states import TONE_OF_ANALYSIS, AnalysisState

LOWEST, HIGHEST = 1, 5  # of importance, frequency and difficulty
MOST_PEOPLE = 999


def rating(label: str, words: str = "") -> models.PositiveSmallIntegerField:
    """A number from 1 (little) to 5 (very much); empty while nobody has judged it."""
    return models.PositiveSmallIntegerField(
        label,
        null=True,
        blank=True,
        validators=[MinValueValidator(LOWEST), MaxValueValidator(HIGHEST)],
        help_text=words,
    )


def between_one_and_five() -> Q:
    """The database's own word on the three ratings."""
    fits = Q()
    for name in ("importance", "frequency", "difficulty"):
        fits &= Q(**{name: None}) | Q(**{f"{name}__gte": LOWEST, f"{name}__lte": HIGHEST})
    return fits


@pghistory.track()
class JobAnalysis(models.Model):
    """A job of a company taken apart with its people (직무분석): duties, tasks, units, and how many it needs.

    A draft is known to the school and the company; what both agreed to is open to the consortium.
    """

    consortium = models.ForeignKey("partners.Consortium", models.PROTECT, related_name="job_analyses")
    school = models.ForeignKey("partners.Partner", models.PROTECT, related_name="+")
    company = models.ForeignKey(
        "partners.Partner", models.PROTECT, related_name="job_analyses", verbose_name=_("company")
    )
    department = models.ForeignKey(
        Department,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="job_analyses",
        verbose_name=_("department"),
        help_text=_("The department that trains for this job; empty: every department."),
    )
    title = models.CharField(_("job"), max_length=100, validators=[refuse_resident_number])
    description = models.TextField(
        _("work"), max_length=2000, blank=True, validators=[refuse_resident_number]
    )
    analysed_on = models.DateField(_("analysed on"))
    participants = models.PositiveSmallIntegerField(
        _("participants"),
        validators=[MinValueValidator(1), MaxValueValidator(MOST_PEOPLE)],
        help_text=_("How many people of the company took part in the analysis."),
    )
    jobs = models.PositiveSmallIntegerField(
        _("jobs"),
        validators=[MaxValueValidator(MOST_PEOPLE)],
        help_text=_(
            "How many people the company expects to need for this work within three years; 0: nobody."
        ),
    )
    state = models.CharField(
        _("state"), max_length=20, choices=AnalysisState.choices, default=AnalysisState.DRAFT
    )
    agreed_on = models.DateField(_("agreed on"), null=True, blank=True)
    agreed_how = models.CharField(
        _("how it was agreed"), max_length=200, blank=True, validators=[refuse_resident_number]
    )
    based_on = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="successors", verbose_name=_("based on")
    )
    made_by = models.ForeignKey("partners.Member", models.PROTECT, related_name="+")
    updated_at = models.DateTimeField(_("changed at"), auto_now=True)
    is_demo = models.BooleanField(_("invented for the demo"), default=False)

    objects = querysets.JobAnalysisQuerySet.as_manager()

    class Meta:
        verbose_name = _("job analysis")
        verbose_name_plural = _("job analyses")
        ordering: ClassVar = ["-analysed_on", "-pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(state=AnalysisState.DRAFT, agreed_on=None)
                | Q(~Q(state=AnalysisState.DRAFT), agreed_on__isnull=False),
                name="analysis_agreed_since",
            ),
            models.CheckConstraint(
                condition=Q(participants__gte=1),
                name="analysis_counts_people",
                violation_error_message=_("Say how many people took part."),
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["consortium", "state"], name="analyses_by_state"),
            models.Index(fields=["consortium", "-analysed_on", "-id"], name="analyses_newest_first"),
        ]
        triggers: ClassVar = [
            *state_triggers(steps_of(ANALYSIS), born=[AnalysisState.DRAFT]),
            triggers.agreed_words_stay(),
            triggers.agreed_is_kept(),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("curriculum:job_analysis", args=[self.consortium.slug, self.pk])

    @property
    def state_tone(self) -> str:
        """How a badge shows the state: `{% badge %}` knows these tones."""
        return TONE_OF_ANALYSIS[self.state]

    @property
    def is_draft(self) -> bool:
        return self.state == AnalysisState.DRAFT


@pghistory.track()
class Duty(models.Model):
    """A large part of a job (책무), which holds several tasks."""

    analysis = models.ForeignKey(JobAnalysis, models.CASCADE, related_name="duties")
    position = models.PositiveSmallIntegerField(_("position"))
    title = models.CharField(_("duty"), max_length=100, validators=[refuse_resident_number])

    objects = querysets.OfAnalysisQuerySet.as_manager()

    class Meta:
        verbose_name = _("duty")
        verbose_name_plural = _("duties")
        ordering: ClassVar = ["position", "pk"]
        triggers: ClassVar = [triggers.in_drafts_only("WHERE a.id = one.analysis_id")]

    def __str__(self) -> str:
        return self.title


@pghistory.track()
class Task(models.Model):
    """One piece of work (과업) with its importance, frequency and difficulty, each from 1 to 5."""

    duty = models.ForeignKey(Duty, models.CASCADE, related_name="tasks")
    position = models.PositiveSmallIntegerField(_("position"))
    title = models.CharField(_("task"), max_length=200, validators=[refuse_resident_number])
    importance = rating(_("importance"), _("1 = little, 5 = decisive for the job"))
    frequency = rating(_("frequency"), _("1 = rarely, 5 = every day"))
    difficulty = rating(_("difficulty"), _("1 = learnt at once, 5 = takes long practice"))
    units = models.ManyToManyField(
        CompetencyUnit,
        through="curriculum.TaskUnit",
        related_name="tasks",
        verbose_name=_("competency units"),
    )

    objects = querysets.OfDutyQuerySet.as_manager()

    class Meta:
        verbose_name = _("task")
        verbose_name_plural = _("tasks")
        ordering: ClassVar = ["position", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=between_one_and_five(),
                name="task_rated_one_to_five",
                violation_error_message=_("Rate with a number from 1 to 5."),
            )
        ]
        triggers: ClassVar = [
            triggers.in_drafts_only("JOIN curriculum_duty d ON d.analysis_id = a.id WHERE d.id = one.duty_id")
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_rated(self) -> bool:
        return None not in (self.importance, self.frequency, self.difficulty)


class TaskUnit(models.Model):
    """That a task needs a competency unit."""

    task = models.ForeignKey(Task, models.CASCADE, related_name="task_units")
    unit = models.ForeignKey(
        CompetencyUnit, models.PROTECT, related_name="task_units", verbose_name=_("unit")
    )

    objects = querysets.OfTaskQuerySet.as_manager()

    class Meta:
        verbose_name = _("unit of a task")
        verbose_name_plural = _("units of a task")
        constraints: ClassVar = [models.UniqueConstraint(fields=["task", "unit"], name="unit_once_per_task")]
        triggers: ClassVar = [
            triggers.in_drafts_only(
                "JOIN curriculum_duty d ON d.analysis_id = a.id JOIN curriculum_task t ON t.duty_id = d.id"
                " WHERE t.id = one.task_id"
            )
        ]

    def __str__(self) -> str:
        return str(self.unit)
