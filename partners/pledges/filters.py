"""Filters of the lists of pledges and deliveries and of the ledger, for page and API alike."""

import django_filters
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from partners.models import Delivery, Partner, Pledge
from partners.pledges import periods
from partners.pledges.risk import watch
from partners.states import DeliveryState, PledgeKind, PledgeState

RUNNING = "running"
PAST = "past"
OVERDUE, AT_RISK = "overdue", "at_risk"


def _partners(request: object) -> QuerySet:
    return Partner.objects.visible_to(request.member) if request else Partner.objects.none()


class PledgeFilter(django_filters.FilterSet):
    """By kind, partner, state and period."""

    kind = django_filters.ChoiceFilter(choices=PledgeKind.choices, label=_("Kind"), empty_label=_("All"))
    partner = django_filters.ModelChoiceFilter(queryset=_partners, label=_("Partner"), empty_label=_("All"))
    state = django_filters.ChoiceFilter(choices=PledgeState.choices, label=_("State"), empty_label=_("All"))
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


class WatchFilter(django_filters.FilterSet):
    """Overdue or at risk, by kind and partner."""

    standing = django_filters.ChoiceFilter(
        choices=[(OVERDUE, _("Overdue")), (AT_RISK, _("At risk"))],
        method="by_standing",
        label=_("Kind of delay"),
        empty_label=None,
    )
    kind = django_filters.ChoiceFilter(choices=PledgeKind.choices, label=_("Kind"), empty_label=_("All"))
    partner = django_filters.ModelChoiceFilter(queryset=_partners, label=_("Partner"), empty_label=_("All"))

    class Meta:
        model = Pledge
        fields = ()

    def by_standing(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        return watch().at_risk(queryset) if value == AT_RISK else watch().overdue(queryset)


class DeliveryFilter(django_filters.FilterSet):
    """By state, kind and partner."""

    state = django_filters.ChoiceFilter(choices=DeliveryState.choices, label=_("State"), empty_label=_("All"))
    kind = django_filters.ChoiceFilter(
        field_name="pledge__kind", choices=PledgeKind.choices, label=_("Kind"), empty_label=_("All")
    )
    partner = django_filters.ModelChoiceFilter(
        field_name="pledge__partner", queryset=_partners, label=_("Partner"), empty_label=_("All")
    )

    class Meta:
        model = Delivery
        fields = ()


class LedgerFilter(django_filters.FilterSet):
    """The part of the ledger that is asked for; the period is the present school year unless one is named."""

    period = django_filters.ChoiceFilter(
        choices=periods.choices, method="keep", label=_("Period"), empty_label=None
    )
    kind = django_filters.ChoiceFilter(choices=PledgeKind.choices, label=_("Kind"), empty_label=_("All"))
    partner = django_filters.ModelChoiceFilter(queryset=_partners, label=_("Partner"), empty_label=_("All"))

    class Meta:
        model = Pledge
        fields = ()

    def keep(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        return queryset  # the ledger itself reads the period: pledges and deliveries fall into it differently
