"""The departments of the school: list, entry, new name, closing."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from consortium.shell.forms import by_form, sent
from consortium.shell.lists import paginate
from curriculum.models import Department
from curriculum.roster import policies, services
from curriculum.roster.forms import ClosingForm, DepartmentForm


@require_GET
def departments(request: HttpRequest) -> HttpResponse:
    """What the school teaches, and how many are enrolled in each."""
    policies.reads_departments(request.member).require()
    ours = Department.objects.visible_to(request.member).filter(school=request.member.partner_id)
    context = {
        "page": paginate(ours.with_students(), request, order=(("pk",), ("name", "pk"))),
        "may_keep": policies.keeps_departments(request.member),
        "may_register": policies.registers_students(request.member),
    }
    return render(request, "curriculum/departments.html", context)


@by_form
def enter(request: HttpRequest) -> HttpResponse:
    """A department that the school opens."""
    policies.keeps_departments(request.member).require()
    form = DepartmentForm(sent(request))
    if form.is_valid():
        try:
            made = services.enter_department(by=request.member, **form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(
                request,
                _("%(name)s is entered. Students can be registered in it now.") % {"name": str(made)},
            )
            return _to_list(request)
    return _form_page(request, form)


@by_form
def rename(request: HttpRequest, pk: int) -> HttpResponse:
    """Another name; what is shown with the old one is shown with the new one at once."""
    found = _department(request, pk)
    names = {"name": found.name, "name_en": found.name_en}
    form = DepartmentForm(sent(request), initial=names)
    if form.is_valid():
        try:
            services.rename_department(found, by=request.member, **form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("The department has its new name everywhere."))
            return _to_list(request)
    return _form_page(request, form, department=found)


@by_form
def close(request: HttpRequest, pk: int) -> HttpResponse:
    """From a day on the department takes no students."""
    found = _department(request, pk)
    form = ClosingForm(sent(request), initial={"on": timezone.localdate()})
    if form.is_valid():
        services.close_department(found, by=request.member, **form.cleaned_data)
        messages.success(
            request,
            _("%(name)s takes no students any more. Those who are in it stay in it.") % {"name": str(found)},
        )
        return _to_list(request)
    return _form_page(request, form, department=found, closing=True)


@require_POST
def reopen(request: HttpRequest, pk: int) -> HttpResponse:
    """The department takes students again."""
    found = services.reopen_department(_department(request, pk), by=request.member)
    messages.success(request, _("%(name)s takes students again.") % {"name": str(found)})
    return _to_list(request)


def _department(request: HttpRequest, pk: int) -> Department:
    policies.keeps_departments(request.member).require()
    ours = Department.objects.visible_to(request.member).filter(school=request.member.partner_id)
    return get_object_or_404(ours.with_students(), pk=pk)


def _form_page(request: HttpRequest, form: object, **context: object) -> HttpResponse:
    status = 422 if form.is_bound else 200
    return render(request, "curriculum/department_form.html", {"form": form} | context, status=status)


def _to_list(request: HttpRequest) -> HttpResponse:
    return redirect("curriculum:departments", request.member.consortium.slug)
