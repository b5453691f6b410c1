"""What was promised and what arrived."""

from decimal import Decimal
from typing import ClassVar

import pghistory
from django.contrib.postgres.fields import ArrayField
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from consortium.validators import refuse_resident_number
from consortium.workflow import state_triggers, steps_of
from partners.amounts import refuse_fractions
from partners.models.agreement import Agreement, Clause
from partners.models.consortium import Consortium
from partners.models.partner import Partner
from partners.pledges import triggers
from partners.pledges.wording import as_read
from partners.pledges.workflow import DELIVERY, PLEDGE
from partners.querysets import DeliveryQuerySet, PartQuerySet, PledgeQuerySet
from partners.states import DeliveryState, PledgeKind, PledgeState, Role, Unit

SMALLEST = MinValueValidator(Decimal("0.01"))


@pghistory.track()
class Pledge(models.Model):
    """What one partner promised under an agreement (약정): how much of what, in which period.

    `valued_as` names the price that its deliveries are valued by; without one they are not valued.
    `reason` says why it was last made smaller, ended early or declined.
    """

    consortium = models.ForeignKey(Consortium, models.PROTECT, related_name="pledges")
    partner = models.ForeignKey(
        Partner, models.PROTECT, related_name="pledges", verbose_name=_("partner organisation")
    )
    agreement = models.ForeignKey(
        Agreement, models.PROTECT, null=True, blank=True, related_name="pledges", verbose_name=_("agreement")
    )
    clause = models.ForeignKey(
        Clause,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="pledges",
        verbose_name=_("clause"),
        db_index=False,
    )
    kind = models.CharField(_("kind"), max_length=20, choices=PledgeKind.choices)
    description = models.CharField(_("description"), max_length=200, validators=[refuse_resident_number])
    amount = models.DecimalField(_("promised amount"), max_digits=14, decimal_places=2, validators=[SMALLEST])
    unit = models.CharField(_("unit"), max_length=10, choices=Unit.choices)
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("until"))
    state = models.CharField(
        _("state"),
        max_length=10,
        choices=PledgeState.choices,
        default=PledgeState.AGREED,
        db_default=PledgeState.AGREED,
    )
    entered_by = models.ForeignKey(
        "partners.Member",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        editable=False,
        db_index=False,
    )
    reason = models.CharField(
        _("reason"),
        max_length=300,
        blank=True,
        default="",
        db_default="",
        validators=[refuse_resident_number],
    )
    ended_on = models.DateField(_("ended on"), null=True, blank=True)
    valued_as = models.CharField(_("valued as"), max_length=100, blank=True, default="", db_default="")
    is_demo = models.BooleanField(_("invented for the demo"), default=False)

    objects = PledgeQuerySet.as_manager()

    class Meta:
        verbose_name = _("pledge")
        verbose_name_plural = _("pledges")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(amount__gt=0),
                name="pledge_promises_something",
                violation_error_message=_("The amount must be greater than 0."),
            ),
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")),
                name="pledge_period_in_order",
                violation_error_message=_("The end must come after the beginning."),
            ),
            models.CheckConstraint(
                condition=~Q(state__in=(PledgeState.ENDED, PledgeState.DECLINED)) | ~Q(reason=""),
                name="pledge_ends_for_a_reason",
                violation_error_message=_("Say why."),
            ),
            models.CheckConstraint(
                condition=Q(kind=PledgeKind.CASH, unit=Unit.WON)
                | ~Q(Q(kind=PledgeKind.CASH) | Q(unit=Unit.WON)),
                name="pledged_money_is_in_won",
                violation_error_message=_("Money is promised in KRW, and nothing else is."),
            ),
            models.CheckConstraint(
                condition=Q(agreement__isnull=False) | Q(clause=None),
                name="clause_needs_agreement",
                violation_error_message=_("Choose the agreement that the clause belongs to."),
            ),
        ]
        triggers: ClassVar = [
            *state_triggers(
                steps_of(PLEDGE), born=[PledgeState.ASKED, PledgeState.PROPOSED, PledgeState.AGREED]
            ),
            triggers.lowering_has_a_reason(),
            triggers.clause_of_the_agreement(),
        ]

    def __str__(self) -> str:
        return self.description

    def get_absolute_url(self) -> str:
        return reverse("partners:pledge", args=[self.consortium.slug, self.pk])


