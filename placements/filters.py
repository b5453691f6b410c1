"""What narrows the list of vacancies; the address carries it, so that it can be shared."""

import django_filters
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from partners.models import Partner
from partners.states import PartnerKind
from placements.models import Vacancy
from placements.states import VacancyState


def companies(request: HttpRequest) -> QuerySet[Partner]:
    """The companies of this consortium that the reader knows."""
    return Partner.objects.visible_to(request.member).filter(kind=PartnerKind.COMPANY).order_by("name")


class VacancyFilter(django_filters.FilterSet):
    """By state and by company."""

    state = django_filters.ChoiceFilter(
        label=_("State"), choices=VacancyState.choices, empty_label=_("Every state")
    )
    company = django_filters.ModelChoiceFilter(
        label=_("Company"), queryset=companies, empty_label=_("Every company")
    )

    class Meta:
        model = Vacancy
        fields = ()
