"""The catalogue of competency units, one unit with everything that rests on it, and the own ones' form."""

from __future__ import annotations

from functools import partial

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from consortium.shell.forms import by_form, carry_out, form_page, sent
from consortium.shell.lists import paginate
from curriculum.competencies import policies, services
from curriculum.competencies.codes import next_version
from curriculum.competencies.filters import UnitFilter
from curriculum.competencies.forms import UnitForm
from curriculum.competencies.history import history_of
from curriculum.competencies.uses import uses_of
from curriculum.competencies.versions import versions_of
from curriculum.demand.views.frame import tabs
from curriculum.models import CompetencyUnit

FORM = "curriculum/competencies/unit_form.html"


@require_safe
def units(request: HttpRequest) -> HttpResponse:
    """National units and the consortium's own, searched by name, initial consonants or code."""
    member = request.member
    known = CompetencyUnit.objects.visible_to(member).prefetch_related("elements")
    filterset = UnitFilter(request.GET, known, request=request)
    context = {
        "filterset": filterset,
        "page": paginate(filterset.qs, request, order=(("code",), ("name", "code"), ("level", "code"))),
        "tabs": tabs(member, "units"),
        "may_add": policies.keeps_units(member),
        "may_import": policies.imports_units(member),
    }
    return render(request, "curriculum/competencies/units.html", context)


@require_safe
def unit(request: HttpRequest, pk: int) -> HttpResponse:
    """One unit: elements, versions and what changed between them, and everything that rests on it."""
    member = request.member
    known = CompetencyUnit.objects.visible_to(member).prefetch_related("elements")
    found = get_object_or_404(known, pk=pk)
    versions = versions_of(found, member)
    latest = versions[0].unit if versions else found
    older = [one.unit.pk for one in versions if one.unit.version < found.version]
    context = {
        "unit": found,
        "versions": versions,
        "latest": latest,
        "uses": uses_of(member, [found.pk]),
        "left_behind": uses_of(member, older) if older else [],
        "codes": {one.unit.pk: one.unit.code for one in versions},
        "may_edit": policies.keeps_units(member, found) and latest.pk == found.pk,
        "history": history_of(found, member) if found.is_own else [],
    }
    return render(request, "curriculum/competencies/unit.html", context)


@by_form
def add(request: HttpRequest) -> HttpResponse:
    """A unit of the consortium's own, such as for AI, beside the national ones."""
    policies.keeps_units(request.member).require()
    form = UnitForm(sent(request))
    made: list[CompetencyUnit] = []
    if carry_out(form, lambda: made.append(services.add_unit(by=request.member, **form.cleaned_data))):
        messages.success(
            request, _("The unit is entered. Subjects, job analyses and vacancies can name it from now on.")
        )
        return _to_unit(request, made[0])
    return form_page(request, FORM, form)


@by_form
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Reword an own unit, or write the next version of one that something agreed names."""
    found = get_object_or_404(CompetencyUnit.objects.visible_to(request.member), pk=pk)
    policies.keeps_units(request.member, found).require()
    form = UnitForm(sent(request), instance=found)
    made: list[CompetencyUnit] = []
    write = partial(services.reword_unit, found, by=request.member)
    if carry_out(form, lambda: made.append(write(**form.cleaned_data))):
        messages.success(request, _done(found, made[0]))
        return _to_unit(request, made[0])
    following = next_version(found.code) if services.is_agreed(found) else ""
    return form_page(request, FORM, form, unit=found, following=following)


def _done(before: CompetencyUnit, now: CompetencyUnit) -> str:
    if before.pk == now.pk:
        return _("The unit is reworded. The history keeps what stood there before.")
    return _(
        "%(new)s is entered. What was agreed keeps %(old)s; see below what should name the new version."
    ) % {"new": now.code, "old": before.code}


def _to_unit(request: HttpRequest, unit: CompetencyUnit) -> HttpResponse:
    return redirect("curriculum:unit", request.member.consortium.slug, unit.pk)
