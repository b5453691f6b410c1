"""Programmes outside the school (학교 밖 교육): sessions, seats, certificates, surveys."""

import secrets
import uuid
from decimal import Decimal
from typing import ClassVar

import pghistory
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from consortium.languages import in_readers_language
from consortium.validators import refuse_resident_number
from consortium.workflow import state_triggers, steps_of
from curriculum import querysets
from curriculum.external import triggers
from curriculum.external.workflow import PROGRAMME, SEAT
from curriculum.models.student import OfStudent
from curriculum.states import (
    TONE_OF_SEAT,
    TONE_OF_STAGE,
    TWO_THIRDS,
    Presence,
    ProgrammeStage,
    SeatState,
    Selection,
)
from partners.models import Bilingual

CODE_BYTES = 16  # of a certificate's code: nobody guesses 128 bits


def new_code() -> str:
    """The code by which anybody can verify a certificate."""
    return secrets.token_urlsafe(CODE_BYTES)


@pghistory.track()
class ExternalProgramme(Bilingual):
    """A programme of a university or institute for the school's students: dates, seats, rules, credit.

    It gives credit only where an approval came before its first day; otherwise it is an activity.
    """

    consortium = models.ForeignKey("partners.Consortium", models.PROTECT, related_name="external_programmes")
    school = models.ForeignKey("partners.Partner", models.PROTECT, related_name="+")
    provider = models.ForeignKey(
        "partners.Partner",
        models.PROTECT,
        related_name="external_programmes",
        verbose_name=_("provider"),
    )
    state = models.CharField(
        _("state"), max_length=20, choices=ProgrammeStage.choices, default=ProgrammeStage.DRAFT
    )
    description = models.TextField(_("description"), max_length=2000, validators=[refuse_resident_number])
    place = models.CharField(_("place"), max_length=200, blank=True)
    starts_on = models.DateField(_("first day"))
    ends_on = models.DateField(_("last day"))
    seats = models.PositiveSmallIntegerField(
        _("seats for the school"), validators=[MinValueValidator(1), MaxValueValidator(500)]
    )
    applies_from = models.DateField(_("applications from"))
    applies_until = models.DateField(_("applications until"))
    selection = models.CharField(
        _("selection"), max_length=10, choices=Selection.choices, default=Selection.DRAW
    )
    criteria = models.TextField(
        _("criteria of selection"),
        max_length=1000,
        validators=[refuse_resident_number],
        help_text=_("Shown to everybody who may apply."),
    )
    seed = models.PositiveBigIntegerField(_("number of the draw"), null=True, blank=True, editable=False)
    selected_at = models.DateTimeField(_("selected at"), null=True, blank=True, editable=False)
    needed_share = models.PositiveSmallIntegerField(
        _("attendance needed (%)"),
        default=TWO_THIRDS,
        validators=[MinValueValidator(1), MaxValueValidator(100)],
        help_text=_("Who was present in this share of the hours has completed the programme."),
    )
    credits = models.PositiveSmallIntegerField(_("credits"), default=0, validators=[MaxValueValidator(10)])
    approval = models.ForeignKey(
        "partners.Approval",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("prior approval"),
    )
    reason = models.CharField(
        _("reason"), max_length=300, blank=True, default="", validators=[refuse_resident_number]
    )
    is_demo = models.BooleanField(_("invented for the demo"), default=False)

    objects = querysets.ExternalProgrammeQuerySet.as_manager()

    class Meta:
        verbose_name = _("external programme")
        verbose_name_plural = _("external programmes")
        ordering: ClassVar = ["-starts_on", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on"), applies_until__gte=F("applies_from")),
                name="programme_days_in_order",
                violation_error_message=_("The end must come after the beginning."),
            ),
            models.CheckConstraint(
                condition=Q(credits=0) | Q(approval__isnull=False),
                name="credit_needs_prior_approval",
                violation_error_message=_("Credits need a decision made before the programme."),
            ),
            models.CheckConstraint(
                condition=~Q(state=ProgrammeStage.CANCELLED) | ~Q(reason=""),
                name="programme_cancelled_for_a_reason",
                violation_error_message=_("Say why."),
            ),
        ]
        triggers: ClassVar = [
            *state_triggers(steps_of(PROGRAMME), born=[ProgrammeStage.DRAFT]),
            triggers.approval_comes_first(),
            triggers.programme_stands_still(),
        ]

    def get_absolute_url(self) -> str:
        return reverse("curriculum:external_programme", args=[self.consortium.slug, self.pk])

    @property
    def state_tone(self) -> str:
        return TONE_OF_STAGE[self.state]

    @property
    def state_words(self) -> str:
        """Where it stands today: with its participants selected it runs, and ends before it is finished."""
        today = timezone.localdate()
        if self.state != ProgrammeStage.SELECTED or today < self.starts_on:
            return self.get_state_display()
        return gettext("Under way") if today <= self.ends_on else gettext("Ended")

    @property
    def needs_two_thirds(self) -> bool:
        return self.needed_share == TWO_THIRDS

    def is_completed_with(self, attended: Decimal, held: Decimal) -> bool:
        """Whether that many of the hours held are enough."""
        part, whole = (2, 3) if self.needs_two_thirds else (self.needed_share, 100)
        return attended * whole >= held * part

    @property
    def takes_applications(self) -> bool:
        """Open, and within its days."""
        today = timezone.localdate()
        return self.state == ProgrammeStage.OPEN and self.applies_from <= today <= self.applies_until


