"""Students in offerings: who takes part, who was there, with which result, and what makes up for it."""

from typing import ClassVar

import pghistory
import pgtrigger
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from consortium.validators import refuse_resident_number
from consortium.workflow import state_triggers, steps_of
from curriculum import querysets
from curriculum.models.offering import Offering, Session
from curriculum.models.student import TRACKED, OfStudent
from curriculum.states import (
    TONE_OF_ENROLMENT,
    Achievement,
    EnrolmentState,
    Presence,
    RecoveryState,
    RecoveryWay,
)
from curriculum.teaching import triggers as functions
from curriculum.teaching.workflow import ENROLMENT, RECOVERY


@pghistory.track(*(event() for event in TRACKED))
class Enrolment(OfStudent):
    """That a student takes part in an offering, and with which result (수강).

    Name and student number stand here as the class roster needs them, so that an instructor from
    outside reads this row and nothing else of a student; PostgreSQL keeps them equal to the roster.
    """

    offering = models.ForeignKey(Offering, models.PROTECT, related_name="enrolments")
    name = models.CharField(_("name"), max_length=50, editable=False, blank=True)
    student_number = models.CharField(_("student number"), max_length=8, editable=False, blank=True)
    enrolled_on = models.DateField(_("since"), default=timezone.localdate)
    state = models.CharField(
        _("state"), max_length=20, choices=EnrolmentState.choices, default=EnrolmentState.ENROLLED
    )
    achievement = models.CharField(
        _("achievement level"), max_length=1, choices=Achievement.choices, blank=True
    )
    score = models.DecimalField(
        _("score in percent"),
        max_digits=5,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(0), MaxValueValidator(100)],
    )
    held_hours = models.PositiveSmallIntegerField(_("hours held"), null=True, blank=True, editable=False)
    attended_hours = models.PositiveSmallIntegerField(
        _("hours attended"), null=True, blank=True, editable=False
    )
    decided_on = models.DateField(_("decided on"), null=True, blank=True, editable=False)
    reason = models.CharField(_("reason"), max_length=400, blank=True, validators=[refuse_resident_number])

    objects = querysets.EnrolmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("enrolment in a course")
        verbose_name_plural = _("enrolments in courses")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["offering", "student"], name="enrolled_once_per_offering"),
            models.CheckConstraint(
                condition=Q(score=None) | Q(score__gte=0, score__lte=100),
                name="score_is_a_percentage",
                violation_error_message=_("The score is a number from 0 to 100."),
            ),
            models.CheckConstraint(
                condition=Q(held_hours=None) | Q(attended_hours__lte=F("held_hours")),
                name="attended_at_most_what_was_held",
                violation_error_message=_("Nobody attends more hours than were held."),
            ),
        ]
        triggers: ClassVar = [
            *state_triggers(steps_of(ENROLMENT), born=EnrolmentState.values),
            pgtrigger.Trigger(
                name="named_as_in_the_roster",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.UpdateOf("name", "student_number", "student_id"),
                func=functions.NAMED_AS_IN_THE_ROSTER,
            ),
            functions.enrolment_stands_still(),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def state_tone(self) -> str:
        return TONE_OF_ENROLMENT[self.state]


@pghistory.track(pghistory.UpdateEvent(), pghistory.DeleteEvent())
class Attendance(OfStudent):
    """How a student was there in one session."""

    enrolment = models.ForeignKey(Enrolment, models.CASCADE, related_name="attendances")
    session = models.ForeignKey(Session, models.CASCADE, related_name="attendances")
    presence = models.CharField(
        _("attendance"), max_length=10, choices=Presence.choices, default=Presence.PRESENT
    )

    objects = querysets.AttendanceQuerySet.as_manager()

    class Meta:
        verbose_name = _("attendance in a session")
        verbose_name_plural = _("attendances in sessions")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["session", "enrolment"], name="attendance_once_per_session")
        ]
        triggers: ClassVar = [
            functions.while_the_course_runs(
                "JOIN curriculum_enrolment e ON e.offering_id = o.id WHERE e.id = one.enrolment_id",
                *("enrolment_id", "session_id", "student_id", "school_id"),
            )
        ]

    def __str__(self) -> str:
        return self.get_presence_display()


@pghistory.track(*(event() for event in TRACKED))
class Recovery(OfStudent):
    """What was agreed to make up for a course that was not completed (미이수 보충), and its result."""

    enrolment = models.ForeignKey(Enrolment, models.CASCADE, related_name="recoveries")
    way = models.CharField(_("way"), max_length=20, choices=RecoveryWay.choices)
    where = models.CharField(_("where"), max_length=100, blank=True, validators=[refuse_resident_number])
    hours = models.PositiveSmallIntegerField(
        _("hours"), validators=[MinValueValidator(1), MaxValueValidator(200)]
    )
    agreed_on = models.DateField(_("agreed on"), default=timezone.localdate)
    until = models.DateField(_("until"))
    state = models.CharField(
        _("state"), max_length=10, choices=RecoveryState.choices, default=RecoveryState.AGREED
    )
    result_on = models.DateField(_("result on"), null=True, blank=True)
    evidence = models.CharField(
        _("evidence"), max_length=200, blank=True, validators=[refuse_resident_number]
    )

    class Meta:
        verbose_name = _("recovery of a course")
        verbose_name_plural = _("recoveries of courses")
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["enrolment"],
                condition=Q(state=RecoveryState.AGREED),
                name="one_recovery_under_way",
                violation_error_message=_("A recovery is under way already."),
            ),
            models.CheckConstraint(
                condition=Q(until__gte=F("agreed_on")),
                name="recovery_period_in_order",
                violation_error_message=_("The end must come after the beginning."),
            ),
        ]
        triggers: ClassVar = [
            *state_triggers(steps_of(RECOVERY), born=RecoveryState.values),
            functions.recovery_stands_still(),
        ]
