"""Course-based qualifications: what they ask for, and how far students have come."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from consortium.shell.forms import sent, show_refusal
from consortium.shell.lists import paginate
from curriculum.models import CompetencyUnit, Qualification, QualificationStudent, Student
from curriculum.roster.policies import reads_the_roster
from curriculum.teaching import policies
from curriculum.teaching.forms import EnrolForm, QualificationForm, QualificationUnitForm
from curriculum.teaching.services import qualifications as services


def list_qualifications(request: HttpRequest) -> HttpResponse:
    """The qualifications that the school awards by course."""
    reads_the_roster(request.member).require()
    rows = (
        Qualification.objects.visible_to(request.member)
        .filter(school=request.member.partner_id)
        .annotate(units_count=Count("units", distinct=True), students_count=Count("students", distinct=True))
    )
    may_keep = policies.keeps_qualifications(request.member)
    form = QualificationForm(sent(request))
    if request.method == "POST":
        may_keep.require()
        if form.is_valid():
            try:
                made = services.add_qualification(by=request.member, **form.cleaned_data)
            except ValidationError as error:
                show_refusal(form, error)
            else:
                messages.success(request, _("The qualification is kept. Add the units it asks for."))
                return redirect("curriculum:qualification", request.member.consortium.slug, made.pk)
    context = {"page": paginate(rows, request, order=(("name",),)), "form": form, "may_keep": may_keep}
    return render(
        request,
        "curriculum/teaching/qualifications.html",
        context,
        status=422 if form.errors else 200,
    )


def _find(request: HttpRequest, pk: int) -> Qualification:
    reads_the_roster(request.member).require()
    rows = Qualification.objects.visible_to(request.member).filter(school=request.member.partner_id)
    return get_object_or_404(rows, pk=pk)


def qualification(request: HttpRequest, pk: int) -> HttpResponse:
    """Units with their hours, and the students who are on the way."""
    found = _find(request, pk)
    may_keep = policies.keeps_qualifications(request.member, found)
    units = CompetencyUnit.objects.visible_to(request.member).filter(
        taught_by__school=request.member.partner_id
    )
    units = units.prefetch_related("elements").distinct()
    form = QualificationUnitForm(sent(request), units=units)
    if request.method == "POST":
        may_keep.require()
        if form.is_valid():
            try:
                services.add_unit(found, by=request.member, **form.cleaned_data)
            except ValidationError as error:
                show_refusal(form, error)
            else:
                messages.success(request, _("The unit is added."))
                return redirect(request.path)
    students = QualificationStudent.objects.visible_to(request.member).filter(qualification=found)
    context = {
        "qualification": found,
        "units": list(found.units.select_related("unit").prefetch_related("unit__elements")),
        "page": paginate(
            students.select_related("student__department"),
            request,
            order=(("student__grade", "student__class_no", "student__number"),),
        ),
        "form": form,
        "may_keep": may_keep,
    }
    return render(
        request,
        "curriculum/teaching/qualification.html",
        context,
        status=422 if form.errors else 200,
    )


def enrol(request: HttpRequest, pk: int) -> HttpResponse:
    """Enter students of a department's grade who work towards the qualification."""
    found = _find(request, pk)
    policies.keeps_qualifications(request.member, found).require()
    grade = request.GET.get("grade", "2")
    free = (
        Student.objects.visible_to(request.member)
        .enrolled()
        .filter(grade=grade if grade in {"1", "2", "3"} else 2)
        .exclude(qualificationstudents__qualification=found)
        .order_by("class_no", "number")
    )
    form = EnrolForm(sent(request), students=free)
    if form.is_valid():
        count = services.enter_students(found, by=request.member, students=form.cleaned_data["students"])
        text = ngettext("%(count)s student is entered.", "%(count)s students are entered.", count)
        messages.success(request, text % {"count": count})
        return redirect("curriculum:qualification", request.member.consortium.slug, found.pk)
    context = {"qualification": found, "form": form, "free": len(free), "grade": grade}
    return render(
        request,
        "curriculum/teaching/qualification_enrol.html",
        context,
        status=422 if form.errors else 200,
    )
