"""What narrows the list of job analyses."""

import django_filters
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from curriculum.models import Department, JobAnalysis
from curriculum.states import AnalysisState
from partners.models import Partner
from partners.states import PartnerKind


def companies(request: HttpRequest | None) -> QuerySet:
    """The companies of this consortium that the reader knows."""
    if request is None:
        return Partner.objects.none()
    return Partner.objects.visible_to(request.member).filter(kind=PartnerKind.COMPANY).order_by("name")


def departments(request: HttpRequest | None) -> QuerySet:
    """The departments of the consortium's school."""
    return Department.objects.visible_to(request.member) if request else Department.objects.none()


class AnalysisFilter(django_filters.FilterSet):
    """By state, company and department."""

    state = django_filters.ChoiceFilter(
        label=_("State"), choices=AnalysisState.choices, empty_label=_("Every state")
    )
    company = django_filters.ModelChoiceFilter(
        label=_("Company"), queryset=companies, empty_label=_("Every company")
    )
    department = django_filters.ModelChoiceFilter(
        label=_("Department"), queryset=departments, empty_label=_("Every department")
    )

    class Meta:
        model = JobAnalysis
        fields = ()
