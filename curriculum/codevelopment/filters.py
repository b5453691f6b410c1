"""Filters of the list of courses, for page, API and file alike."""

import django_filters
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from curriculum.models import CourseVersion
from curriculum.states import CourseState


class CourseFilter(django_filters.FilterSet):
    """By state and by words of the title."""

    words = django_filters.CharFilter(method="by_words", label=_("Title"))
    state = django_filters.ChoiceFilter(choices=CourseState.choices, label=_("State"), empty_label=_("All"))

    class Meta:
        model = CourseVersion
        fields = ()

    def by_words(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        return queryset.filter(Q(name__icontains=value) | Q(name_en__icontains=value))