@pghistory.track()
class Delivery(models.Model):
    """Something that a partner gave on one day, with its evidence; reported by one, verified by another.

    `pledge` is the one it was reported for, whose unit the amount is in; what counts for which pledge
    are its parts. Deliveries from before there was a second person have no reporter on record.
    """

    pledge = models.ForeignKey(Pledge, models.PROTECT, related_name="deliveries")
    on = models.DateField(_("date"))
    amount = models.DecimalField(
        _("delivered amount"), max_digits=14, decimal_places=2, validators=[SMALLEST]
    )
    evidence = models.CharField(_("evidence"), max_length=200, validators=[refuse_resident_number])
    recorded_at = models.DateTimeField(_("recorded at"), default=timezone.now, editable=False)
    state = models.CharField(
        _("state"),
        max_length=10,
        choices=DeliveryState.choices,
        default=DeliveryState.REPORTED,
        db_default=DeliveryState.REPORTED,
    )
    reported_by = models.ForeignKey(
        "partners.Member",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        editable=False,
        db_index=False,
    )
    reported_as = models.CharField(
        _("reported by"), max_length=30, choices=Role.choices, blank=True, default="", db_default=""
    )
    # Whoever corrected or divided it since (ids of members); they do not verify it either.
    handled_by = ArrayField(models.BigIntegerField(), default=list, blank=True, db_default=[], editable=False)
    verified_by = models.ForeignKey(
        "partners.Member",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        editable=False,
        db_index=False,
    )
    verified_as = models.CharField(
        _("verified by"), max_length=30, choices=Role.choices, blank=True, default="", db_default=""
    )
    verified_at = models.DateTimeField(_("verified at"), null=True, blank=True, editable=False)
    reason = models.CharField(
        _("reason for sending it back"),
        max_length=300,
        blank=True,
        default="",
        db_default="",
        validators=[refuse_resident_number],
    )

    objects = DeliveryQuerySet.as_manager()

    class Meta:
        verbose_name = _("delivery")
        verbose_name_plural = _("deliveries")
        ordering: ClassVar = ["-on"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(amount__gt=0),
                name="delivery_brings_something",
                violation_error_message=_("The amount must be greater than 0."),
            ),
            models.CheckConstraint(
                condition=~Q(state=DeliveryState.SENT_BACK) | ~Q(reason=""),
                name="sent_back_for_a_reason",
                violation_error_message=_("Say why."),
            ),
            models.CheckConstraint(
                condition=~Q(verified_by=F("reported_by")),
                name="verifier_is_not_the_reporter",
                violation_error_message=_("Whoever reported a delivery cannot verify it."),
            ),
        ]
        triggers: ClassVar = [
            *state_triggers(steps_of(DELIVERY), born=[DeliveryState.REPORTED]),
            triggers.reported_once(),
            triggers.handlers_stay(),
            triggers.verified_by_another(),
            triggers.verified_stays(),
            triggers.whole_holds_its_parts(),
        ]

    def __str__(self) -> str:
        return f"{self.on:%Y. %-m. %-d.} {self.evidence_words}"

    def get_absolute_url(self) -> str:
        return reverse("partners:delivery", args=[self.pledge.consortium.slug, self.pk])

    @property
    def evidence_words(self) -> str:
        """The evidence as the reader reads it; what the portal wrote itself follows their language."""
        return as_read(self.evidence)

    def clean(self) -> None:
        if self.pledge_id:
            refuse_fractions(self.amount, self.pledge.unit)


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
class DeliveryPart(models.Model):
    """How much of a delivery counts for one pledge; all parts together never exceed the delivery."""

    delivery = models.ForeignKey(Delivery, models.CASCADE, related_name="parts")
    pledge = models.ForeignKey(Pledge, models.PROTECT, related_name="parts")
    amount = models.DecimalField(_("amount"), max_digits=14, decimal_places=2, validators=[SMALLEST])

    objects = PartQuerySet.as_manager()

    class Meta:
        verbose_name = _("part of a delivery")
        verbose_name_plural = _("parts of deliveries")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(amount__gt=0),
                name="part_brings_something",
                violation_error_message=_("The amount must be greater than 0."),
            ),
            models.UniqueConstraint(fields=["delivery", "pledge"], name="one_part_per_pledge"),
        ]
        triggers: ClassVar = triggers.parts_fit()

    def __str__(self) -> str:
        return f"{self.amount}"
