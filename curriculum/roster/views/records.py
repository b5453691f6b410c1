"""A student's competency units and certificates."""

from dataclasses import dataclass, field

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from consortium import hangul
from consortium.shell.forms import sent
from consortium.shell.ids import ids_in
from curriculum.models import Attainment, Certificate, CompetencyUnit, Student
from curriculum.roster import policies, services
from curriculum.roster.forms import AttainmentForm, CertificateForm, ReasonForm
from curriculum.roster.views.frame import find_student, show

OFFERED = 20  # units under the search field; whoever needs another one types more of it


@dataclass
class SubField:
    """One sub-field of the standards: what the student has shown of the units known here."""

    name: str
    attained: list[Attainment] = field(default_factory=list)
    missing: list[CompetencyUnit] = field(default_factory=list)

    @property
    def known(self) -> int:
        """All units of the sub-field that this portal knows."""
        return len(self.attained) + len(self.missing)


def competencies(request: HttpRequest, pk: int) -> HttpResponse:
    """What the student has attained by sub-field, with date, judge and evidence."""
    found = find_student(request, pk)
    return show(
        request,
        "curriculum/competencies.html",
        found,
        tab="curriculum:competencies",
        sub_fields=attained_by_sub_field(request, found),
    )


def at_a_glance(request: HttpRequest, student: Student) -> dict[str, list]:
    """What the student has attained and which certificates they hold, the newest first."""
    attained = (
        Attainment.objects.visible_to(request.member)
        .filter(student=student)
        .select_related("unit")
        .prefetch_related("unit__elements")
    )
    certificates = Certificate.objects.visible_to(request.member).filter(student=student)
    return {
        "attained": list(attained.order_by("-judged_on", "-pk")),
        "certificates": list(certificates.order_by("-on")),
    }


def attained_by_sub_field(
    request: HttpRequest, student: Student, *, with_judges: bool = True
) -> list[SubField]:
    """The sub-fields in which the student has attained something, and how many units each has.

    Students may not read memberships: a join to the judge would leave their page empty.
    """
    rows = (
        Attainment.objects.visible_to(request.member)
        .filter(student=student)
        .select_related("unit", *(["judged_by__user"] if with_judges else []))
        .prefetch_related("unit__elements")
        .order_by("unit__code")
    )
    groups: dict[str, SubField] = {}
    for row in rows:
        name = row.unit.sub_field
        groups.setdefault(name, SubField(row.unit.sub_field_in_words)).attained.append(row)
    attained = {row.unit_id for row in rows}
    units = (
        CompetencyUnit.objects.visible_to(request.member)
        .filter(sub_field__in=groups)
        .prefetch_related("elements")
    )
    for unit in units.exclude(pk__in=attained):
        groups[unit.sub_field].missing.append(unit)
    return sorted(groups.values(), key=lambda group: (-len(group.attained), group.name))


def add_attainment(request: HttpRequest, pk: int) -> HttpResponse:
    """Record several competency units at once; the search works with and without script."""
    found = find_student(request, pk)
    policies.records_attainment(request.member, found).require()
    searching = "search" in request.POST  # the button of those who have no script
    form = AttainmentForm(
        request.POST if request.method == "POST" and not searching else None,
        member=request.member,
        initial={"judged_on": timezone.localdate(), **request.POST.dict()},
    )
    if form.is_valid():
        try:
            made = services.record_attainment(found, by=request.member, **form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            text = ngettext("%(count)s unit is recorded.", "%(count)s units are recorded.", len(made))
            messages.success(request, text % {"count": len(made)})
            return redirect("curriculum:competencies", request.member.consortium.slug, found.pk)
    if request.htmx:
        return render(request, "curriculum/_units.html", {"form": form, **unit_search(request, found)})
    return show(
        request,
        "curriculum/add_attainment.html",
        found,
        tab="curriculum:competencies",
        form=form,
        status=422 if form.errors else 200,
        **unit_search(request, found),
    )


def unit_search(request: HttpRequest, student: Student) -> dict[str, object]:
    """Units that are chosen already, then those that match the search and are not attained yet."""
    asked = request.POST if request.method == "POST" else request.GET
    chosen = ids_in(asked.getlist("units"))
    words = hangul.searched(asked.get("unit_words", ""))
    units = CompetencyUnit.objects.visible_to(request.member).prefetch_related("elements")
    attained = Attainment.objects.visible_to(request.member).filter(student=student)
    offered = units.exclude(pk__in=chosen).exclude(pk__in=attained.values("unit")).matching(words)
    offered = list(offered[: OFFERED + 1])
    return {
        "chosen_units": list(units.filter(pk__in=chosen)),
        "offered_units": offered[:OFFERED],
        "more_units": len(offered) > OFFERED,
        "unit_words": words,
    }


def withdraw_attainment(request: HttpRequest, pk: int, attainment: int) -> HttpResponse:
    """Take back a competency unit that was recorded by mistake."""
    found = find_student(request, pk)
    policies.records_attainment(request.member, found).require()
    row = get_object_or_404(
        Attainment.objects.visible_to(request.member).select_related("unit"), pk=attainment, student=found
    )
    form = ReasonForm(
        sent(request),
        hint=_("It is kept in the student's history."),
    )
    if form.is_valid():
        stays = services.withdraw_attainment(row, by=request.member, reason=form.cleaned_data["reason"])
        kept = _("The judgement is taken back. The unit still rests on another judgement.")
        messages.success(request, kept if stays else _("The competency unit is taken back."))
        return redirect("curriculum:competencies", request.member.consortium.slug, found.pk)
    return show(
        request,
        "curriculum/withdraw.html",
        found,
        tab="curriculum:competencies",
        form=form,
        subject=row.unit.in_words,
        back="curriculum:competencies",
        status=422 if form.errors else 200,
    )


def add_certificate(request: HttpRequest, pk: int) -> HttpResponse:
    """Record a qualification."""
    found = find_student(request, pk)
    policies.records_attainment(request.member, found).require()
    form = CertificateForm(sent(request))
    if form.is_valid():
        try:
            services.add_certificate(found, by=request.member, **form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("The certificate is recorded."))
            return redirect(found)
    return show(
        request,
        "curriculum/add_certificate.html",
        found,
        tab="curriculum:student",
        form=form,
        status=422 if form.errors else 200,
    )


def remove_certificate(request: HttpRequest, pk: int, certificate: int) -> HttpResponse:
    """Take back a certificate that was recorded by mistake."""
    found = find_student(request, pk)
    policies.records_attainment(request.member, found).require()
    row = get_object_or_404(Certificate.objects.visible_to(request.member), pk=certificate, student=found)
    form = ReasonForm(
        sent(request),
        hint=_("It is kept in the student's history."),
    )
    if form.is_valid():
        services.remove_certificate(row, by=request.member, reason=form.cleaned_data["reason"])
        messages.success(request, _("The certificate is taken back."))
        return redirect(found)
    return show(
        request,
        "curriculum/withdraw.html",
        found,
        tab="curriculum:student",
        form=form,
        subject=row.name,
        back="curriculum:student",
        status=422 if form.errors else 200,
    )
