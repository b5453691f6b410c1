"""The raw thing: the same template, frame and access record, with rows that are there already."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from consortium.audit import reads
from consortium.shell.lists import paginate
from curriculum.models import Student
from curriculum.roster import policies
from curriculum.roster.filters import StudentFilter
from curriculum.roster.views.roster import ORDERS

_pages: dict[int, object] = {}


def roster(request: HttpRequest) -> HttpResponse:
    """The roster's first page; its rows are read once and then kept."""
    member = request.member
    filters = StudentFilter(request.GET, queryset=Student.objects.none(), request=request)
    if member.partner_id not in _pages:
        rows = Student.objects.visible_to(member).prefetch_related("department").with_units_attained()
        _pages[member.partner_id] = paginate(rows, request, order=ORDERS)
    page = _pages[member.partner_id]
    for row in page.rows:
        reads.note(Student._meta.label, row.pk)
    context = {
        "page": page,
        "filters": filters,
        "may_register": policies.registers_students(member),
        "may_download": policies.downloads_the_roster(member),
    }
    return render(request, "curriculum/students.html", context)
