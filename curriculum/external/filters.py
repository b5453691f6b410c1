"""Filters of the list of external programmes: by the words of page and file, by state for the API."""

import django_filters
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from curriculum.models import ExternalProgramme
from curriculum.querysets.external import ENDED, UNDER_WAY
from curriculum.states import ProgrammeStage

STANDING = [
    (ProgrammeStage.DRAFT.value, ProgrammeStage.DRAFT.label),
    (ProgrammeStage.OPEN.value, ProgrammeStage.OPEN.label),
    (ProgrammeStage.SELECTED.value, ProgrammeStage.SELECTED.label),
    (UNDER_WAY, _("Under way")),
    (ENDED, _("Ended")),
    (ProgrammeStage.FINISHED.value, ProgrammeStage.FINISHED.label),
    (ProgrammeStage.CANCELLED.value, ProgrammeStage.CANCELLED.label),
]


class StageFilter(django_filters.FilterSet):
    """By the stored state and by words of the title."""

    words = django_filters.CharFilter(method="by_words", label=_("Title"))
    state = django_filters.ChoiceFilter(
        choices=ProgrammeStage.choices, label=_("State"), empty_label=_("All")
    )

    class Meta:
        model = ExternalProgramme
        fields = ()

    def by_words(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        return queryset.filter(Q(name__icontains=value) | Q(name_en__icontains=value))


class ProgrammeFilter(StageFilter):
    """By the state that the list says in words, which goes with the days of the programme."""

    state = django_filters.ChoiceFilter(
        choices=STANDING, method="by_standing", label=_("State"), empty_label=_("All")
    )

    def by_standing(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        return queryset.standing(value, timezone.localdate())
