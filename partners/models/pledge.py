"""What was promised and what arrived."""

from decimal import Decimal
from typing import ClassVar

import pghistory
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from partners.models.agreement import Agreement
from partners.models.consortium import Consortium
from partners.models.partner import Partner
from partners.querysets import OfPledgeQuerySet, PledgeQuerySet
from partners.states import PledgeKind, Unit


@pghistory.track()
class Pledge(models.Model):
    """What one partner promised under an agreement (약정): how much of what, in which period."""

    consortium = models.ForeignKey(Consortium, models.PROTECT, related_name="pledges")
    partner = models.ForeignKey(Partner, models.PROTECT, related_name="pledges")
    agreement = models.ForeignKey(Agreement, models.PROTECT, null=True, blank=True, related_name="pledges")
    kind = models.CharField(_("kind"), max_length=20, choices=PledgeKind.choices)
    description = models.CharField(_("description"), max_length=200)
    amount = models.DecimalField(_("promised amount"), max_digits=14, decimal_places=2)
    unit = models.CharField(_("unit"), max_length=10, choices=Unit.choices)
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("until"))
    is_demo = models.BooleanField(_("invented for the demo"), default=False)

    objects = PledgeQuerySet.as_manager()

    class Meta:
        verbose_name = _("pledge")
        verbose_name_plural = _("pledges")
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(amount__gt=0), name="pledge_promises_something"),
            models.CheckConstraint(condition=Q(ends_on__gte=F("starts_on")), name="pledge_period_in_order"),
        ]

    def __str__(self) -> str:
        return self.description


@pghistory.track()
class Delivery(models.Model):
    """One part of a pledge that happened, with its evidence."""

    pledge = models.ForeignKey(Pledge, models.PROTECT, related_name="deliveries")
    on = models.DateField(_("date"))
    amount = models.DecimalField(
        _("delivered amount"),
        max_digits=14,
        decimal_places=2,
        validators=[MinValueValidator(Decimal("0.01"))],
    )
    evidence = models.CharField(_("evidence"), max_length=200)
    recorded_at = models.DateTimeField(_("recorded at"), default=timezone.now, editable=False)

    objects = OfPledgeQuerySet.as_manager()

    class Meta:
        verbose_name = _("delivery")
        verbose_name_plural = _("deliveries")
        ordering: ClassVar = ["-on"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(amount__gt=0), name="delivery_brings_something")
        ]

    def __str__(self) -> str:
        return f"{self.on:%Y. %-m. %-d.} {self.evidence}"