class ProgrammeSession(models.Model):
    """One meeting of a programme; once its attendance is closed its hours count for the provider."""

    programme = models.ForeignKey(ExternalProgramme, models.CASCADE, related_name="sessions")
    consortium = models.ForeignKey("partners.Consortium", models.PROTECT, related_name="+")
    school = models.ForeignKey("partners.Partner", models.PROTECT, related_name="+")
    provider = models.ForeignKey("partners.Partner", models.PROTECT, related_name="+")
    on = models.DateField(_("date"))
    starts_at = models.TimeField(_("begins at"))
    hours = models.DecimalField(
        _("hours"),
        max_digits=3,
        decimal_places=1,
        validators=[MinValueValidator(Decimal("0.5")), MaxValueValidator(12)],
    )
    topic = models.CharField(_("topic"), max_length=200, blank=True, validators=[refuse_resident_number])
    closed_at = models.DateTimeField(_("attendance closed"), null=True, blank=True, editable=False)

    objects = querysets.OfProgrammeQuerySet.as_manager()

    class Meta:
        verbose_name = _("session of a programme")
        verbose_name_plural = _("sessions of programmes")
        ordering: ClassVar = ["on", "starts_at", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["programme", "on", "starts_at"], name="programme_session_once"),
            models.CheckConstraint(
                condition=Q(hours__gt=0),
                name="session_takes_time",
                violation_error_message=_("The end must come after the beginning."),
            ),
        ]
        triggers: ClassVar = [triggers.sessions_take_their_time(), triggers.session_stands_still()]

    def __str__(self) -> str:
        return f"{date_format(self.on)} {self.topic}".strip()


