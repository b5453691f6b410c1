"""Competency units: of the national standards (NCS), and of a consortium beside them."""

from typing import ClassVar

import pghistory
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Func, Q, Value
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from consortium.validators import refuse_resident_number
from curriculum import querysets
from curriculum.competencies import triggers
from curriculum.competencies.codes import OWN_CODE, UNIT_CODE, is_national, is_own, version_of
from curriculum.competencies.sub_fields import sub_field_in_words

LOWEST_LEVEL, HIGHEST_LEVEL = 1, 8  # of the national standards


@pghistory.track(exclude=["family", "name_initials"])
class CompetencyUnit(models.Model):
    """A unit of the national competency standards (NCS 능력단위), or one that a consortium adds (AI).

    Without a consortium it is national: code and facts as published, an empty name means not known here.
    With one, the consortium wrote it. Versions of one unit share the code before the line, its `family`; what
    something agreed names never changes, so that an own unit is reworded by a version of its own.
    """

    consortium = models.ForeignKey(
        "partners.Consortium", models.PROTECT, null=True, blank=True, related_name="own_units"
    )
    code = models.CharField(_("code"), max_length=20)
    name = models.CharField(_("name"), max_length=100, blank=True, validators=[refuse_resident_number])
    level = models.PositiveSmallIntegerField(
        _("level"),
        null=True,
        blank=True,
        validators=[MinValueValidator(LOWEST_LEVEL), MaxValueValidator(HIGHEST_LEVEL)],
    )
    sub_field = models.CharField(_("sub-field"), max_length=100, blank=True)
    description = models.TextField(
        _("description"),
        max_length=2000,
        blank=True,
        default="",
        db_default="",
        validators=[refuse_resident_number],
    )
    family = models.GeneratedField(
        expression=Func(F("code"), Value("_"), Value(1), function="split_part"),
        output_field=models.CharField(max_length=20),
        db_persist=True,
        verbose_name=_("code without version"),
    )
    name_initials = models.GeneratedField(
        expression=Func(F("name"), function="korean_initials"),
        output_field=models.CharField(max_length=100),
        db_persist=True,
        verbose_name=_("initial consonants of the name"),
    )

    objects = querysets.UnitQuerySet.as_manager()

    class Meta:
        verbose_name = _("competency unit")
        verbose_name_plural = _("competency units")
        ordering: ClassVar = ["code", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["code"],
                condition=Q(consortium=None),
                name="national_unit_once",
                violation_error_message=_("There is a unit with this code already."),
            ),
            models.UniqueConstraint(
                fields=["consortium", "code"],
                condition=Q(consortium__isnull=False),
                name="own_unit_once_per_consortium",
                violation_error_message=_("There is a unit with this code already."),
            ),
            models.CheckConstraint(
                condition=Q(consortium=None, code__regex=UNIT_CODE)
                | Q(consortium__isnull=False, code__regex=OWN_CODE),
                name="unit_code_of_its_kind",
                violation_error_message=_("This is not a code of a competency unit."),
            ),
            models.CheckConstraint(
                condition=Q(level=None) | Q(level__gte=LOWEST_LEVEL, level__lte=HIGHEST_LEVEL),
                name="unit_level_of_the_standards",
                violation_error_message=_("The level is a number from 1 to 8."),
            ),
            models.CheckConstraint(
                condition=Q(consortium=None) | ~Q(name=""),
                name="own_unit_has_a_name",
                violation_error_message=_("A unit of the school's own needs a name."),
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["family"], name="units_by_family")]
        triggers: ClassVar = [triggers.agreed_units_stay()]

    def __str__(self) -> str:
        return self.in_words

    def clean(self) -> None:
        """A code of the right kind: the national form, or the form of a consortium's own."""
        fits = is_national if self.consortium_id is None else is_own
        if self.code and not fits(self.code):
            message = (
                _("A national code reads like 2001020231_23v5.")
                if self.consortium_id is None
                else _("Own codes are capital letters, digits and hyphens, such as SK-AI-01.")
            )
            raise ValidationError({"code": message})

    @property
    def is_own(self) -> bool:
        """Whether a consortium wrote it."""
        return self.consortium_id is not None

    @property
    def version(self) -> tuple[int, int]:
        """Version and year of the standard, as versions follow one another; own units have no year."""
        return version_of(self.code)

    @property
    def in_words(self) -> str:
        """The name; where it is not known here, an element or the field of work, never an invented name."""
        if self.name:
            return self.name
        first = next(iter(self.elements.all()), None)
        if first is None:
            return self.sub_field_in_words or self.code
        return gettext("%(element)s and more") % {"element": first}

    @property
    def sub_field_in_words(self) -> str:
        """The sub-field in the reader's language."""
        return sub_field_in_words(self.sub_field)


class CompetencyElement(models.Model):
    """A part of a competency unit (능력단위요소)."""

    unit = models.ForeignKey(CompetencyUnit, models.CASCADE, related_name="elements")
    code = models.CharField(_("code"), max_length=24, unique=True)
    name = models.CharField(_("name"), max_length=100)

    objects = querysets.ReferenceQuerySet.as_manager()

    class Meta:
        verbose_name = _("competency element")
        verbose_name_plural = _("competency elements")
        ordering: ClassVar = ["code"]

    def __str__(self) -> str:
        return self.name
