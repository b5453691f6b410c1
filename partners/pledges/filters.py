"""Filters of the list of pledges, for page and API alike."""

import django_filters
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from partners.models import Partner, Pledge
from partners.states import PledgeKind

RUNNING = "running"
PAST = "past"


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
