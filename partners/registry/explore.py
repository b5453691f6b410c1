"""The picture of the consortium as a page of its own: by kind and school year, to explore and to print."""

from datetime import date, timedelta

import django_filters
from django import forms
from django.db.models import Min, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from consortium.rules.calendar import first_day_of, school_year
from partners.models import Partner, Pledge
from partners.registry.picture import draw, ties_of
from partners.states import PartnerKind


class PictureFilter(django_filters.FilterSet):
    """Which kinds of partner are drawn, and whose pledges of which school year."""

    kind = django_filters.MultipleChoiceFilter(
        choices=PartnerKind.choices, label=gettext_lazy("Kind"), widget=forms.CheckboxSelectMultiple
    )
    year = django_filters.ChoiceFilter(
        label=gettext_lazy("School year of the pledges"),
        method="of_year",
        empty_label=gettext_lazy("All years"),
    )

    class Meta:
        model = Partner
        fields = ()

    def __init__(self, *args: object, years: list[int], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.filters["year"].extra["choices"] = [
            (str(year), _("School year %(year)s") % {"year": year}) for year in years
        ]

    def of_year(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        return queryset  # it narrows the pledges, not the partners

    @property
    def period(self) -> tuple[date, date] | None:
        """First and last day of the chosen school year."""
        chosen = self.form.cleaned_data.get("year") if self.form.is_valid() else None
        if not chosen:
            return None
        year = int(chosen)
        return first_day_of(year), first_day_of(year + 1) - timedelta(days=1)


@require_safe
def picture(request: HttpRequest) -> HttpResponse:
    """Partners around the school with what binds them, and the same as a table."""
    member = request.member
    pledges = Pledge.objects.visible_to(member)
    first = pledges.aggregate(first=Min("starts_on"))["first"] or timezone.localdate()
    years = list(range(school_year(timezone.localdate()), school_year(first) - 1, -1))
    known = Partner.objects.visible_to(member).taking_part(member.consortium_id, now=True)
    filterset = PictureFilter(request.GET, known, request=request, years=years)
    found = filterset.qs.with_ties(member.consortium_id, during=filterset.period)
    ties = ties_of(found, member)
    context = {"filterset": filterset, "ties": ties, "picture": draw(ties, member)}
    return render(request, "partners/picture.html", context)
