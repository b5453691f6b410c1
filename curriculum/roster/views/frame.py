"""What all pages about one student share: finding the student, the header and the tabs."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from curriculum.models import Student
from curriculum.roster import policies
from curriculum.tabs import Place, tabs_for


def find_student(request: HttpRequest, pk: int) -> Student:
    """The student of our school with this id: 403 for other roles whoever it is, 404 for strangers."""
    policies.reads_the_roster(request.member).require()
    return get_object_or_404(
        Student.objects.visible_to(request.member).select_related("department", "consortium"), pk=pk
    )


def show(
    request: HttpRequest,
    template: str,
    student: Student,
    *,
    tab: str,
    place: Place = Place.SCHOOL,
    status: int = 200,
    **context: object,
) -> HttpResponse:
    """A page below the student's header, with the tab of `tab` marked as the present one."""
    context |= {
        "student": student,
        "tabs": tabs_for(request.member, student, current=tab, place=place),
        "may_correct": policies.corrects_students(request.member, student),
        "may_change_state": policies.decides_on_the_register(request.member, student),
        "may_assess": policies.records_attainment(request.member, student),
    }
    return render(request, template, context, status=status)