@pghistory.track()
class ProgrammeApplication(OfStudent):
    """That a student applied, what became of it, and who agreed that the provider learns the name.

    The student agrees with the application itself, a guardian besides where the student is under 19;
    until both have, and after either took it back, the provider sees a number instead of a name.
    """

    programme = models.ForeignKey(ExternalProgramme, models.CASCADE, related_name="applications")
    consortium = models.ForeignKey("partners.Consortium", models.PROTECT, related_name="+")
    provider = models.ForeignKey("partners.Partner", models.PROTECT, related_name="+")
    state = models.CharField(_("state"), max_length=20, choices=SeatState.choices, default=SeatState.APPLIED)
    motive = models.CharField(
        _("why I apply"), max_length=500, blank=True, validators=[refuse_resident_number]
    )
    points = models.DecimalField(
        _("points"),
        max_digits=5,
        decimal_places=1,
        null=True,
        blank=True,
        validators=[MinValueValidator(0), MaxValueValidator(100)],
    )
    place = models.PositiveSmallIntegerField(_("place in the order"), null=True, blank=True, editable=False)
    consent_text = models.TextField(_("what was agreed to"), blank=True, editable=False)
    student_agreed_at = models.DateTimeField(_("agreed by the student"), null=True, blank=True)
    guardian_needed = models.BooleanField(_("guardian must agree"), default=True)
    guardian_agreed_on = models.DateField(_("agreed by a guardian"), null=True, blank=True)
    guardian_recorded_by = models.ForeignKey(
        "partners.Member", models.PROTECT, null=True, blank=True, related_name="+", editable=False
    )
    consent_withdrawn_at = models.DateTimeField(_("consent withdrawn"), null=True, blank=True)
    created_at = models.DateTimeField(_("applied at"), default=timezone.now, editable=False)

    objects = querysets.ApplicationQuerySet.as_manager()

    class Meta:
        verbose_name = _("application to a programme")
        verbose_name_plural = _("applications to programmes")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["programme", "student"],
                condition=~Q(state=SeatState.WITHDRAWN),
                name="one_application_per_programme",
                violation_error_message=_("This student has applied for this programme already."),
            )
        ]
        triggers: ClassVar = [
            *state_triggers(steps_of(SEAT), born=[SeatState.APPLIED, SeatState.SELECTED, SeatState.WAITING]),
            triggers.seats_are_not_overbooked(),
            triggers.students_only_give_back(),
            triggers.age_decides_on_guardian(),
            triggers.application_stands_still(),
        ]

    @property
    def state_tone(self) -> str:
        return TONE_OF_SEAT[self.state]

    @property
    def may_be_named(self) -> bool:
        """Have all agreed whose consent is needed, and has nobody taken it back?"""
        agreed = self.student_agreed_at and (self.guardian_agreed_on or not self.guardian_needed)
        return bool(agreed) and self.consent_withdrawn_at is None


class Participant(OfStudent):
    """Who holds a seat, as the provider may know them: a number, and the name once it may be passed on."""

    application = models.OneToOneField(ProgrammeApplication, models.CASCADE, related_name="participant")
    programme = models.ForeignKey(ExternalProgramme, models.CASCADE, related_name="participants")
    consortium = models.ForeignKey("partners.Consortium", models.PROTECT, related_name="+")
    provider = models.ForeignKey("partners.Partner", models.PROTECT, related_name="+")
    number = models.PositiveSmallIntegerField(_("number"))
    name = models.CharField(_("name"), max_length=50, blank=True)
    department = models.CharField(_("department and grade"), max_length=250, blank=True)
    is_active = models.BooleanField(_("takes part"), default=True)
    attended_hours = models.DecimalField(_("hours attended"), max_digits=5, decimal_places=1, default=0)
    has_completed = models.BooleanField(_("completed"), null=True)
    credits = models.PositiveSmallIntegerField(_("credits"), default=0)
    has_answered = models.BooleanField(_("survey answered"), default=False)

    objects = querysets.ParticipantQuerySet.as_manager()

    class Meta:
        verbose_name = _("participant")
        verbose_name_plural = _("participants")
        ordering: ClassVar = ["number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["programme", "number"], name="participant_number_once")
        ]
        triggers: ClassVar = [triggers.name_needs_consent(), triggers.participant_stands_still()]

    def __str__(self) -> str:
        return self.name or str(_("Participant %(number)s") % {"number": self.number})


