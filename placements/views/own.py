"""A student's own pages: who sees what of me, where I stand, who viewed me."""

from collections.abc import Callable
from functools import wraps

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from consortium.audit.services import readers_of
from curriculum.models import Student
from curriculum.roster.viewers import viewers_of
from curriculum.roster.views.frame import show
from curriculum.roster.views.own import own_record
from curriculum.tabs import Place
from placements.models import Candidate, Consent


def of_myself(view: Callable[[HttpRequest, Student], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Give the view the student's own record; others are refused, students without a record are told."""

    @wraps(view)
    def found(request: HttpRequest) -> HttpResponse:
        student = own_record(request)
        return view(request, student) if student else render(request, "curriculum/no_record.html")

    return require_safe(found)


@of_myself
def my_consents(request: HttpRequest, student: Student) -> HttpResponse:
    """Which company sees what of me until when; each can be withdrawn."""
    rows = Consent.objects.visible_to(request.member).filter(student=student).select_related("recipient")
    return _own(request, student, "placements/my_consents.html", "placements:my_consents", consents=rows)


@of_myself
def my_applications(request: HttpRequest, student: Student) -> HttpResponse:
    """Before which companies I stand, how each has answered, and what comes next."""
    rows = Candidate.objects.visible_to(request.member).filter(student=student).with_consent()
    rows = rows.select_related("vacancy__company", "vacancy__consortium").order_by("-proposed_at", "-pk")
    return _own(
        request, student, "placements/my_applications.html", "placements:my_applications", candidacies=rows
    )


@of_myself
def my_readers(request: HttpRequest, student: Student) -> HttpResponse:
    """Who read my data when, from the access records."""
    viewers = viewers_of(readers_of(student.pk), by=request.member)
    return _own(request, student, "placements/my_readers.html", "placements:my_readers", viewers=viewers)


def _own(request: HttpRequest, student: Student, template: str, tab: str, **context: object) -> HttpResponse:
    return show(request, template, student, tab=tab, place=Place.OWN, **context)
