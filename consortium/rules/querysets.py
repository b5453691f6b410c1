"""Which rules hold on a day; law is public, so every member may read all of them."""

from __future__ import annotations

import datetime
from typing import Self

from django.db import models
from django.db.models import F, Q


class RuleQuerySet(models.QuerySet):
    def visible_to(self, member: object) -> Self:
        """Statutes are public: everybody may know every rule."""
        return self.all()

    def on(self, date: datetime.date) -> Self:
        """Rules in force on the day, the one that began last first."""
        begun = Q(effective_from=None) | Q(effective_from__lte=date)
        not_over = Q(effective_until=None) | Q(effective_until__gte=date)
        return self.filter(begun, not_over).order_by("code", F("effective_from").desc(nulls_last=True))
