"""Filters of the list of partners, for page and API alike."""

import django_filters
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from partners.models import Partner
from partners.states import PartnerKind, PledgeKind


class PartnerFilter(django_filters.FilterSet):
    """By name or initial consonants, kind, and what a partner could contribute."""

    q = django_filters.CharFilter(method="by_name", label=_("Name or its initial consonants"))
    kind = django_filters.ChoiceFilter(choices=PartnerKind.choices, label=_("Kind"), empty_label=_("All"))
    could = django_filters.ChoiceFilter(
        choices=PledgeKind.choices,
        method="by_contribution",
        label=_("Could contribute"),
        empty_label=_("All"),
    )

    class Meta:
        model = Partner
        fields = ()

    def by_name(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        return queryset.matching(value, self.request.member.consortium_id) if value.strip() else queryset

    def by_contribution(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        return queryset.filter(could_contribute__contains=[value])
