"""Industries as official statistics name them."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from partners.models.consortium import Bilingual
from partners.querysets import PublicQuerySet


class Industry(Bilingual):
    """A section or division of the Korean Standard Industrial Classification (KSIC, 11th revision, 2024)."""

    code = models.CharField(_("code"), max_length=5, unique=True, help_text=_("C, or C26 for a division."))
    section = models.CharField(_("section"), max_length=1)

    objects = PublicQuerySet.as_manager()

    class Meta:
        verbose_name = _("industry")
        verbose_name_plural = _("industries")
        ordering: ClassVar = ["code"]

    @property
    def is_section(self) -> bool:
        return self.code == self.section
