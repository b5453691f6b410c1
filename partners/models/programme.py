"""The programme's life: where it stands, the bids for support, and the committees' decisions."""

from typing import ClassVar

import pghistory
from django.db import models
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from consortium.languages import in_readers_language
from partners.models.consortium import Consortium
from partners.models.pledge import Pledge
from partners.querysets import (
    BidQuerySet,
    OfBidQuerySet,
    OfConsortiumQuerySet,
    OfCriterionQuerySet,
    StatusQuerySet,
)
from partners.states import ProgrammeState


@pghistory.track()
class Bid(models.Model):
    """One application for support (공모 응모): to which call, until when, and what was asked for."""

    consortium = models.ForeignKey(Consortium, models.PROTECT, related_name="bids")
    title = models.CharField(_("title"), max_length=200)
    call = models.CharField(
        _("call"), max_length=200, blank=True, help_text=_("The announcement: who called, number and date.")
    )
    deadline = models.DateField(_("deadline"), null=True, blank=True)
    amount_requested = models.PositiveBigIntegerField(_("amount asked for (KRW)"), null=True, blank=True)
    predecessor = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="successors",
        verbose_name=_("earlier bid"),
    )
    is_demo = models.BooleanField(_("invented for the demo"), default=False)

    objects = BidQuerySet.as_manager()

    class Meta:
        verbose_name = _("bid")
        verbose_name_plural = _("bids")
        ordering: ClassVar = ["-pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["consortium", "title"], name="bid_title_once_per_consortium")
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("partners:bid", args=[self.consortium.slug, self.pk])


class BidPledge(models.Model):
    """A pledge that a bid counts on; carried over, it points back to the bid that counted on it first."""

    bid = models.ForeignKey(Bid, models.CASCADE, related_name="counted_pledges")
    pledge = models.ForeignKey(Pledge, models.PROTECT, related_name="counted_in")
    carried_from = models.ForeignKey(Bid, models.PROTECT, null=True, blank=True, related_name="carried_over")

    objects = OfBidQuerySet.as_manager()

    class Meta:
        verbose_name = _("pledge of a bid")
        verbose_name_plural = _("pledges of a bid")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["bid", "pledge"], name="pledge_once_per_bid"),
        ]

    def __str__(self) -> str:
        return str(self.pledge)


class Criterion(models.Model):
    """One part of a call's evaluation and its points; empty points are not known here."""

    bid = models.ForeignKey(Bid, models.CASCADE, related_name="criteria")
    position = models.PositiveSmallIntegerField(_("position"))
    name = models.CharField(_("name"), max_length=100)
    name_en = models.CharField(_("English name"), max_length=100, blank=True)
    points = models.PositiveSmallIntegerField(_("points"), null=True, blank=True)
    source = models.CharField(_("source"), max_length=200, blank=True)

    objects = OfBidQuerySet.as_manager()

    class Meta:
        verbose_name = _("criterion")
        verbose_name_plural = _("criteria")
        ordering: ClassVar = ["position"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["bid", "position"], name="criterion_position_once")
        ]

    def __str__(self) -> str:
        return in_readers_language(self.name, self.name_en)


@pghistory.track()
class Requirement(models.Model):
    """One thing to show for a criterion: found in live records by `evidence`, or named by hand."""

    criterion = models.ForeignKey(Criterion, models.CASCADE, related_name="requirements")
    position = models.PositiveSmallIntegerField(_("position"))
    text = models.CharField(_("what has to be shown"), max_length=200)
    text_en = models.CharField(_("English text"), max_length=200, blank=True)
    evidence = models.CharField(_("found in"), max_length=50, blank=True)
    document = models.CharField(
        _("document"),
        max_length=200,
        blank=True,
        help_text=_("What shows it beside the portal's records: a document number, a page of the plan."),
    )

    objects = OfCriterionQuerySet.as_manager()

    class Meta:
        verbose_name = _("requirement")
        verbose_name_plural = _("requirements")
        ordering: ClassVar = ["position"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["criterion", "position"], name="requirement_position_once")
        ]

    def __str__(self) -> str:
        return in_readers_language(self.text, self.text_en)


@pghistory.track()
class ProgrammeStatus(models.Model):
    """Where the consortium's bid or programme stood from a date on, and the paper that says so."""

    consortium = models.ForeignKey(Consortium, models.CASCADE, related_name="programme_statuses")
    bid = models.ForeignKey(
        Bid, models.PROTECT, null=True, blank=True, related_name="statuses", verbose_name=_("bid")
    )
    on = models.DateField(_("since"))
    state = models.CharField(_("state"), max_length=20, choices=ProgrammeState.choices)
    note = models.CharField(_("note"), max_length=200, blank=True)
    document = models.CharField(_("document"), max_length=200, blank=True)

    objects = StatusQuerySet.as_manager()

    class Meta:
        verbose_name = _("programme status")
        verbose_name_plural = _("programme statuses")
        ordering: ClassVar = ["on", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["consortium", "on", "state"], name="status_once_a_day")
        ]

    def __str__(self) -> str:
        return self.get_state_display()


class Approval(models.Model):
    """A committee's decision as curriculum and placements need it: body, date, number, document."""

    consortium = models.ForeignKey(Consortium, models.PROTECT, related_name="approvals")
    body = models.CharField(_("body"), max_length=100)
    on = models.DateField(_("date"))
    number = models.CharField(_("number"), max_length=50)
    document = models.CharField(_("document"), max_length=200, blank=True)

    objects = OfConsortiumQuerySet.as_manager()

    class Meta:
        verbose_name = _("approval")
        verbose_name_plural = _("approvals")

    def __str__(self) -> str:
        return f"{self.body} {self.number}"

    @property
    def in_words(self) -> str:
        """To be chosen from a list: when, of which body, and what was decided."""
        return " · ".join(filter(None, (date_format(self.on), str(self), self.document)))
