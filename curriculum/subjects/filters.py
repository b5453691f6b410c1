"""Filters of the list of subjects, for page, file and API alike."""

import django_filters
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from curriculum.models import Subject
from curriculum.states import Generation, SubjectKind

OWN, OWN_OPEN = "own", "open"


class SubjectFilter(django_filters.FilterSet):
    """By words, curriculum, kind, and who created it."""

    q = django_filters.CharFilter(method="by_words", label=_("Name or group"))
    generation = django_filters.ChoiceFilter(
        choices=Generation.choices, label=_("Curriculum generation"), empty_label=_("All")
    )
    kind = django_filters.ChoiceFilter(choices=SubjectKind.choices, label=_("Kind"), empty_label=_("All"))
    created = django_filters.ChoiceFilter(
        choices=[(OWN, _("School-created subjects")), (OWN_OPEN, _("School-created, not approved yet"))],
        method="by_creation",
        label=_("Created by"),
        empty_label=_("All"),
    )

    class Meta:
        model = Subject
        fields = ()

    def by_words(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        return queryset.named(value)

    def by_creation(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        own = queryset.filter(is_school_created=True)
        return own.filter(approval=None) if value == OWN_OPEN else own
