"""Published figures: what each means, and what it was on which day. No person stands in any of them."""

from typing import ClassVar

import pgtrigger
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from consortium.governance import querysets
from consortium.governance.states import Mark, Measure, Standing
from consortium.languages import in_readers_language


class Indicator(models.Model):
    """The definition of a figure (성과지표); a changed formula is a new version, never a changed row."""

    code = models.CharField(_("code"), max_length=40)
    version = models.PositiveSmallIntegerField(_("version"))
    name = models.CharField(_("name"), max_length=100)
    name_en = models.CharField(_("English name"), max_length=100)
    formula = models.TextField(_("definition"))
    formula_en = models.TextField(_("English definition"))
    measure = models.CharField(_("unit"), max_length=10, choices=Measure.choices)
    source = models.CharField(_("source"), max_length=200)
    source_en = models.CharField(_("English source"), max_length=200)
    counts_people = models.BooleanField(_("counts people, so small cells are masked"))
    valid_from = models.DateField(_("counted so since"))

    objects = querysets.IndicatorQuerySet.as_manager()

    class Meta:
        verbose_name = _("indicator")
        verbose_name_plural = _("indicators")
        ordering: ClassVar = ["code", "-version"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["code", "version"], name="indicator_version_once")
        ]
        triggers: ClassVar = [
            pgtrigger.Protect(name="definitions_stay", operation=pgtrigger.Update | pgtrigger.Delete)
        ]

    def __str__(self) -> str:
        return in_readers_language(self.name, self.name_en)

    @property
    def definition(self) -> str:
        return in_readers_language(self.formula, self.formula_en)

    @property
    def origin(self) -> str:
        return in_readers_language(self.source, self.source_en)


class Snapshot(models.Model):
    """One publication of a consortium's figures, all counted at the same moment."""

    consortium = models.ForeignKey("partners.Consortium", models.CASCADE, related_name="snapshots")
    number = models.PositiveIntegerField(_("number"))
    taken_at = models.DateTimeField(_("counted at"), default=timezone.now)
    standing = models.CharField(
        _("standing"), max_length=12, choices=Standing.choices, default=Standing.PROVISIONAL
    )

    objects = querysets.SnapshotQuerySet.as_manager()

    class Meta:
        verbose_name = _("publication of figures")
        verbose_name_plural = _("publications of figures")
        ordering: ClassVar = ["-number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["consortium", "number"], name="snapshots_count_up")
        ]

    def __str__(self) -> str:
        return f"{self.consortium_id}-{self.number}"

    @property
    def reference_date(self) -> object:
        return timezone.localdate(self.taken_at)


class Figure(models.Model):
    """One published cell: the value of an indicator for one row and column, or for a total (empty key).

    Where `mark` withholds it, no number is stored. `as_of` is the day of the count that the value comes
    from: a cell that moved by fewer than five people since keeps its earlier value and day.
    """

    consortium = models.ForeignKey("partners.Consortium", models.CASCADE, related_name="+")
    snapshot = models.ForeignKey(Snapshot, models.CASCADE, related_name="figures")
    indicator = models.ForeignKey(Indicator, models.PROTECT, related_name="figures")
    row = models.CharField(max_length=60, blank=True)
    row_name = models.CharField(max_length=200, blank=True)
    row_name_en = models.CharField(max_length=200, blank=True)
    column = models.CharField(max_length=60, blank=True)
    column_name = models.CharField(max_length=200, blank=True)
    column_name_en = models.CharField(max_length=200, blank=True)
    position = models.PositiveSmallIntegerField(default=0)
    numerator = models.DecimalField(_("numerator"), max_digits=16, decimal_places=2, null=True)
    denominator = models.DecimalField(_("denominator"), max_digits=16, decimal_places=2, null=True)
    value = models.DecimalField(_("value"), max_digits=16, decimal_places=2, null=True)
    mark = models.CharField(_("mark"), max_length=10, choices=Mark.choices, blank=True)
    as_of = models.DateField(_("reference date"))

    objects = querysets.FigureQuerySet.as_manager()

    class Meta:
        verbose_name = _("figure")
        verbose_name_plural = _("figures")
        ordering: ClassVar = ["indicator", "position"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["snapshot", "indicator", "row", "column"], name="figure_once_per_snapshot"
            ),
            models.CheckConstraint(
                condition=~Q(mark__in=[Mark.SMALL, Mark.HIDDEN])
                | Q(value=None, numerator=None, denominator=None),
                name="withheld_figures_hold_no_number",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["consortium", "indicator", "row", "column"], name="figures_over_time")
        ]

    def __str__(self) -> str:
        return f"{self.indicator_id} {self.row} {self.column}"

    @property
    def is_withheld(self) -> bool:
        return self.mark in (Mark.SMALL, Mark.HIDDEN)

    @property
    def row_label(self) -> str:
        return in_readers_language(self.row_name, self.row_name_en)

    @property
    def column_label(self) -> str:
        return in_readers_language(self.column_name, self.column_name_en)


class Picture(models.Model):
    """A chart of published figures, drawn once, so that page and report show the very same picture."""

    consortium = models.ForeignKey("partners.Consortium", models.CASCADE, related_name="+")
    snapshot = models.ForeignKey(Snapshot, models.CASCADE, related_name="pictures")
    name = models.CharField(max_length=40)
    language = models.CharField(max_length=5)
    caption = models.CharField(max_length=200)
    alt = models.TextField()
    svg = models.TextField()

    objects = querysets.FigureQuerySet.as_manager()

    class Meta:
        verbose_name = _("chart")
        verbose_name_plural = _("charts")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["snapshot", "name", "language"], name="drawn_once_per_language")
        ]

    def __str__(self) -> str:
        return self.caption
