"""Filters of the list of agreements, for page and API alike."""

import django_filters
from django.utils.translation import gettext_lazy as _

from partners.models import Agreement
from partners.states import AgreementState


class AgreementFilter(django_filters.FilterSet):
    """By state."""

    state = django_filters.ChoiceFilter(
        choices=AgreementState.choices, label=_("State"), empty_label=_("All")
    )

    class Meta:
        model = Agreement
        fields = ()
