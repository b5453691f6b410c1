"""What narrows the catalogue of competency units; page, API and file narrow it alike."""

import django_filters
from django import forms
from django.db.models import Exists, OuterRef, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from curriculum.competencies.sub_fields import sub_field_in_words
from curriculum.models import CompetencyUnit, SubjectUnit, TaskUnit
from curriculum.models.competency import HIGHEST_LEVEL, LOWEST_LEVEL

LONGEST_SEARCH = 60


def sub_fields(request: HttpRequest | None = None) -> list[tuple[str, str]]:
    """The sub-fields that units of this portal belong to."""
    known = CompetencyUnit.objects.exclude(sub_field="").order_by("sub_field")
    return [(name, sub_field_in_words(name)) for name in known.values_list("sub_field", flat=True).distinct()]


class UnitFilter(django_filters.FilterSet):
    """By words or code, by origin, level and sub-field, and by what is done with them."""

    q = django_filters.CharFilter(
        method="by_words",
        label=_("Name, initial consonants or code"),
        max_length=LONGEST_SEARCH,
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off"}),
    )
    origin = django_filters.ChoiceFilter(
        label=_("Origin"),
        method="by_origin",
        choices=[("national", _("National standards (NCS)")), ("own", _("The consortium's own"))],
        empty_label=_("All"),
    )
    level = django_filters.ChoiceFilter(
        label=_("Level"),
        choices=[(number, number) for number in range(LOWEST_LEVEL, HIGHEST_LEVEL + 1)],
        empty_label=_("All"),
    )
    sub_field = django_filters.ChoiceFilter(label=_("Sub-field"), choices=sub_fields, empty_label=_("All"))
    use = django_filters.ChoiceFilter(
        label=_("Use"),
        method="by_use",
        choices=[
            ("taught", _("Taught by a subject")),
            ("demanded", _("Needed by a job analysis")),
            ("outdated", _("A newer version exists")),
        ],
        empty_label=_("All"),
    )

    class Meta:
        model = CompetencyUnit
        fields = ()

    def by_words(self, units: QuerySet, name: str, words: str) -> QuerySet:
        return units.matching(words)

    def by_origin(self, units: QuerySet, name: str, origin: str) -> QuerySet:
        return units.own() if origin == "own" else units.national()

    def by_use(self, units: QuerySet, name: str, use: str) -> QuerySet:
        member = self.request.member
        if use == "taught":
            taught = SubjectUnit.objects.visible_to(member).filter(unit=OuterRef("pk"))
            return units.filter(Exists(taught))
        if use == "demanded":
            needed = TaskUnit.objects.visible_to(member).filter(unit=OuterRef("pk"))
            return units.filter(Exists(needed))
        return units.superseded()
