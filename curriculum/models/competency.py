"""Units of the national competency standards (NCS)."""

from typing import ClassVar

from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from curriculum import querysets

UNIT_CODE = r"^\d{10}_\d{2}v\d+$"  # 2001020231_23v5: ten digits, year, version


class CompetencyUnit(models.Model):
    """A unit of the national competency standards (NCS 능력단위); an empty name means not known here."""

    code = models.CharField(_("code"), max_length=20, unique=True, validators=[RegexValidator(UNIT_CODE)])
    name = models.CharField(_("name"), max_length=100, blank=True)
    level = models.PositiveSmallIntegerField(_("level"), null=True, blank=True)
    sub_field = models.CharField(_("sub-field"), max_length=100, blank=True)

    objects = querysets.UnitQuerySet.as_manager()

    class Meta:
        verbose_name = _("competency unit")
        verbose_name_plural = _("competency units")
        ordering: ClassVar = ["code"]

    def __str__(self) -> str:
        return self.name or f"{self.code} ({_('name unknown')})"

    @property
    def in_words(self) -> str:
        """The name; where it is not known here, an element or the field of work, never an invented name."""
        if self.name:
            return self.name
        first = next(iter(self.elements.all()), None)
        return gettext("%(element)s and more") % {"element": first} if first else self.sub_field or self.code


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
