"""What companies offer, who may see whom, and whom they chose."""

import datetime
from typing import ClassVar

import pghistory
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from consortium.audit.models import PersonalModel
from consortium.validators import refuse_resident_number
from consortium.workflow import state_triggers, steps_of
from curriculum.states import AttendanceBand
from placements import querysets, triggers
from placements.dates import check_agreement, check_last_day, check_period
from placements.states import (
    CandidateState,
    ConsentItem,
    ConsentStanding,
    ConsentWay,
    DeclineReason,
    VacancyState,
)
from placements.workflow import CANDIDATE, VACANCY

# Years that only a slip of the finger writes; what is plausible today is in `dates.py`.
FIRST_DAY, LAST_DAY = datetime.date(2020, 1, 1), datetime.date(2100, 1, 1)


@pghistory.track()
class Vacancy(models.Model):
    """A training place or job that a company offers, with the competency units it needs."""

    consortium = models.ForeignKey("partners.Consortium", models.PROTECT, related_name="vacancies")
    company = models.ForeignKey(
        "partners.Partner", models.PROTECT, related_name="vacancies", verbose_name=_("company")
    )
    title = models.CharField(_("title"), max_length=100, validators=[refuse_resident_number])
    description = models.TextField(_("work"), blank=True, validators=[refuse_resident_number])
    places = models.PositiveSmallIntegerField(_("places"))
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("until"))
    units = models.ManyToManyField(
        "curriculum.CompetencyUnit",
        through="placements.DemandedUnit",
        related_name="vacancies",
        verbose_name=_("competency units"),
    )
    state = models.CharField(
        _("state"), max_length=20, choices=VacancyState.choices, default=VacancyState.DRAFT
    )
    is_demo = models.BooleanField(_("invented for the demo"), default=False)
    updated_at = models.DateTimeField(_("changed at"), auto_now=True)

    objects = querysets.VacancyQuerySet.as_manager()

    class Meta:
        verbose_name = _("vacancy")
        verbose_name_plural = _("vacancies")
        ordering: ClassVar = ["-pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(places__gt=0),
                name="vacancy_offers_a_place",
                violation_error_message=_("Offer at least one place."),
            ),
            models.CheckConstraint(
                condition=Q(ends_on__gt=F("starts_on")),
                name="vacancy_period_in_order",
                violation_error_message=_("The end must come after the beginning."),
            ),
            models.CheckConstraint(
                condition=Q(starts_on__gte=FIRST_DAY, ends_on__lt=LAST_DAY),
                name="vacancy_in_our_time",
                violation_error_message=_("Check the year."),
            ),
        ]
        triggers: ClassVar = state_triggers(steps_of(VACANCY), born=[VacancyState.DRAFT])

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("placements:vacancy", args=[self.consortium.slug, self.pk])

    def clean(self) -> None:
        """A period that can still be served."""
        if self.starts_on and self.ends_on:
            check_period(self.starts_on, self.ends_on)


class DemandedUnit(models.Model):
    """That a vacancy needs a competency unit."""

    vacancy = models.ForeignKey(Vacancy, models.CASCADE, related_name="demanded_units")
    unit = models.ForeignKey("curriculum.CompetencyUnit", models.PROTECT, related_name="demands")

    objects = querysets.OfVacancyQuerySet.as_manager()

    class Meta:
        verbose_name = _("demanded unit")
        verbose_name_plural = _("demanded units")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["vacancy", "unit"], name="unit_demanded_once")
        ]

    def __str__(self) -> str:
        return str(self.unit)


