"""How school staff narrow the roster; each filter stands in the address and can be shared."""

import django_filters
from django import forms
from django.db.models import QuerySet
from django.http import HttpRequest, QueryDict
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _

from consortium.shell.lists import sealed, unsealed
from curriculum.models import Department, Student
from curriculum.states import AttendanceBand, StudentState

LONGEST_SEARCH = 50
GRADES = [("1", _("Grade 1")), ("2", _("Grade 2")), ("3", _("Grade 3"))]
NOTHING_ATTAINED = [("none", _("none recorded"))]


def address_of(typed: QueryDict) -> str:
    """The address of the list for what was typed; the name that was searched is sealed."""
    wanted = {name: typed.get(name, "") for name in (*StudentFilter.Meta.fields, "sort")}
    if wanted["q"].strip():
        wanted["q"] = sealed(wanted["q"][:LONGEST_SEARCH])
    query = urlencode({name: value for name, value in wanted.items() if value.strip()})
    return f"?{query}" if query else ""


def opened(query: QueryDict) -> QueryDict:
    """The filters of an address, with the searched name as it was typed."""
    if "q" not in query:
        return query
    plain = query.copy()
    plain["q"] = unsealed(query["q"])
    return plain


def our_departments(request: HttpRequest | None) -> QuerySet:
    """The departments a member may know; none while the API's schema is drawn without a request."""
    return Department.objects.visible_to(request.member) if request else Department.objects.none()


class StudentFilter(django_filters.FilterSet):
    """By name (initial consonants too) or student number, grade, class, department, state, attendance."""

    q = django_filters.CharFilter(
        method="matching",
        label=_("Name or student number"),
        max_length=LONGEST_SEARCH,
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off"}),
    )
    grade = django_filters.ChoiceFilter(choices=GRADES, label=_("Grade"), empty_label=_("All"))
    class_no = django_filters.NumberFilter(label=_("Class"), min_value=1, max_value=20)
    department = django_filters.ModelChoiceFilter(
        queryset=our_departments, label=_("Department"), empty_label=_("All")
    )
    state = django_filters.ChoiceFilter(choices=StudentState.choices, label=_("State"), empty_label=_("All"))
    attendance = django_filters.ChoiceFilter(
        method="in_band", choices=AttendanceBand.choices, label=_("Attendance"), empty_label=_("All")
    )
    attained = django_filters.ChoiceFilter(
        method="having_attained", choices=NOTHING_ATTAINED, label=_("Competency units"), empty_label=_("All")
    )

    class Meta:
        model = Student
        fields = ("q", "grade", "class_no", "department", "state", "attendance", "attained")

    def matching(self, rows: QuerySet, name: str, words: str) -> QuerySet:
        return rows.matching(words) if words.strip() else rows

    def in_band(self, rows: QuerySet, name: str, band: str) -> QuerySet:
        return rows.in_attendance_band(band)

    def having_attained(self, rows: QuerySet, name: str, how: str) -> QuerySet:
        return rows.without_attainment()


class StudentEndpointFilter(StudentFilter):
    """For the API: without the search by name, which would stand in addresses and logs."""

    q = None

    class Meta:
        model = Student
        fields = ("grade", "class_no", "department", "state", "attendance", "attained")
