"""Legal thresholds as dated rows: a statute changes, the code does not."""

import datetime
from typing import Any, ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from consortium.languages import in_readers_language
from consortium.rules import querysets


class Rule(models.Model):
    """One legal or administrative rule as it reads in a period: threshold, exemption, article, source.

    An empty `effective_from` means that the rule was found in force and its first day is not known here.
    A rule that is not confirmed against its source is shown as unconfirmed to those who rely on it.
    """

    code = models.SlugField(_("code"))
    title = models.CharField(_("title"), max_length=200)
    title_en = models.CharField(_("English title"), max_length=200, blank=True)
    article = models.CharField(_("article"), max_length=200)
    article_en = models.CharField(
        _("article in English"), max_length=200, blank=True, default="", db_default=""
    )
    source = models.CharField(_("source"), max_length=200)
    source_en = models.CharField(
        _("source in English"), max_length=200, blank=True, default="", db_default=""
    )
    effective_from = models.DateField(_("in force from"), null=True, blank=True)
    effective_until = models.DateField(_("in force until"), null=True, blank=True)
    threshold = models.JSONField(_("threshold"), default=dict, blank=True)
    summary = models.CharField(_("threshold in words"), max_length=300, blank=True)
    summary_en = models.CharField(_("threshold in English words"), max_length=300, blank=True)
    exemption = models.CharField(_("exemption"), max_length=300, blank=True)
    exemption_en = models.CharField(_("exemption in English"), max_length=300, blank=True)
    confirmed = models.BooleanField(_("confirmed against the source"), default=False)
    note = models.CharField(_("note"), max_length=300, blank=True)
    note_en = models.CharField(_("note in English"), max_length=300, blank=True, default="", db_default="")

    objects = querysets.RuleQuerySet.as_manager()

    class Meta:
        verbose_name = _("rule")
        verbose_name_plural = _("rules")
        ordering: ClassVar = ["code", "effective_from"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["code", "effective_from"], nulls_distinct=False, name="rule_begins_once"
            ),
            models.CheckConstraint(
                condition=Q(effective_until=None) | Q(effective_until__gte=F("effective_from")),
                name="rule_period_in_order",
                violation_error_message=_("The end must come after the beginning."),
            ),
        ]

    def __str__(self) -> str:
        return self._in_language("title")

    @property
    def threshold_words(self) -> str:
        return self._in_language("summary")

    @property
    def exemption_words(self) -> str:
        return self._in_language("exemption")

    @property
    def article_words(self) -> str:
        return self._in_language("article")

    @property
    def source_words(self) -> str:
        return self._in_language("source")

    @property
    def note_words(self) -> str:
        return self._in_language("note")

    def value(self, name: str) -> Any:
        """One number or list of the threshold, by its name in the reference file."""
        return self.threshold[name]

    def cite(self, on: datetime.date) -> str:
        """The article and the day it was applied to, with a warning where nobody has confirmed it."""
        day = date_format(on, "DATE_FORMAT")
        if self.confirmed:
            return _("%(article)s, as of %(day)s") % {"article": self.article_words, "day": day}
        return _("%(article)s, as of %(day)s; unconfirmed") % {"article": self.article_words, "day": day}

    def _in_language(self, field: str) -> str:
        return in_readers_language(getattr(self, field), getattr(self, f"{field}_en"))
