"""Partners' contributions, and the school's answers."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from consortium.shell.forms import by_form, carry_out, form_page, sent
from consortium.shell.ids import ids_in
from curriculum.codevelopment import comparing, policies, services
from curriculum.codevelopment.forms import AcceptForm, AnswerForm, ContributionForm
from curriculum.codevelopment.merging import merged
from curriculum.codevelopment.views.frame import find_contribution, find_version, to_version
from curriculum.codevelopment.workflow import ACCEPT, REFUSE
from curriculum.models import CourseContribution, CourseSection, CourseVersion
from curriculum.states import ContributionKind


@by_form
def contribute(request: HttpRequest, pk: int) -> HttpResponse:
    """Comment on a version (`?kind=COMMENT`), word `?section=` anew, or propose a new section."""
    version = find_version(request, pk)
    policies.contributes(request.member, version).require()
    asked = request.POST.get("section") or request.GET.get("section", "")
    section = _section(version, asked)
    kind = request.GET.get("kind", "")
    if kind not in ContributionKind.values:
        kind = ContributionKind.CHANGE if section else ContributionKind.COMMENT
    own = request.member.partner_id != version.school_id
    form = ContributionForm(
        sent(request),
        member=request.member,
        version=version,
        kind=kind,
        own=own,
        initial=_initial(request, section, kind, own=own),
    )
    made = carry_out(
        form,
        lambda: services.contribute(version, by=request.member, kind=kind, **form.cleaned_data),
    )
    if made:
        messages.success(request, _("Thank you. The school has been told and answers each contribution."))
        return to_version(request, version.pk)
    context = {"version": version, "section": section, "kind": kind, "own": own}
    return form_page(request, "curriculum/course_contribute.html", form, **context)


@require_POST
def nothing_to_add(request: HttpRequest, pk: int) -> HttpResponse:
    """Read, and nothing to add."""
    version = find_version(request, pk)
    services.say_nothing_to_add(version, by=request.member)
    messages.success(request, _("Thank you for reading it. You can still contribute while it is open."))
    return to_version(request, version.pk)


@by_form
def accept(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a contribution over; the words can be adapted before they go in."""
    contribution = find_contribution(request, pk)
    ACCEPT.policy(request.member, contribution).require()
    if request.method != "POST":
        ACCEPT.enforce(contribution, by=request.member)
    words = contribution.kind != ContributionKind.COMMENT
    initial, clash = _words(contribution) if words else ({}, False)
    form = AcceptForm(sent(request), words=words, initial=initial)
    act = lambda: services.accept_contribution(contribution, by=request.member, **form.cleaned_data)  # noqa: E731
    if carry_out(form, act):
        messages.success(
            request,
            _("Taken over, and the partner has been told. It counts for its pledge with the approval."),
        )
        return to_version(request, contribution.version_id)
    context = _shown(request, contribution) | {"clash": clash, "words": words}
    return form_page(request, "curriculum/contribution_accept.html", form, **context)


@by_form
def decline(request: HttpRequest, pk: int) -> HttpResponse:
    """Say why a contribution is not taken over."""
    contribution = find_contribution(request, pk)
    REFUSE.policy(request.member, contribution).require()
    if request.method != "POST":
        REFUSE.enforce(contribution, by=request.member)
    form = AnswerForm(sent(request))
    act = lambda: services.decline_contribution(contribution, by=request.member, **form.cleaned_data)  # noqa: E731
    if carry_out(form, act):
        messages.success(request, _("Answered. The partner reads your reason."))
        return to_version(request, contribution.version_id)
    return form_page(
        request, "curriculum/contribution_accept.html", form, declining=True, **_shown(request, contribution)
    )


@require_POST
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Take one's own contribution back."""
    contribution = find_contribution(request, pk)
    services.withdraw_contribution(contribution, by=request.member)
    messages.success(request, _("Taken back."))
    return to_version(request, contribution.version_id)


def _section(version: CourseVersion, asked: str) -> CourseSection | None:
    number = next(iter(ids_in([asked])), None)
    return get_object_or_404(version.sections, pk=number) if number else None


def _initial(
    request: HttpRequest, section: CourseSection | None, kind: str, *, own: bool
) -> dict[str, object]:
    initial: dict[str, object] = {"person": request.member.user.name if own else ""}
    if section is not None:
        initial |= {"section": section.pk, "seen": section.revision}
        if kind == ContributionKind.CHANGE:
            initial |= {"title": section.title, "content": section.content, "teaching_hours": section.hours}
    return initial


def _words(contribution: CourseContribution) -> tuple[dict[str, object], bool]:
    """The words to begin with: what was offered, put onto the section as it stands now."""
    after = {"title": contribution.after_title, "teaching_hours": contribution.after_hours or 0}
    section = contribution.section
    if contribution.kind == ContributionKind.NEW_SECTION or section is None:
        return after | {"content": contribution.after_content}, False
    content, clash = merged(contribution.before_content, section.content, contribution.after_content)
    if contribution.after_title == contribution.before_title:
        after["title"] = section.title
    if contribution.after_hours == contribution.before_hours:
        after["teaching_hours"] = section.hours
    return after | {"content": content, "seen": section.revision}, clash


def _shown(request: HttpRequest, contribution: CourseContribution) -> dict[str, object]:
    has_words = contribution.kind != ContributionKind.COMMENT
    return {
        "contribution": contribution,
        "version": contribution.version,
        "difference": comparing.of_contribution(contribution) if has_words else None,
    }
