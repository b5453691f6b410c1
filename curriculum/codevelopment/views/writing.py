"""Proposing courses, and writing their text."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from consortium.shell.forms import by_form, carry_out, form_page, sent
from consortium.shell.ids import ids_in
from curriculum.codevelopment import policies, services
from curriculum.codevelopment.forms import ProposalForm, SectionForm, VersionForm
from curriculum.codevelopment.views.frame import find_section, find_version, to_version
from curriculum.competencies.choosing import choices_of, choices_page, is_searching
from curriculum.models import CompetencyUnit, CourseVersion
from curriculum.states import CourseState

FORM = "curriculum/course_form.html"


@by_form
def propose_course(request: HttpRequest) -> HttpResponse:
    """A new course; `?unit=<id>` brings the competency unit that is asked for and not taught."""
    policies.proposes(request.member).require()
    wanted = CompetencyUnit.objects.visible_to(request.member).filter(
        pk__in=ids_in(request.GET.getlist("unit"))
    )
    form = ProposalForm(sent(request), member=request.member, initial={"units": [one.pk for one in wanted]})
    made: list[CourseVersion] = []
    write = lambda: made.append(  # noqa: E731 - read as the sentence that it is
        services.propose_course(by=request.member, **form.cleaned_data)
    )
    if not is_searching(request) and carry_out(form, write):
        ours = policies.keeps_courses(request.member)
        messages.success(
            request,
            _("The course is proposed. Write its sections, then ask companies for comments.")
            if ours
            else _("The course is proposed. The school has been told and answers you."),
        )
        return to_version(request, made[0].pk)
    return _page(request, form, **_frame(request, _("Propose a course"), _("Propose the course")))


@require_safe
def unit_choices(request: HttpRequest) -> HttpResponse:
    """Competency units to tick while one types; those already ticked stay in the list."""
    policies.proposes(request.member).require()
    return choices_page(request, "curriculum:courses")


@by_form
def edit_version(request: HttpRequest, pk: int) -> HttpResponse:
    """Title, aims and purpose."""
    version = find_version(request, pk)
    policies.edits(request.member, version).require()
    form = VersionForm(sent(request), initial=_facts(version) | {"seen": version.revision})
    if carry_out(form, lambda: services.edit_version(version, by=request.member, **form.cleaned_data)):
        messages.success(request, _("The text is saved."))
        return to_version(request, version.pk)
    return form_page(request, FORM, form, **_frame(request, _("Title and aims"), _("Save"), version))


@by_form
def add_section(request: HttpRequest, pk: int) -> HttpResponse:
    """A further unit or week."""
    version = find_version(request, pk)
    policies.edits(request.member, version).require()
    form = SectionForm(
        sent(request), member=request.member, initial={"position": version.sections.count() + 1}
    )
    write = lambda: services.add_section(version, by=request.member, **_section(form))  # noqa: E731
    if not is_searching(request) and carry_out(form, write):
        messages.success(request, _("The section is added."))
        return to_version(request, version.pk)
    return _page(request, form, **_frame(request, _("Add a section"), _("Add the section"), version))


@by_form
def edit_section(request: HttpRequest, pk: int) -> HttpResponse:
    """What a section teaches, in how many hours."""
    section = find_section(request, pk)
    policies.edits(request.member, section.version).require()
    initial = {name: getattr(section, name) for name in ("title", "hours", "content", "position")}
    initial |= {"seen": section.revision, "units": [one.unit_id for one in section.units.all()]}
    form = SectionForm(sent(request), member=request.member, initial=initial)
    form.fields["seen"].required = True
    act = lambda: services.edit_section(  # noqa: E731 - read as the sentence that it is
        section, by=request.member, seen=form.cleaned_data["seen"], **_section(form)
    )
    if not is_searching(request) and carry_out(form, act):
        messages.success(request, _("The section is saved."))
        return to_version(request, section.version_id)
    frame = _frame(request, _("Edit the section"), _("Save"), section.version)
    return _page(request, form, section=section, **frame)


@require_POST
def remove_section(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a section out."""
    section = find_section(request, pk)
    policies.edits(request.member, section.version).require()
    seen = next(iter(ids_in([request.POST.get("seen", "")])), 0)
    services.remove_section(section, by=request.member, seen=seen)
    messages.success(request, _("The section is taken out. What partners said of it stays."))
    return to_version(request, section.version_id)


@require_POST
def start_next(request: HttpRequest, pk: int) -> HttpResponse:
    """Begin the next version of an approved course."""
    version = find_version(request, pk)
    following = services.start_next_version(version, by=request.member)
    if following.state == CourseState.PROPOSED:
        messages.success(request, _("The next version is begun with the same text. The approved one stays."))
    return to_version(request, following.pk)


def _page(request: HttpRequest, form: ProposalForm | SectionForm, **context: object) -> HttpResponse:
    """The form with the list of units beside it; a search for more of them finds no fault with the rest."""
    context |= choices_of(request, form)
    if context["searching"]:
        return render(request, FORM, {"form": form} | context)
    return form_page(request, FORM, form, **context)


def _facts(version: CourseVersion) -> dict[str, object]:
    return {name: getattr(version, name) for name in ("name", "name_en", "aims", "purpose")}


def _section(form: SectionForm) -> dict[str, object]:
    return {name: value for name, value in form.cleaned_data.items() if name != "seen"}


def _frame(
    request: HttpRequest, heading: str, save: str, version: CourseVersion | None = None
) -> dict[str, object]:
    slug = request.member.consortium.slug
    back = version.get_absolute_url() if version else reverse("curriculum:courses", args=[slug])
    return {"heading": heading, "save": save, "back": back, "version": version}