@pghistory.track()
class SessionAttendance(OfStudent):
    """Whether a participant was there, and who said so."""

    session = models.ForeignKey(ProgrammeSession, models.PROTECT, related_name="attendances")
    participant = models.ForeignKey(Participant, models.CASCADE, related_name="attendances")
    provider = models.ForeignKey("partners.Partner", models.PROTECT, related_name="+")
    presence = models.CharField(_("attendance"), max_length=10, choices=Presence.choices)
    recorded_by = models.ForeignKey("partners.Member", models.PROTECT, related_name="+", editable=False)
    recorded_at = models.DateTimeField(_("recorded at"), default=timezone.now, editable=False)

    objects = querysets.OfParticipantQuerySet.as_manager()

    class Meta:
        verbose_name = _("attendance at a session")
        verbose_name_plural = _("attendance at sessions")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["session", "participant"], name="external_attendance_once")
        ]
        triggers: ClassVar = [triggers.attendance_of_the_programme()]


class ProgrammeCertificate(OfStudent):
    """A certificate of completion as it was issued; anybody with its code can see that it is genuine."""

    participant = models.OneToOneField(Participant, models.PROTECT, related_name="certificate")
    consortium = models.ForeignKey("partners.Consortium", models.PROTECT, related_name="+")
    code = models.CharField(_("code"), max_length=40, unique=True, default=new_code, editable=False)
    programme_name = models.CharField(_("programme"), max_length=200)
    programme_name_en = models.CharField(_("programme in English"), max_length=200, blank=True)
    provider_name = models.CharField(_("provider"), max_length=200)
    provider_name_en = models.CharField(
        _("provider in English"), max_length=200, blank=True, default="", db_default=""
    )
    masked_name = models.CharField(_("masked name"), max_length=50)
    starts_on = models.DateField(_("first day"))
    ends_on = models.DateField(_("last day"))
    hours = models.DecimalField(_("hours attended"), max_digits=5, decimal_places=1)
    issued_on = models.DateField(_("issued on"), default=timezone.localdate)
    withdrawn_at = models.DateTimeField(_("withdrawn at"), null=True, blank=True, editable=False)
    reason = models.CharField(
        _("reason"), max_length=300, blank=True, default="", validators=[refuse_resident_number]
    )

    objects = querysets.OfStudentQuerySet.as_manager()

    class Meta:
        verbose_name = _("certificate of a programme")
        verbose_name_plural = _("certificates of programmes")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(withdrawn_at=None) | ~Q(reason=""),
                name="certificate_withdrawn_for_a_reason",
                violation_error_message=_("Say why."),
            )
        ]
        triggers: ClassVar = triggers.certificates_stay()

    def __str__(self) -> str:
        return self.programme_name

    @property
    def provider_words(self) -> str:
        """The provider's name, as the reader reads it."""
        return in_readers_language(self.provider_name, self.provider_name_en)


class SurveyAnswer(models.Model):
    """One anonymous answer about a programme: nothing in it leads back to who gave it.

    Answers count in the figures five at a time, so that no two figures tell what one answer said.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    programme = models.ForeignKey(ExternalProgramme, models.CASCADE, related_name="answers")
    consortium = models.ForeignKey("partners.Consortium", models.PROTECT, related_name="+")
    school = models.ForeignKey("partners.Partner", models.PROTECT, related_name="+")
    provider = models.ForeignKey("partners.Partner", models.PROTECT, related_name="+")
    content = models.PositiveSmallIntegerField(
        _("What was taught was useful"), validators=[MinValueValidator(1), MaxValueValidator(5)]
    )
    teaching = models.PositiveSmallIntegerField(
        _("It was taught well"), validators=[MinValueValidator(1), MaxValueValidator(5)]
    )
    again = models.PositiveSmallIntegerField(
        _("I would recommend it"), validators=[MinValueValidator(1), MaxValueValidator(5)]
    )
    is_counted = models.BooleanField(default=False, editable=False)

    objects = querysets.AnswerQuerySet.as_manager()

    class Meta:
        verbose_name = _("answer to the survey")
        verbose_name_plural = _("answers to the survey")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(content__range=(1, 5), teaching__range=(1, 5), again__range=(1, 5)),
                name="satisfaction_of_one_to_five",
                violation_error_message=_("Rate with a number from 1 to 5."),
            )
        ]
        triggers: ClassVar = [triggers.answered_once()]
