"""Filters of the list of programme tables, for page, file and API alike."""

import django_filters
from django.utils.translation import gettext_lazy as _

from curriculum.models import Department, ProgrammeTable
from curriculum.states import TableState


class TableFilter(django_filters.FilterSet):
    """By department, entry year and state."""

    department = django_filters.ModelChoiceFilter(
        queryset=lambda request: (
            Department.objects.visible_to(request.member) if request else Department.objects.none()
        ),
        label=_("Department"),
        empty_label=_("All"),
    )
    entry_year = django_filters.NumberFilter(label=_("Entry year"), min_value=1950, max_value=2100)
    state = django_filters.ChoiceFilter(choices=TableState.choices, label=_("State"), empty_label=_("All"))

    class Meta:
        model = ProgrammeTable
        fields = ()
