"""Overdue and at risk: the one rule that pages, home pages, reminders and the API ask."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.functional import cached_property

from consortium.rules.checks import rule_on
from consortium.rules.models import Rule

CODE = "pledge-at-risk"


@dataclass
class Watch:
    """The rule as it reads on one day, applied to pledges.

    Overdue: the period is over and less than promised has been verified. At risk: under way, and the
    verified share is at least `behind` smaller than the share of the time that has passed.
    """

    today: date

    @cached_property
    def rule(self) -> Rule:
        return rule_on(CODE, self.today)

    @property
    def behind(self) -> Decimal:
        return Decimal(self.rule.value("behind_percent")) / 100

    @property
    def reminded_since(self) -> date:
        """Pledges that ended before this day are no longer reminded of, though they stay in the list."""
        return self.today - timedelta(days=self.rule.value("reminder_days_after_end"))

    def overdue(self, pledges: QuerySet) -> QuerySet:
        return pledges.with_delivered().with_time_share(self.today).overdue(self.today)

    def at_risk(self, pledges: QuerySet) -> QuerySet:
        pledges = pledges.with_delivered().with_time_share(self.today)
        return pledges.at_risk(self.today, behind=self.behind)


def watch() -> Watch:
    """The rule as it reads today."""
    return Watch(timezone.localdate())
