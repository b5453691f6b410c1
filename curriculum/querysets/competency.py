"""Reference rows that anybody may read, and the units that a consortium adds to them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Exists, F, Func, OuterRef, Q, Value
from django.db.models.functions import Cast

from consortium import hangul

if TYPE_CHECKING:
    from partners.models import Member


class ReferenceQuerySet(models.QuerySet):
    """Public reference rows, such as national competency standards."""

    def visible_to(self, member: Member) -> Self:
        return self.all()


class UnitQuerySet(ReferenceQuerySet):
    def visible_to(self, member: Member) -> Self:
        """National units are everybody's; own ones belong to their consortium."""
        return self.filter(Q(consortium=None) | Q(consortium=member.consortium_id))

    def national(self) -> Self:
        return self.filter(consortium=None)

    def own(self) -> Self:
        """Those that a consortium added."""
        return self.filter(consortium__isnull=False)

    def superseded(self) -> Self:
        """National units of which a later version is known."""
        small = models.PositiveIntegerField()
        places = {
            name: Cast(Func(F("code"), Value(pattern), function="substring"), small)
            for name, pattern in (("_version", r"v(\d+)$"), ("_year", r"_(\d+)v"))
        }
        later = self.model.objects.national().annotate(**places).filter(family=OuterRef("family"))
        later = later.filter(
            Q(_version__gt=OuterRef("_version"))
            | Q(_version=OuterRef("_version"), _year__gt=OuterRef("_year"))
        )
        return self.national().annotate(**places).filter(Exists(later))

    def matching(self, words: str) -> Self:
        """Units of which each word begins the code, or stands in the name, an element or the sub-field.

        Initial consonants find names: ㅍㄹㄱㄹㅁ finds 프로그래밍.
        """
        found = self
        for word in hangul.typed(hangul.searched(words)).split():
            in_element = self.model.objects.filter(elements__name__icontains=word).values("pk")
            in_words = Q(name__icontains=word) | Q(sub_field__icontains=word) | Q(pk__in=in_element)
            if any(letter in hangul.CONSONANTS for letter in word):
                in_words |= Q(name_initials__contains=hangul.initials(word)) & Q(
                    name__iregex=hangul.pattern_of(word)
                )
            code = word.removeprefix("LM").removeprefix("lm")
            in_code = Q(code__startswith=code.lower()) | Q(code__startswith=code.upper())
            found = found.filter(in_code | in_words)
        return found