@pghistory.track()
class Consent(PersonalModel):
    """Consent of a student and their guardian to give named data to one named company (제3자 제공 동의).

    PIPA 17②: recipient by name, purpose, items, retention, the right to refuse and what follows from
    it. Any change needs a new consent; withdrawal works on the next click.
    """

    consortium = models.ForeignKey("partners.Consortium", models.PROTECT, related_name="+")
    school = models.ForeignKey("partners.Partner", models.PROTECT, related_name="+")
    student = models.ForeignKey("curriculum.Student", models.CASCADE, related_name="consents")
    recipient = models.ForeignKey(
        "partners.Partner", models.PROTECT, related_name="consents", verbose_name=_("recipient")
    )
    purpose = models.CharField(_("purpose"), max_length=200, validators=[refuse_resident_number])
    items = ArrayField(
        models.CharField(max_length=20, choices=ConsentItem.choices), verbose_name=_("data given")
    )
    valid_until = models.DateField(_("valid until"))
    student_agreed_on = models.DateField(_("student agreed on"), null=True, blank=True)
    guardian_needed = models.BooleanField(_("the guardian must consent too"), default=True)
    guardian_agreed_on = models.DateField(_("guardian agreed on"), null=True, blank=True)
    way = models.CharField(
        _("how it was given"), max_length=10, choices=ConsentWay.choices, default=ConsentWay.PAPER
    )
    refusal_explained = models.BooleanField(_("right to refuse and its consequence were explained"))
    recorded_by = models.ForeignKey("partners.Member", models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(_("recorded at"), auto_now_add=True)
    withdrawn_at = models.DateTimeField(_("withdrawn at"), null=True, blank=True)
    withdrawn_by = models.ForeignKey(
        "partners.Member", models.PROTECT, null=True, blank=True, related_name="+"
    )
    replaced_at = models.DateTimeField(_("replaced at"), null=True, blank=True)
    # Kept by the database from the student's state: a company's role may not read the roster to ask.
    paused_at = models.DateTimeField(_("at rest since"), null=True, blank=True, editable=False)

    objects = querysets.ConsentQuerySet.as_manager()

    class Meta:
        verbose_name = _("consent")
        verbose_name_plural = _("consents")
        ordering: ClassVar = ["-recorded_at", "-pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["student", "recipient"],
                condition=Q(withdrawn_at=None, replaced_at=None),
                name="one_open_consent_per_company",
                violation_error_message=_("This student has consented for this company already."),
            ),
            models.CheckConstraint(
                condition=Q(refusal_explained=True),
                name="consent_only_after_explanation",
                violation_error_message=_("Explain first what the consent is for."),
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=False)  # an end to it is never refused
                | Q(replaced_at__isnull=False)
                | (Q(student_agreed_on=None) | Q(student_agreed_on__gte=FIRST_DAY))
                & (Q(guardian_agreed_on=None) | Q(guardian_agreed_on__gte=FIRST_DAY))
                & Q(valid_until__lt=LAST_DAY),
                name="consent_in_our_time",
                violation_error_message=_("Check the year."),
            ),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["recipient", "student"], condition=Q(withdrawn_at=None), name="consent_by_recipient"
            ),
            models.Index(
                fields=["school", "recorded_at"],
                condition=Q(guardian_agreed_on=None, withdrawn_at=None, replaced_at=None),
                name="consent_waiting_for_guardian",
            ),
        ]
        triggers: ClassVar = [triggers.terms_stay(), triggers.withdrawal_stays(), triggers.rests_from_birth()]

    def __str__(self) -> str:
        return f"{self.recipient} – {self.valid_until:%Y. %-m. %-d.}"

    def clean(self) -> None:
        """Days on which student and guardian can have signed, and a last day that lies ahead."""
        if self.valid_until:
            check_last_day(self.valid_until)
        for name in ("student_agreed_on", "guardian_agreed_on"):
            if day := getattr(self, name):
                check_agreement(day, self.student, name)

    @property
    def is_open(self) -> bool:
        """Neither withdrawn nor replaced by a newer one; it may still lack the guardian, or be expired."""
        return self.withdrawn_at is None and self.replaced_at is None

    @property
    def is_expired(self) -> bool:
        return self.valid_until < timezone.localdate()

    @property
    def is_paused(self) -> bool:
        """The student is on leave or has left the school: nothing is shown while that lasts."""
        return self.paused_at is not None

    @property
    def waits_for_guardian(self) -> bool:
        return self.is_open and self.guardian_needed and self.guardian_agreed_on is None

    @property
    def is_live(self) -> bool:
        """Opens data today; `ConsentQuerySet.live()` and the row policies say the same."""
        return bool(
            self.student_agreed_on
            and self.is_open
            and not self.is_paused
            and not self.waits_for_guardian
            and not self.is_expired
        )

    @property
    def standing(self) -> ConsentStanding:
        """Where the consent stands today, as pages name it."""
        if self.withdrawn_at is not None:
            return ConsentStanding.WITHDRAWN
        if self.replaced_at is not None:
            return ConsentStanding.REPLACED
        if self.is_expired:
            return ConsentStanding.EXPIRED
        if self.is_paused:
            return ConsentStanding.PAUSED
        return ConsentStanding.LIVE if self.is_live else ConsentStanding.WAITING

    @property
    def item_labels(self) -> list[str]:
        """The data given, in words and always in the same order."""
        return [str(item.label) for item in ConsentItem if item in self.items]


@pghistory.track()
class Candidate(PersonalModel):
    """A student put forward for a vacancy; the company sees a code name until it shortlists."""

    consortium = models.ForeignKey("partners.Consortium", models.PROTECT, related_name="+")
    school = models.ForeignKey("partners.Partner", models.PROTECT, related_name="+")
    company = models.ForeignKey("partners.Partner", models.PROTECT, related_name="+")
    vacancy = models.ForeignKey(Vacancy, models.CASCADE, related_name="candidates")
    student = models.ForeignKey("curriculum.Student", models.CASCADE, related_name="candidacies")
    code_name = models.CharField(_("code name"), max_length=20)
    # A copy for the company, empty unless the consent covers attendance: the gate holds in SQL too.
    attendance_band = models.CharField(
        _("attendance band"), max_length=10, choices=AttendanceBand.choices, blank=True
    )
    state = models.CharField(
        _("state"), max_length=20, choices=CandidateState.choices, default=CandidateState.PROPOSED
    )
    decline_reason = models.CharField(_("reason"), max_length=20, choices=DeclineReason.choices, blank=True)
    decided_by = models.ForeignKey("partners.Member", models.PROTECT, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(_("decided at"), null=True, blank=True)
    # Set by the database at the first shortlisting and never taken back: the name has been seen.
    name_opened_at = models.DateTimeField(_("name opened at"), null=True, blank=True, editable=False)
    proposed_at = models.DateTimeField(_("put forward at"), auto_now_add=True)

    objects = querysets.CandidateQuerySet.as_manager()

    class Meta:
        verbose_name = _("candidate")
        verbose_name_plural = _("candidates")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["vacancy", "student"], name="candidate_once_per_vacancy"),
            models.UniqueConstraint(fields=["vacancy", "code_name"], name="code_name_once_per_vacancy"),
            models.CheckConstraint(
                condition=(Q(state=CandidateState.DECLINED) & ~Q(decline_reason=""))
                | (~Q(state=CandidateState.DECLINED) & Q(decline_reason="")),
                name="declined_with_a_reason",
                violation_error_message=_("Say why."),
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["company", "state", "proposed_at"], name="candidate_waiting"),
            models.Index(fields=["student"], name="candidate_by_student"),
        ]
        triggers: ClassVar = [
            *state_triggers(steps_of(CANDIDATE), born=[CandidateState.PROPOSED]),
            triggers.opened_name_is_noted(),
        ]

    def __str__(self) -> str:
        return self.code_name

    def get_absolute_url(self) -> str:
        return reverse("placements:candidate", args=[self.consortium.slug, self.pk])
