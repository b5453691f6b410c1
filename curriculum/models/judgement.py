"""Judgements of competency units, and the qualifications that courses lead to."""

from typing import ClassVar

import pgtrigger
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from consortium.validators import refuse_resident_number
from curriculum import querysets
from curriculum.models.competency import CompetencyUnit
from curriculum.models.offering import Offering
from curriculum.models.student import OfStudent
from curriculum.states import TONE_OF_OUTCOME, Outcome
from curriculum.teaching import triggers as functions


class Judgement(OfStudent):
    """That somebody judged a student in one competency unit: who, when, on what evidence.

    Never changed and never deleted: a correction is a row of its own that stands in the other's place.
    What all that stand make together is the student's `Attainment`.
    """

    unit = models.ForeignKey(
        CompetencyUnit, models.PROTECT, related_name="judgements", verbose_name=_("unit")
    )
    offering = models.ForeignKey(
        Offering,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="judgements",
        verbose_name=_("course offering"),
    )
    outcome = models.CharField(_("outcome"), max_length=10, choices=Outcome.choices, default=Outcome.ACHIEVED)
    level = models.PositiveSmallIntegerField(
        _("level"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(5)],
        help_text=_("1 to 5; leave it empty to say only whether the unit is achieved."),
    )
    judged_on = models.DateField(_("judged on"))
    judged_by = models.ForeignKey("partners.Member", models.PROTECT, related_name="+")
    judged_as = models.CharField(_("judged as"), max_length=30)
    evidence = models.CharField(_("evidence"), max_length=200, validators=[refuse_resident_number])
    corrects = models.OneToOneField(
        "self",
        models.CASCADE,
        null=True,
        blank=True,
        related_name="corrected_by",
        verbose_name=_("in place of"),
    )
    reason = models.CharField(_("reason"), max_length=200, blank=True, validators=[refuse_resident_number])
    recorded_at = models.DateTimeField(_("recorded at"), default=timezone.now)

    objects = querysets.JudgementQuerySet.as_manager()

    class Meta:
        verbose_name = _("judgement")
        verbose_name_plural = _("judgements")
        ordering: ClassVar = ["judged_on", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(level=None) | Q(level__gte=1, level__lte=5),
                name="judgement_level_of_five",
                violation_error_message=_("The level is a number from 1 to 5."),
            ),
            models.CheckConstraint(
                condition=Q(corrects=None, reason="") | Q(~Q(reason=""), corrects__isnull=False),
                name="correction_says_why",
                violation_error_message=_("Say why."),
            ),
            models.CheckConstraint(
                condition=~Q(outcome=Outcome.TAKEN_BACK) | Q(corrects__isnull=False, level=None),
                name="taken_back_is_a_correction",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["student", "unit", "judged_on", "id"], name="judgements_of_a_unit")
        ]
        triggers: ClassVar = [
            pgtrigger.Trigger(
                name="corrects_its_like",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert,
                condition=pgtrigger.Condition("NEW.corrects_id IS NOT NULL"),
                func=functions.CORRECTS_ITS_LIKE,
            ),
            functions.judged_in_ones_own_name(),
        ]

    def __str__(self) -> str:
        return str(self.unit)

    @property
    def outcome_tone(self) -> str:
        return TONE_OF_OUTCOME[self.outcome]
