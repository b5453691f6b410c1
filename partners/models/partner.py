"""The organisations of a consortium."""

from typing import ClassVar

import pghistory
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from partners.models.consortium import Bilingual
from partners.querysets import PartnerQuerySet
from partners.states import PartnerKind, PledgeKind


@pghistory.track()
class Partner(Bilingual):
    """An organisation that takes part in one or more consortia (협약기관)."""

    code = models.CharField(_("code"), max_length=30, unique=True)
    kind = models.CharField(_("kind"), max_length=30, choices=PartnerKind.choices)
    could_contribute = ArrayField(
        models.CharField(max_length=20, choices=PledgeKind.choices),
        verbose_name=_("could contribute"),
        default=list,
        blank=True,
        help_text=_("What such a body can realistically give; it is not a pledge."),
    )
    note = models.TextField(_("note"), blank=True)

    objects = PartnerQuerySet.as_manager()

    class Meta:
        verbose_name = _("partner organisation")
        verbose_name_plural = _("partner organisations")
        ordering: ClassVar = ["name"]
