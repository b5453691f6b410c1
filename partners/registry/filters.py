"""Filters of the lists of the register, for page and API alike."""

from datetime import timedelta

import django_filters
from django import forms
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from partners.models import Industry, Interaction, Partner
from partners.registry import policies
from partners.states import Outcome, PartnerKind, PledgeKind, Province, SizeClass, Way

QUIET = timedelta(days=90)
LONGEST_SEARCH = 60


def sections(request: HttpRequest | None) -> QuerySet:
    """The sections of the classification; a division is found under its section."""
    return Industry.objects.filter(code__regex=r"^.$")


class PartnerFilter(django_filters.FilterSet):
    """By name, initial consonants or number; by what a partner is, could give, gave, and how it is going."""

    q = django_filters.CharFilter(
        method="by_words",
        label=_("Name, initial consonants or number"),
        max_length=LONGEST_SEARCH,
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off"}),
    )
    kind = django_filters.ChoiceFilter(choices=PartnerKind.choices, label=_("Kind"), empty_label=_("All"))
    province = django_filters.ChoiceFilter(choices=Province.choices, label=_("Region"), empty_label=_("All"))
    size = django_filters.ChoiceFilter(choices=SizeClass.choices, label=_("Size"), empty_label=_("All"))
    industry = django_filters.ModelChoiceFilter(
        queryset=sections, method="by_section", label=_("Industry"), empty_label=_("All")
    )
    could = django_filters.ChoiceFilter(
        choices=PledgeKind.choices,
        method="by_contribution",
        label=_("Could contribute"),
        empty_label=_("All"),
    )
    delivered = django_filters.ChoiceFilter(
        choices=[("all", _("Everything")), ("some", _("A part")), ("nothing", _("Nothing yet"))],
        method="by_delivery",
        label=_("Pledges delivered"),
        empty_label=_("All"),
    )
    quiet = django_filters.ChoiceFilter(
        choices=[("90", _("None for 90 days"))],
        method="by_silence",
        label=_("In touch"),
        empty_label=_("All"),
    )
    part = django_filters.ChoiceFilter(
        choices=[("left", _("Has left")), ("all", _("All"))],
        method="by_part",
        label=_("Participation"),
        empty_label=_("Takes part"),
    )

    class Meta:
        model = Partner
        fields = ()

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        if self.request and not policies.reads_interactions(self.request.member):
            del self.filters["quiet"]  # they may not know who spoke with whom

    @property
    def consortium_id(self) -> int:
        return self.request.member.consortium_id

    def by_words(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        return queryset.matching(value, self.consortium_id) if value.strip() else queryset

    def by_section(self, queryset: QuerySet, name: str, value: Industry) -> QuerySet:
        return queryset.filter(industry__section=value.section)

    def by_contribution(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        return queryset.filter(could_contribute__contains=[value])

    def by_delivery(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        return queryset.delivering(value, self.consortium_id)

    def by_silence(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        since = timezone.localdate() - QUIET
        return queryset.quiet_since(since, self.consortium_id).taking_part(self.consortium_id, now=True)

    def by_part(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        return queryset if value == "all" else queryset.taking_part(self.consortium_id, now=False)

    def filter_queryset(self, queryset: QuerySet) -> QuerySet:
        """Partners that have left are found by name or on request; they do not stand among the others."""
        found = super().filter_queryset(queryset)
        asked = self.form.cleaned_data
        hides = not asked.get("part") and not asked.get("q")
        return found.taking_part(self.consortium_id, now=True) if hides else found


class InteractionFilter(django_filters.FilterSet):
    """By next step, way, outcome and whose it is."""

    step = django_filters.ChoiceFilter(
        choices=[("open", _("Still to be done")), ("overdue", _("Overdue")), ("mine", _("Mine, to be done"))],
        method="by_step",
        label=_("Next step"),
        empty_label=_("All"),
    )
    way = django_filters.ChoiceFilter(choices=Way.choices, label=_("How"), empty_label=_("All"))
    outcome = django_filters.ChoiceFilter(choices=Outcome.choices, label=_("Outcome"), empty_label=_("All"))
    whose = django_filters.ChoiceFilter(
        choices=[("mine", _("Mine"))], method="by_author", label=_("Whose"), empty_label=_("All")
    )

    class Meta:
        model = Interaction
        fields = ()

    def by_step(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        if value == "overdue":
            return queryset.overdue(timezone.localdate())
        mine = Q(next_by=self.request.member.pk) if value == "mine" else Q()
        return queryset.open().filter(mine)

    def by_author(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        return queryset.filter(by=self.request.member.pk)
