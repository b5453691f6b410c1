"""What the parties agreed."""

from typing import ClassVar

import pghistory
from django.db import models
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from consortium.workflow import state_triggers
from partners.models.consortium import Consortium
from partners.models.partner import Partner
from partners.querysets import OfAgreementQuerySet, OfConsortiumQuerySet
from partners.states import AgreementState


@pghistory.track()
class Agreement(models.Model):
    """What the parties signed (협약서): memorandum, business agreement or course agreement."""

    consortium = models.ForeignKey(Consortium, models.PROTECT, related_name="agreements")
    title = models.CharField(_("title"), max_length=200)
    title_en = models.CharField(_("English title"), max_length=200, blank=True)
    signed_on = models.DateField(_("signed on"), null=True, blank=True)
    valid_until = models.DateField(_("valid until"), null=True, blank=True)
    place = models.CharField(_("place of signing"), max_length=100, blank=True)
    source = models.CharField(_("source"), max_length=200, blank=True)
    state = models.CharField(
        _("state"), max_length=20, choices=AgreementState.choices, default=AgreementState.DRAFT
    )

    objects = OfConsortiumQuerySet.as_manager()

    class Meta:
        verbose_name = _("agreement")
        verbose_name_plural = _("agreements")
        ordering: ClassVar = ["-signed_on", "pk"]
        triggers: ClassVar = state_triggers(
            [
                (AgreementState.DRAFT, AgreementState.IN_FORCE),
                (AgreementState.IN_FORCE, AgreementState.ENDED),
            ],
            born=[AgreementState.DRAFT, AgreementState.IN_FORCE],
        )

    def __str__(self) -> str:
        return (self.title_en or self.title) if get_language() == "en" else self.title

    def get_absolute_url(self) -> str:
        return reverse("partners:agreement", args=[self.consortium.slug, self.pk])


class Clause(models.Model):
    """One numbered promise in an agreement's text."""

    agreement = models.ForeignKey(Agreement, models.CASCADE, related_name="clauses")
    number = models.PositiveSmallIntegerField(_("number"))
    text = models.TextField(_("text"))
    text_en = models.TextField(_("English text"), blank=True)

    objects = OfAgreementQuerySet.as_manager()

    class Meta:
        verbose_name = _("clause")
        verbose_name_plural = _("clauses")
        ordering: ClassVar = ["number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["agreement", "number"], name="clause_number_once")
        ]

    def __str__(self) -> str:
        return (self.text_en or self.text) if get_language() == "en" else self.text


class Signatory(models.Model):
    """A party of an agreement and who signed for it."""

    agreement = models.ForeignKey(Agreement, models.CASCADE, related_name="signatories")
    partner = models.ForeignKey(Partner, models.PROTECT, related_name="signatures")
    signer = models.CharField(_("signed by"), max_length=100, blank=True)
    signer_title = models.CharField(_("title of the signer"), max_length=100, blank=True)
    signed_on = models.DateField(_("signed on"), null=True, blank=True)

    objects = OfAgreementQuerySet.as_manager()

    class Meta:
        verbose_name = _("signatory")
        verbose_name_plural = _("signatories")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["agreement", "partner"], name="party_once_per_agreement")
        ]

    def __str__(self) -> str:
        return str(self.partner)
