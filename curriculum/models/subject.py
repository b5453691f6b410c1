"""Subjects of the school and the competency units that each is to teach."""

from typing import ClassVar

import pghistory
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from consortium.languages import in_readers_language
from curriculum import querysets
from curriculum.models.competency import CompetencyUnit
from curriculum.programme import triggers
from curriculum.refusals import rests_on_own_decisions
from curriculum.states import KINDS_OF, GeneralKind, Generation, SubjectKind
from curriculum.subjects.groups import ENGLISH
from partners.models import Bilingual


def _kinds_of_generations() -> Q:
    known = Q()
    for generation, kinds in KINDS_OF.items():
        known |= Q(generation=generation, kind__in=[str(kind) for kind in kinds])
    return known


@pghistory.track()
class Subject(Bilingual):
    """A subject (과목) of one curriculum generation; school-created ones rest on an approval."""

    consortium = models.ForeignKey("partners.Consortium", models.PROTECT, related_name="subjects")
    school = models.ForeignKey("partners.Partner", models.PROTECT, related_name="subjects")
    generation = models.CharField(_("curriculum generation"), max_length=20, choices=Generation.choices)
    kind = models.CharField(_("kind"), max_length=20, choices=SubjectKind.choices)
    general_kind = models.CharField(
        _("kind of general subject"),
        max_length=20,
        choices=GeneralKind.choices,
        blank=True,
        default="",
        db_default="",
        help_text=_("Only for general subjects, as the official table names it."),
    )
    subject_group = models.CharField(_("subject group"), max_length=50)
    standard_credits = models.PositiveSmallIntegerField(
        _("standard credits"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(30)],
        help_text=_("Credits that the national curriculum gives as the basis; empty where there is none."),
    )
    is_school_created = models.BooleanField(_("created by the school"), default=False)
    approval = models.ForeignKey(
        "partners.Approval",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("approval of the education office"),
    )
    is_demo = models.BooleanField(_("invented for the demo"), default=False)

    objects = querysets.SubjectQuerySet.as_manager()

    class Meta:
        verbose_name = _("subject")
        verbose_name_plural = _("subjects")
        ordering: ClassVar = ["subject_group", "name", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["school", "generation", "name"], name="subject_once_per_generation"
            ),
            models.CheckConstraint(
                condition=Q(approval=None) | Q(is_school_created=True),
                name="only_school_created_subjects_are_approved",
                violation_error_message=_("Only subjects that the school created are approved."),
            ),
            models.CheckConstraint(
                condition=_kinds_of_generations(),
                name="kind_of_its_generation",
                violation_error_message=_("This curriculum knows no subject of this kind."),
            ),
            models.CheckConstraint(
                condition=Q(general_kind="")
                | (
                    Q(kind=SubjectKind.GENERAL)
                    & (~Q(general_kind=GeneralKind.INTEGRATED) | Q(generation=Generation.REVISED_2022))
                ),
                name="general_kind_of_its_generation",
                violation_error_message=_("This curriculum knows no general subject of this kind."),
            ),
        ]
        triggers: ClassVar = [
            triggers.subject_stands_still(),
            rests_on_own_decisions("approval_id"),
        ]

    def get_absolute_url(self) -> str:
        return reverse("curriculum:subject", args=[self.consortium.slug, self.pk])

    @property
    def kind_in_words(self) -> str:
        """The kind as the official table names it: general subjects say which of theirs."""
        return self.get_general_kind_display() or self.get_kind_display()

    @property
    def group_in_words(self) -> str:
        """The subject group in the reader's language; any other stays as it was written."""
        return in_readers_language(self.subject_group, ENGLISH.get(self.subject_group, ""))

    @property
    def in_words(self) -> str:
        """To be chosen from a list: each curriculum has its own subject of the same name."""
        return f"{self} ({self.get_generation_display()}, {self.kind_in_words})"

    @property
    def lacks_approval(self) -> bool:
        """Created by the school, and the education office has not approved it."""
        return self.is_school_created and self.approval_id is None


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
class SubjectUnit(models.Model):
    """That a subject is to teach a competency unit, and in how many of its hours.

    Units are no part of what the committees approve: a table names subjects and credits, and what its
    subjects teach follows the needs of companies from year to year. What changes stays in the history.
    """

    subject = models.ForeignKey(Subject, models.CASCADE, related_name="units")
    school = models.ForeignKey("partners.Partner", models.PROTECT, related_name="+")
    unit = models.ForeignKey(CompetencyUnit, models.PROTECT, related_name="taught_by", verbose_name=_("unit"))
    hours = models.PositiveSmallIntegerField(_("hours"), null=True, blank=True)

    objects = querysets.OfSubjectQuerySet.as_manager()

    class Meta:
        verbose_name = _("unit of a subject")
        verbose_name_plural = _("units of a subject")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["subject", "unit"], name="unit_once_per_subject")
        ]

    def __str__(self) -> str:
        return str(self.unit)
