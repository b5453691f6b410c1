"""Public reference rows: anybody may read them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Q

from consortium import hangul

if TYPE_CHECKING:
    from partners.models import Member


class ReferenceQuerySet(models.QuerySet):
    """Public reference rows, such as national competency standards."""

    def visible_to(self, member: Member) -> Self:
        return self.all()


class UnitQuerySet(ReferenceQuerySet):
    def matching(self, words: str) -> Self:
        """Units of which each word begins the code, or stands in the name, an element or the sub-field."""
        found = self
        for word in hangul.searched(words).split():
            in_element = self.model.objects.filter(elements__name__icontains=word).values("pk")
            in_words = Q(name__icontains=word) | Q(sub_field__icontains=word) | Q(pk__in=in_element)
            found = found.filter(Q(code__startswith=word.lower()) | in_words)
        return found
