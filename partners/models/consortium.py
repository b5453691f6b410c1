"""The consortium itself and who takes part in it."""

from typing import ClassVar

import pghistory
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from consortium.languages import InBoth, in_readers_language
from partners.querysets import ConsortiumQuerySet, OfConsortiumQuerySet


class Bilingual(models.Model):
    """A name in Korean with an English one beside it; `str()` follows the reader's language."""

    name = models.CharField(_("name"), max_length=200)
    name_en = models.CharField(_("English name"), max_length=200, blank=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return in_readers_language(self.name, self.name_en)

    @property
    def in_both(self) -> InBoth:
        """The name for a text whose reader is not yet known."""
        return InBoth(self.name, self.name_en)


class Consortium(Bilingual):
    """One school, city, education office, companies and universities bound by an agreement (연합체)."""

    slug = models.SlugField(_("address"), unique=True, help_text=_("Stands in every address: /paju/…"))
    region = models.CharField(_("region"), max_length=100)
    fields = ArrayField(models.CharField(max_length=50), verbose_name=_("fields"), default=list, blank=True)
    school = models.ForeignKey(
        "partners.Partner", models.PROTECT, related_name="led_consortia", verbose_name=_("school")
    )
    is_demo = models.BooleanField(_("holds invented demo data"), default=False)

    objects = ConsortiumQuerySet.as_manager()

    class Meta:
        verbose_name = _("consortium")
        verbose_name_plural = _("consortia")

    def get_absolute_url(self) -> str:
        return reverse("home", args=[self.slug])


@pghistory.track()
class Participation(models.Model):
    """That a partner takes part in a consortium, since when and until when."""

    consortium = models.ForeignKey(Consortium, models.CASCADE, related_name="participations")
    partner = models.ForeignKey("partners.Partner", models.PROTECT, related_name="participations")
    joined_on = models.DateField(_("joined on"))
    left_on = models.DateField(_("left on"), null=True, blank=True)
    named_in_agreement = models.BooleanField(_("named in the agreement"), default=False)

    objects = OfConsortiumQuerySet.as_manager()

    class Meta:
        verbose_name = _("participation")
        verbose_name_plural = _("participations")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["consortium", "partner"], name="partner_once_per_consortium"),
            models.CheckConstraint(
                condition=Q(left_on=None) | Q(left_on__gte=F("joined_on")),
                name="joined_before_it_left",
                violation_error_message=_("The end must come after the beginning."),
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["partner", "consortium"], name="consortia_of_partner")]

    def __str__(self) -> str:
        return str(self.partner)
