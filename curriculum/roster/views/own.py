"""The student's own page: their record and competency units, as the school keeps them."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from curriculum.models import Contact, Student
from curriculum.roster import policies
from curriculum.roster.views.frame import show
from curriculum.roster.views.records import at_a_glance, attained_by_sub_field
from curriculum.tabs import Place


def me(request: HttpRequest) -> HttpResponse:
    """What the school has recorded about the student who is logged in."""
    found = own_record(request)
    if found is None:
        return render(request, "curriculum/no_record.html")
    return show(
        request,
        "curriculum/me.html",
        found,
        tab="curriculum:me",
        place=Place.OWN,
        contact=Contact.objects.visible_to(request.member).filter(student=found).first(),
        **at_a_glance(request, found),
    )


def my_competencies(request: HttpRequest) -> HttpResponse:
    """The student's own competency units by sub-field."""
    found = own_record(request)
    if found is None:
        return render(request, "curriculum/no_record.html")
    return show(
        request,
        "curriculum/my_competencies.html",
        found,
        tab="curriculum:my_competencies",
        place=Place.OWN,
        sub_fields=attained_by_sub_field(request, found, with_judges=False),
    )


def own_record(request: HttpRequest) -> Student | None:
    """The record that belongs to this log-in; refused (403) to everybody who is no student."""
    policies.has_an_own_page(request.member).require()
    rows = Student.objects.visible_to(request.member).select_related("department", "consortium")
    return rows.order_by("pk").last()
