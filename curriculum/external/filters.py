"""Filters of the list of external programmes, for page, API and file alike."""

import django_filters
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from curriculum.models import ExternalProgramme
from curriculum.states import ProgrammeStage


class ProgrammeFilter(django_filters.FilterSet):
    """By state and by words of the title."""

    words = django_filters.CharFilter(method="by_words", label=_("Title"))
    state = django_filters.ChoiceFilter(
        choices=ProgrammeStage.choices, label=_("State"), empty_label=_("All")
    )

    class Meta:
        model = ExternalProgramme
        fields = ()

    def by_words(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        return queryset.filter(Q(name__icontains=value) | Q(name_en__icontains=value))
