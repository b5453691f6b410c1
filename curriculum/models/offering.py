"""What is taught in a semester, by whom, and in which sessions."""

from typing import ClassVar

import pghistory
import pgtrigger
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from consortium.validators import refuse_resident_number
from consortium.workflow import state_triggers, steps_of
from curriculum import querysets
from curriculum.models.programme import MOST_CREDITS, ProgrammeRow
from curriculum.models.student import FIRST_YEAR, LAST_YEAR
from curriculum.models.subject import Subject
from curriculum.states import OfferingState, Semester
from curriculum.teaching import triggers as functions
from curriculum.teaching.workflow import OFFERING
from curriculum.terms import TIMES_A_CREDIT


@pghistory.track()
class Offering(models.Model):
    """A subject as it is taught to one grade or class in one semester (개설 강좌)."""

    consortium = models.ForeignKey("partners.Consortium", models.PROTECT, related_name="offerings")
    school = models.ForeignKey("partners.Partner", models.PROTECT, related_name="offerings")
    subject = models.ForeignKey(Subject, models.PROTECT, related_name="offerings", verbose_name=_("subject"))
    programme_row = models.ForeignKey(
        ProgrammeRow,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="offerings",
        verbose_name=_("row of the programme table"),
    )
    year = models.PositiveSmallIntegerField(
        _("school year"), validators=[MinValueValidator(FIRST_YEAR), MaxValueValidator(LAST_YEAR)]
    )
    semester = models.PositiveSmallIntegerField(_("semester"), choices=Semester.choices)
    grade = models.PositiveSmallIntegerField(
        _("grade"), validators=[MinValueValidator(1), MaxValueValidator(3)]
    )
    class_no = models.PositiveSmallIntegerField(
        _("class"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(20)],
        help_text=_("Empty where students of several classes take part."),
    )
    section = models.CharField(
        _("section of the course"),
        max_length=20,
        blank=True,
        help_text=_("Tells two offerings of the same subject apart."),
    )
    credits = models.PositiveSmallIntegerField(
        _("credits"), validators=[MinValueValidator(1), MaxValueValidator(MOST_CREDITS)]
    )
    state = models.CharField(
        _("state"), max_length=20, choices=OfferingState.choices, default=OfferingState.RUNNING
    )
    is_demo = models.BooleanField(_("invented for the demo"), default=False)

    objects = querysets.OfferingQuerySet.as_manager()

    class Meta:
        verbose_name = _("course offering")
        verbose_name_plural = _("course offerings")
        ordering: ClassVar = ["-year", "-semester", "grade", "class_no", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["school", "subject", "year", "semester", "grade", "class_no", "section"],
                nulls_distinct=False,
                name="offering_once_per_semester",
            ),
            models.CheckConstraint(
                condition=Q(semester__in=Semester.values),
                name="offering_in_one_of_two_semesters",
                violation_error_message=_("A school year has two semesters, 1 and 2."),
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["school", "-year", "-semester", "id"], name="offerings_by_semester")
        ]
        triggers: ClassVar = [
            *state_triggers(steps_of(OFFERING), born=[OfferingState.RUNNING]),
            functions.offering_stands_still(),
        ]

    def __str__(self) -> str:
        return " ".join(filter(None, (str(self.subject), self.section)))

    def get_absolute_url(self) -> str:
        return reverse("curriculum:offering", args=[self.consortium.slug, self.pk])

    @property
    def planned_hours(self) -> int:
        """How many hours its credits ask for."""
        return self.credits * TIMES_A_CREDIT

    @property
    def programme_semester(self) -> int:
        """Which of the six semesters of the three years it is for those who take part."""
        return 2 * (self.grade - 1) + self.semester


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
class Instructor(models.Model):
    """Who teaches an offering: staff of the school, or a person whom a partner sends.

    The name stands here too, because students and lecturers may not read memberships. The hours that
    a partner's instructor has taught become one delivery of that partner's pledge.
    """

    consortium = models.ForeignKey("partners.Consortium", models.PROTECT, related_name="+")
    school = models.ForeignKey("partners.Partner", models.PROTECT, related_name="+")
    offering = models.ForeignKey(Offering, models.CASCADE, related_name="instructors")
    member = models.ForeignKey(
        "partners.Member",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="taught_offerings",
        verbose_name=_("member"),
        help_text=_("Somebody with a log-in keeps the class sheet; leave it empty for a guest."),
    )
    name = models.CharField(_("name"), max_length=100, validators=[refuse_resident_number])
    partner = models.ForeignKey(
        "partners.Partner",
        models.PROTECT,
        related_name="instructors",
        verbose_name=_("organisation"),
    )
    delivery = models.ForeignKey(
        "partners.Delivery", models.SET_NULL, null=True, blank=True, editable=False, related_name="+"
    )

    objects = querysets.InstructorQuerySet.as_manager()

    class Meta:
        verbose_name = _("instructor")
        verbose_name_plural = _("instructors")
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["offering", "member"], name="member_teaches_offering_once"),
            models.UniqueConstraint(
                fields=["offering", "partner", "name"], name="instructor_named_once_per_offering"
            ),
        ]
        triggers: ClassVar = [functions.delivery_of_the_instructor()]

    def __str__(self) -> str:
        return self.name


@pghistory.track(pghistory.UpdateEvent(), pghistory.DeleteEvent())
class Session(models.Model):
    """One meeting of an offering: on which day, how many hours, who taught."""

    school = models.ForeignKey("partners.Partner", models.PROTECT, related_name="+")
    offering = models.ForeignKey(Offering, models.CASCADE, related_name="sessions")
    on = models.DateField(_("date"))
    period = models.PositiveSmallIntegerField(
        _("first period"), default=1, validators=[MinValueValidator(1), MaxValueValidator(12)]
    )
    hours = models.PositiveSmallIntegerField(
        _("hours"),
        default=1,
        validators=[MinValueValidator(1), MaxValueValidator(8)],
        help_text=_("Lessons of 50 minutes."),
    )
    topic = models.CharField(_("topic"), max_length=200, blank=True, validators=[refuse_resident_number])
    instructor = models.ForeignKey(
        Instructor,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="sessions",
        verbose_name=_("taught by"),
    )
    recorded_by = models.ForeignKey("partners.Member", models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(_("recorded at"), default=timezone.now)

    objects = querysets.OfOfferingQuerySet.as_manager()

    class Meta:
        verbose_name = _("session")
        verbose_name_plural = _("sessions")
        ordering: ClassVar = ["on", "period"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["offering", "on", "period"], name="session_once_per_period"),
            models.CheckConstraint(
                condition=Q(hours__gte=1, hours__lte=8),
                name="session_hours_of_a_day",
                violation_error_message=_("A session takes from 1 to 8 hours."),
            ),
        ]
        triggers: ClassVar = [
            pgtrigger.Trigger(
                name="one_place_at_a_time",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.UpdateOf("on", "period", "hours", "instructor_id"),
                declare=[("others", "bigint"), ("at_once", "boolean")],
                func=functions.ONE_PLACE_AT_A_TIME,
            ),
            functions.while_the_course_runs(
                "WHERE o.id = one.offering_id", "offering_id", "school_id", "recorded_by_id", "recorded_at"
            ),
            functions.taught_by_an_instructor(),
        ]

    def __str__(self) -> str:
        return f"{self.on:%Y-%m-%d}"
