"""Filters of the list of agreements, for page and API alike."""

from datetime import timedelta

import django_filters
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from partners.models import Agreement, Partner
from partners.states import AgreementKind, AgreementState

SOON = timedelta(days=90)
WITHIN_90_DAYS = "90"


class AgreementFilter(django_filters.FilterSet):
    """By kind, state, party, and what ends soon."""

    kind = django_filters.ChoiceFilter(choices=AgreementKind.choices, label=_("Kind"), empty_label=_("All"))
    state = django_filters.ChoiceFilter(
        choices=AgreementState.choices, label=_("State"), empty_label=_("All")
    )
    party = django_filters.ModelChoiceFilter(
        queryset=lambda request: (
            Partner.objects.visible_to(request.member) if request else Partner.objects.none()
        ),
        method="by_party",
        label=_("Party"),
        empty_label=_("All"),
    )
    ends = django_filters.ChoiceFilter(
        choices=[(WITHIN_90_DAYS, _("Within 90 days"))],
        method="by_end",
        label=_("Ends"),
        empty_label=_("Any time"),
    )

    class Meta:
        model = Agreement
        fields = ()

    def by_party(self, queryset: QuerySet, name: str, value: Partner) -> QuerySet:
        return queryset.of_party(value.pk)

    def by_end(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        today = timezone.localdate()
        running = queryset.with_end(today).filter(state=AgreementState.IN_FORCE)
        return running.filter(ends_on__gte=today, ends_on__lte=today + SOON)
