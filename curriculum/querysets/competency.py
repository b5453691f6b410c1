"""Reference rows that anybody may read, and the units that a consortium adds to them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.apps import apps
from django.db import models
from django.db.models import Exists, F, Func, OuterRef, Q, Value
from django.db.models.functions import Cast, Coalesce

from consortium import hangul
from curriculum.states import EDITABLE_COURSES, AnalysisState

if TYPE_CHECKING:
    from curriculum.models import CompetencyUnit
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

    def versions_of(self, unit: CompetencyUnit) -> Self:
        """This unit and its other versions."""
        return self.filter(consortium=unit.consortium_id, family=unit.family)

    def agreed(self) -> Self:
        """Those that something agreed names: a job analysis, a course, a judgement of a student."""
        named = apps.get_model
        analyses = named("curriculum.TaskUnit").objects.exclude(
            task__duty__analysis__state=AnalysisState.DRAFT
        )
        courses = named("curriculum.CourseSectionUnit").objects.exclude(version__state__in=EDITABLE_COURSES)
        judged = [named(f"curriculum.{name}").objects.all() for name in ("Judgement", "Attainment")]
        found = Q()
        for names in (analyses, courses, *judged):
            found |= Q(Exists(names.filter(unit=OuterRef("pk"))))
        return self.filter(found)

    def superseded(self) -> Self:
        """Units of which a later version is known."""
        small = models.PositiveIntegerField()
        places = {
            name: Coalesce(Cast(Func(F("code"), Value(pattern), function="substring"), small), 0)
            for name, pattern in (("_version", r"v(\d+)$"), ("_year", r"_(\d+)v"))
        }
        # A family of digits is national, one that begins with a letter is a consortium's own.
        later = self.model.objects.annotate(**places).filter(
            Q(consortium=None) | Q(consortium=OuterRef("consortium")), family=OuterRef("family")
        )
        later = later.filter(
            Q(_version__gt=OuterRef("_version"))
            | Q(_version=OuterRef("_version"), _year__gt=OuterRef("_year"))
        )
        return self.annotate(**places).filter(Exists(later))

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
            in_code = Q(code__startswith=code.lower()) | Q(code__startswith=code.upper().replace("_V", "_v"))
            found = found.filter(in_code | in_words)
        return found
