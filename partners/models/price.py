"""What a contribution in kind is worth."""

from typing import ClassVar

import pghistory
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from consortium.validators import refuse_resident_number
from partners.models.consortium import Consortium
from partners.pledges import triggers
from partners.querysets import PriceItemQuerySet
from partners.states import PledgeKind, Unit


@pghistory.track()
class PriceItem(models.Model):
    """What one unit of a contribution in kind is worth in won, from one day to another, and who says so."""

    consortium = models.ForeignKey(Consortium, models.PROTECT, related_name="prices")
    kind = models.CharField(_("kind"), max_length=20, choices=PledgeKind.choices)
    unit = models.CharField(_("unit"), max_length=10, choices=Unit.choices)
    name = models.CharField(_("name"), max_length=100, validators=[refuse_resident_number])
    value = models.DecimalField(
        _("value per unit (KRW)"), max_digits=12, decimal_places=0, validators=[MinValueValidator(1)]
    )
    valid_from = models.DateField(_("valid from"))
    valid_until = models.DateField(_("valid until"), null=True, blank=True)
    source = models.CharField(_("source"), max_length=200, validators=[refuse_resident_number])
    confirmed = models.BooleanField(_("confirmed against the source"), default=False)
    is_demo = models.BooleanField(_("invented for the demo"), default=False)

    objects = PriceItemQuerySet.as_manager()

    class Meta:
        verbose_name = _("price")
        verbose_name_plural = _("prices")
        ordering: ClassVar = ["kind", "name", "-valid_from"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(value__gt=0),
                name="price_is_worth_something",
                violation_error_message=_("The amount must be greater than 0."),
            ),
            models.CheckConstraint(
                condition=Q(valid_until=None) | Q(valid_until__gte=F("valid_from")),
                name="price_period_in_order",
                violation_error_message=_("The end must come after the beginning."),
            ),
            models.CheckConstraint(
                condition=~Q(kind=PledgeKind.CASH) & ~Q(unit=Unit.WON),
                name="money_has_no_price",
                violation_error_message=_("Money is not valued by a price."),
            ),
        ]
        triggers: ClassVar = [triggers.one_price_a_day()]

    def __str__(self) -> str:
        return self.name
