"""The survey by which a company rates the tasks of its job, by a mailed link or in the portal."""

from typing import ClassVar

import pghistory
from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from consortium.rowlevel import Actor, Kind
from consortium.validators import refuse_resident_number
from consortium.workflow import state_triggers, steps_of
from curriculum import querysets
from curriculum.demand import triggers
from curriculum.demand.workflow import SURVEY
from curriculum.models.demand import MOST_PEOPLE, JobAnalysis, Task, between_one_and_five, rating
from curriculum.states import TONE_OF_SURVEY, SurveyState


@pghistory.track()
class Survey(models.Model):
    """The question to a company how important, frequent and difficult the tasks of its job are.

    One answer for the company, which it may correct until the survey is closed or its last day is over.
    """

    consortium = models.ForeignKey("partners.Consortium", models.PROTECT, related_name="+")
    school = models.ForeignKey("partners.Partner", models.PROTECT, related_name="+")
    company = models.ForeignKey("partners.Partner", models.PROTECT, related_name="+")
    analysis = models.ForeignKey(JobAnalysis, models.CASCADE, related_name="surveys")
    state = models.CharField(_("state"), max_length=10, choices=SurveyState.choices, default=SurveyState.OPEN)
    asked_by = models.ForeignKey("partners.Member", models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(_("asked at"), default=timezone.now)
    closes_on = models.DateField(_("answer until"))
    answered_at = models.DateTimeField(_("answered at"), null=True, blank=True)
    answered_by = models.ForeignKey(
        "partners.Member", models.PROTECT, null=True, blank=True, related_name="+"
    )
    jobs = models.PositiveSmallIntegerField(
        _("jobs"),
        null=True,
        blank=True,
        validators=[MaxValueValidator(MOST_PEOPLE)],
        help_text=_(
            "How many people the company expects to need for this work within three years; 0: nobody."
        ),
    )
    comment = models.TextField(
        _("what is missing or wrong"), max_length=1000, blank=True, validators=[refuse_resident_number]
    )

    objects = querysets.SurveyQuerySet.as_manager()

    class Meta:
        verbose_name = _("survey of a company")
        verbose_name_plural = _("surveys of companies")
        ordering: ClassVar = ["-asked_at", "-pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["analysis"],
                condition=~Q(state=SurveyState.CLOSED),
                name="one_open_survey_per_analysis",
                violation_error_message=_("A survey about this analysis is open already."),
            )
        ]
        indexes: ClassVar = [
            models.Index(fields=["company"], condition=Q(state=SurveyState.OPEN), name="surveys_unanswered")
        ]
        triggers: ClassVar = [
            *state_triggers(steps_of(SURVEY), born=[SurveyState.OPEN]),
            triggers.answer_of_the_company(),
        ]

    def __str__(self) -> str:
        return str(self.analysis)

    def get_absolute_url(self) -> str:
        return reverse("curriculum:survey", args=[self.consortium.slug, self.pk])

    @property
    def is_over(self) -> bool:
        """Its last day has passed."""
        return self.closes_on < timezone.localdate()

    @property
    def state_tone(self) -> str:
        """How a badge shows the state: `{% badge %}` knows these tones."""
        return TONE_OF_SURVEY[self.state]


class SurveyContact(models.Model):
    """The person at the company to whom the link is mailed.

    A table of its own, because the company's people see the survey, but only the school needs the address.
    """

    survey = models.OneToOneField(Survey, models.CASCADE, primary_key=True, related_name="contact")
    name = models.CharField(_("contact"), max_length=100, validators=[refuse_resident_number])
    email = models.EmailField(_("e-mail address"))

    objects = querysets.KeptBySchoolQuerySet.as_manager()

    class Meta:
        verbose_name = _("contact of a survey")
        verbose_name_plural = _("contacts of surveys")

    def __str__(self) -> str:
        return self.name


class SurveyRating(models.Model):
    """What the company answered about one task."""

    survey = models.ForeignKey(Survey, models.CASCADE, related_name="ratings")
    task = models.ForeignKey(Task, models.CASCADE, related_name="+")
    importance = rating(_("importance"))
    frequency = rating(_("frequency"))
    difficulty = rating(_("difficulty"))

    objects = querysets.OfSurveyQuerySet.as_manager()

    class Meta:
        verbose_name = _("rating of a task")
        verbose_name_plural = _("ratings of tasks")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["survey", "task"], name="task_rated_once_per_survey"),
            models.CheckConstraint(
                condition=between_one_and_five(),
                name="answer_rated_one_to_five",
                violation_error_message=_("Rate with a number from 1 to 5."),
            ),
        ]
        triggers: ClassVar = [triggers.of_this_analysis(), triggers.goes_with_its_draft()]

    def __str__(self) -> str:
        return str(self.task)


class SurveyLink(models.Model):
    """One mailed way into one survey, with everything that its delivery must remember.

    Only a digest of the secret is kept, and it is made on the way out; a new link revokes the one before.
    """

    survey = models.ForeignKey(Survey, models.CASCADE, related_name="links")
    digest = models.CharField(_("digest of the link's secret"), max_length=64, blank=True, editable=False)
    wanted_at = models.DateTimeField(_("asked for at"), default=timezone.now)
    expires_at = models.DateTimeField(_("expires at"))
    revoked_at = models.DateTimeField(_("revoked at"), null=True, blank=True)
    due_at = models.DateTimeField(_("next attempt at"), default=timezone.now)
    lease_until = models.DateTimeField(_("a worker has it until"), null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    sent_at = models.DateTimeField(_("sent at"), null=True, blank=True)
    given_up_at = models.DateTimeField(_("given up at"), null=True, blank=True)
    error = models.CharField(_("what went wrong"), max_length=200, blank=True)

    objects = querysets.SurveyLinkQuerySet.as_manager()

    class Meta:
        verbose_name = _("link to a survey")
        verbose_name_plural = _("links to surveys")
        ordering: ClassVar = ["-wanted_at", "-pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["survey"], condition=Q(revoked_at=None), name="one_link_per_survey"
            )
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["due_at"],
                condition=Q(sent_at=None, given_up_at=None, revoked_at=None),
                name="survey_mails_on_their_way",
            )
        ]

    def __str__(self) -> str:
        return str(self.survey)

    @property
    def stands(self) -> bool:
        """Neither replaced nor expired."""
        return self.revoked_at is None and self.expires_at > timezone.now()

    @property
    def actor(self) -> Actor:
        """Whoever holds this link, as PostgreSQL knows them: one survey, nothing else."""
        return Actor(Kind.LINK, survey=self.pk)
