"""Pages about subjects: the list, one subject with its units and tables, and what changes it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from consortium.shell.forms import by_form, sent, show_refusal
from consortium.shell.ids import ids_in
from consortium.shell.lists import paginate
from curriculum.competencies.versions import changes, newest_version
from curriculum.models import ProgrammeTable, Subject, SubjectUnit
from curriculum.subjects import policies, services
from curriculum.subjects.filters import SubjectFilter
from curriculum.subjects.forms import OfficeForm, SubjectForm, UnitForm

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.forms import BaseForm

ON_A_PAGE = 30
ORDERS = (("subject_group", "name"), ("name",), ("kind", "name"))


@require_safe
def subjects(request: HttpRequest) -> HttpResponse:
    """The subjects of the school, by curriculum and kind."""
    known = Subject.objects.visible_to(request.member).select_related("approval")
    filterset = SubjectFilter(request.GET, known, request=request)
    context = {
        "filterset": filterset,
        "page": paginate(filterset.qs, request, order=ORDERS, size=ON_A_PAGE),
        "may_keep": policies.keeps_subjects(request.member),
    }
    return render(request, "curriculum/subjects.html", context)


@require_safe
def subject(request: HttpRequest, pk: int) -> HttpResponse:
    """One subject: its facts, the units that it teaches, and the tables in which it stands."""
    return _show(request, _find(request, pk))


def _show(
    request: HttpRequest, found: Subject, form: UnitForm | None = None, status: int = 200
) -> HttpResponse:
    member = request.member
    units = SubjectUnit.objects.visible_to(member).filter(subject=found).select_related("unit")
    tables = ProgrammeTable.objects.visible_to(member).filter(rows__subject=found)
    may_keep = policies.keeps_subjects(member, found)
    context = {
        "subject": found,
        "units": units.prefetch_related("unit__elements").order_by("unit__code"),
        "tables": tables.select_related("department", "consortium"),
        "may_keep": may_keep,
        "may_approve": policies.records_approval(member, found),
        "is_fixed": bool(may_keep) and services.is_fixed(found, by=member),
        "form": (form or UnitForm(member=member, subject=found)) if may_keep else None,
    }
    return render(request, "curriculum/subject.html", context, status=status)


def subject_add(request: HttpRequest) -> HttpResponse:
    """Enter a subject."""
    return _edit(request, None)


def subject_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Correct a subject."""
    return _edit(request, _find(request, pk))


@by_form
def _edit(request: HttpRequest, found: Subject | None) -> HttpResponse:
    policies.keeps_subjects(request.member, found).require()
    form = SubjectForm(sent(request), instance=found)
    title = _("Correct the subject") if found else _("New subject")

    def write() -> Subject:
        return services.save_subject(found, by=request.member, **form.cleaned_data)

    done = _("The subject is saved. Next: say which competency units it teaches.")
    return _asked(request, form, write, title, found, done)


@by_form
def subject_approval(request: HttpRequest, pk: int) -> HttpResponse:
    """Record the education office's approval of a school-created subject."""
    found = _find(request, pk)
    policies.records_approval(request.member, found).require()
    form = OfficeForm(sent(request), member=request.member)

    def write() -> Subject:
        return services.record_approval(found, by=request.member, decision=form.decision())

    done = _("The approval is recorded. Tables with this subject keep the rule now.")
    return _asked(request, form, write, _("Record the office's approval"), found, done)


@require_POST
def subject_remove(request: HttpRequest, pk: int) -> HttpResponse:
    """Take out a subject that nothing names."""
    services.remove_subject(_find(request, pk), by=request.member)
    messages.success(request, _("The subject is taken out."))
    return redirect("curriculum:subjects", request.member.consortium.slug)


@require_POST
def unit_add(request: HttpRequest, pk: int) -> HttpResponse:
    """One more competency unit that the subject teaches."""
    found = _find(request, pk)
    policies.keeps_subjects(request.member, found).require()
    form = UnitForm(request.POST, member=request.member, subject=found)
    if not form.is_valid():
        return _show(request, found, form, status=422)
    services.teach_unit(found, by=request.member, **form.cleaned_data)
    messages.success(request, _("The unit is part of the subject now."))
    return redirect(found)


@require_POST
def unit_remove(request: HttpRequest, pk: int) -> HttpResponse:
    """The subject does not teach this unit any more."""
    known = SubjectUnit.objects.visible_to(request.member).select_related("subject__consortium")
    row = get_object_or_404(known, pk=pk)
    services.drop_unit(row, by=request.member)
    messages.success(request, _("The unit is no longer part of the subject."))
    return redirect(row.subject)


@by_form
def unit_renew(request: HttpRequest, pk: int) -> HttpResponse:
    """Have the subject teach the newest version of a unit, after a look at what changed in it."""
    member = request.member
    known = SubjectUnit.objects.visible_to(member).select_related("subject__consortium", "unit")
    row = get_object_or_404(known.prefetch_related("unit__elements"), pk=pk)
    policies.keeps_subjects(member, row.subject).require()
    if request.method == "POST":
        seen = ids_in(request.POST.getlist("unit"))
        services.renew_unit(row, by=member, unit=seen[0] if seen else 0)
        messages.success(request, _("The subject teaches the newest version now, in the same hours."))
        return redirect(row.subject)
    newest = newest_version(row.unit, member)
    if newest == row.unit:
        messages.info(request, _("This is the newest version that is known here."))
        return redirect(row.subject)
    context = {"row": row, "newest": newest, "changes": changes(row.unit, newest)}
    return render(request, "curriculum/subject_unit_renew.html", context)


def _find(request: HttpRequest, pk: int) -> Subject:
    known = Subject.objects.visible_to(request.member).select_related("approval", "consortium")
    return get_object_or_404(known, pk=pk)


def _asked(
    request: HttpRequest,
    form: BaseForm,
    write: Callable[[], Subject],
    title: str,
    found: Subject | None,
    done: str,
) -> HttpResponse:
    if form.is_valid():
        try:
            written = write()
        except ValidationError as error:
            show_refusal(form, error)
        else:
            messages.success(request, done)
            return redirect(written)
    context = {"form": form, "title": title, "subject": found}
    return render(request, "curriculum/subject_form.html", context, status=422 if form.errors else 200)
