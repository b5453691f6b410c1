"""Filters of the partners' lists, for pages and API alike."""

import django_filters
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from partners.models import Agreement, Partner, Pledge
from partners.states import AgreementState, PartnerKind, PledgeKind

RUNNING = "running"
PAST = "past"


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
        return queryset.named(value)

    def by_contribution(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        return queryset.filter(could_contribute__contains=[value])


class AgreementFilter(django_filters.FilterSet):
    """By state."""

    state = django_filters.ChoiceFilter(
        choices=AgreementState.choices, label=_("State"), empty_label=_("All")
    )

    class Meta:
        model = Agreement
        fields = ()


class PledgeFilter(django_filters.FilterSet):
    """By kind, partner and period."""

    kind = django_filters.ChoiceFilter(choices=PledgeKind.choices, label=_("Kind"), empty_label=_("All"))
    partner = django_filters.ModelChoiceFilter(
        queryset=lambda request: (
            Partner.objects.visible_to(request.member) if request else Partner.objects.none()
        ),
        label=_("Partner"),
        empty_label=_("All"),
    )
    period = django_filters.ChoiceFilter(
        choices=[(RUNNING, _("Under way")), (PAST, _("Ended"))],
        method="by_period",
        label=_("Period"),
        empty_label=_("All"),
    )

    class Meta:
        model = Pledge
        fields = ()

    def by_period(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        today = timezone.localdate()
        return queryset.running(today) if value == RUNNING else queryset.filter(ends_on__lt=today)
