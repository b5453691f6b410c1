"""What the parties changed of an agreement."""

from typing import ClassVar

import pghistory
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from consortium.validators import refuse_resident_number
from consortium.workflow import state_triggers, steps_of
from partners.agreements import triggers
from partners.agreements.workflow import AMENDMENT
from partners.models.agreement import Agreement
from partners.models.consortium import Consortium
from partners.models.partner import Partner
from partners.querysets import AmendmentQuerySet
from partners.states import AmendmentAction, AmendmentKind, AmendmentState

JOINS_OR_LEAVES = (AmendmentAction.JOIN, AmendmentAction.LEAVE)
WRITES = (AmendmentAction.ADD, AmendmentAction.REPLACE)
FITS_ITS_KIND = (
    Q(kind=AmendmentKind.TERM, action="", partner=None, clause_number=None, amount=None)
    | Q(
        kind=AmendmentKind.PARTY,
        action__in=JOINS_OR_LEAVES,
        partner__isnull=False,
        clause_number=None,
        amount=None,
    )
    | Q(
        ~Q(signer=""),
        kind=AmendmentKind.SIGNATORY,
        action="",
        partner__isnull=False,
        clause_number=None,
        amount=None,
    )
    | Q(
        ~Q(text=""),
        kind=AmendmentKind.CLAUSE,
        action__in=WRITES,
        partner=None,
        clause_number__isnull=False,
        amount=None,
    )
    | Q(
        kind=AmendmentKind.CLAUSE,
        action=AmendmentAction.DELETE,
        text="",
        partner=None,
        clause_number__isnull=False,
        amount=None,
    )
    | Q(kind=AmendmentKind.MONEY, action="", partner=None, clause_number=None, amount__gt=0)
)


@pghistory.track()
class Amendment(models.Model):
    """One change of an agreement that its parties sign (변경협약).

    It counts from `takes_effect_on`: the day it names or the day the last party signed, whichever is
    later, so that what held in the past never changes. `new_end` is the new last day (empty: open
    term); `amount` is the new total in won; `clause_number` names the clause, an added one a new number.
    """

    agreement = models.ForeignKey(Agreement, models.CASCADE, related_name="amendments")
    consortium = models.ForeignKey(Consortium, models.PROTECT, related_name="+")
    number = models.PositiveSmallIntegerField(_("number"))
    kind = models.CharField(_("kind"), max_length=20, choices=AmendmentKind.choices)
    action = models.CharField(_("what happens"), max_length=10, choices=AmendmentAction.choices, blank=True)
    title = models.CharField(_("title"), max_length=200, validators=[refuse_resident_number])
    effective_from = models.DateField(_("effective from"))
    signed_on = models.DateField(_("signed on"), null=True, blank=True)
    takes_effect_on = models.DateField(_("takes effect on"), null=True, blank=True)
    state = models.CharField(
        _("state"), max_length=20, choices=AmendmentState.choices, default=AmendmentState.DRAFT
    )
    partner = models.ForeignKey(
        Partner, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("party")
    )
    signer = models.CharField(_("signed by"), max_length=100, blank=True, validators=[refuse_resident_number])
    signer_title = models.CharField(_("title of the signer"), max_length=100, blank=True)
    clause_number = models.PositiveSmallIntegerField(_("clause"), null=True, blank=True)
    text = models.TextField(_("text"), blank=True, validators=[refuse_resident_number])
    text_en = models.TextField(_("English text"), blank=True)
    new_end = models.DateField(_("new end"), null=True, blank=True)
    amount = models.DecimalField(_("new amount"), max_digits=14, decimal_places=0, null=True, blank=True)

    objects = AmendmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("amendment")
        verbose_name_plural = _("amendments")
        ordering: ClassVar = ["number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["agreement", "number"], name="amendment_number_once"),
            models.CheckConstraint(
                condition=FITS_ITS_KIND,
                name="amendment_fits_its_kind",
                violation_error_message=_("Fill in what this kind of amendment changes, and nothing else."),
            ),
            models.CheckConstraint(
                condition=Q(~Q(state=AmendmentState.SIGNED), takes_effect_on=None)
                | Q(
                    state=AmendmentState.SIGNED,
                    takes_effect_on__gte=F("signed_on"),
                    signed_on__isnull=False,
                ),
                name="amendment_counts_once_signed",
            ),
        ]
        triggers: ClassVar = [
            *state_triggers(steps_of(AMENDMENT), born=[AmendmentState.DRAFT]),
            triggers.amendment_stands_still(),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("partners:amendment", args=[self.consortium.slug, self.pk])
