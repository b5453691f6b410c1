"""How offerings are narrowed, for page, file and API alike."""

import django_filters
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from curriculum.models import Offering
from curriculum.states import OfferingState, Semester

GRADES = [(1, _("Grade 1")), (2, _("Grade 2")), (3, _("Grade 3"))]
MINE = "mine"


class OfferingFilter(django_filters.FilterSet):
    """By school year, semester, grade, state, and whether I teach it."""

    year = django_filters.NumberFilter(label=_("School year"), min_value=1950, max_value=2100)
    semester = django_filters.ChoiceFilter(
        choices=Semester.choices, label=_("Semester"), empty_label=_("All")
    )
    grade = django_filters.ChoiceFilter(choices=GRADES, label=_("Grade"), empty_label=_("All"))
    state = django_filters.ChoiceFilter(choices=OfferingState.choices, label=_("State"), empty_label=_("All"))
    who = django_filters.ChoiceFilter(
        choices=[(MINE, _("Courses that I teach"))],
        method="taught_by_me",
        label=_("Taught by"),
        empty_label=_("All"),
    )

    class Meta:
        model = Offering
        fields = ()

    def taught_by_me(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        return rows.taught_by(self.request.member)
