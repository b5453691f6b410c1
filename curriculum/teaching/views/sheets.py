"""Sheets with a line for each student: attendance, grades, judgements."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from consortium.shell.forms import sent, show_refusal
from curriculum.models import Attendance, CompetencyUnit, Instructor, Offering, Session
from curriculum.states import Presence
from curriculum.teaching import policies
from curriculum.teaching.forms import ClassJudgementForm, GradeForm, SessionForm
from curriculum.teaching.services import classes, judging, results
from curriculum.teaching.services.offerings import taking_part
from curriculum.teaching.views.frame import find_offering, show


def _session_form(request: HttpRequest, found: Offering, session: Session | None = None) -> SessionForm:
    known = (
        dict(
            Attendance.objects.visible_to(request.member)
            .filter(session=session)
            .values_list("enrolment", "presence")
        )
        if session
        else {}
    )
    instructors = Instructor.objects.visible_to(request.member).filter(offering=found)
    mine = next((one for one in instructors if one.member_id == request.member.pk), None)
    return SessionForm(
        sent(request),
        enrolments=taking_part(found, request.member),
        instructors=instructors,
        known=known,
        session=session,
        initial={"instructor": mine},
    )


def _session_page(
    request: HttpRequest, found: Offering, form: SessionForm, session: Session | None = None
) -> HttpResponse:
    return show(
        request,
        "curriculum/teaching/session.html",
        found,
        form=form,
        session=session,
        presences=Presence.labels,
        status=422 if form.errors else 200,
    )


def add_session(request: HttpRequest, pk: int) -> HttpResponse:
    """The class sheet: a session and who was there; everybody is present until marked otherwise."""
    found = find_offering(request, pk)
    policies.keeps_class(request.member, found).require()
    form = _session_form(request, found)
    if form.is_valid():
        try:
            classes.hold_session(found, by=request.member, **form.session_facts())
        except ValidationError as error:
            show_refusal(form, error)
        else:
            messages.success(request, _("The session is entered, and the hours of attendance are counted."))
            return redirect(found)
    return _session_page(request, found, form)


def session(request: HttpRequest, pk: int, session: int) -> HttpResponse:
    """Put a session or its attendance right."""
    found = find_offering(request, pk)
    policies.keeps_class(request.member, found).require()
    row = get_object_or_404(
        Session.objects.visible_to(request.member).select_related("instructor"),
        pk=session,
        offering=found,
    )
    form = _session_form(request, found, row)
    if form.is_valid():
        try:
            classes.correct_session(row, by=request.member, **form.session_facts())
        except ValidationError as error:
            show_refusal(form, error)
        else:
            messages.success(request, _("The session is corrected. The history keeps how it read before."))
            return redirect(found)
    return _session_page(request, found, form, row)


@require_POST
def remove_session(request: HttpRequest, pk: int, session: int) -> HttpResponse:
    """Take back a session that was entered by mistake."""
    found = find_offering(request, pk)
    policies.keeps_class(request.member, found).require()
    row = get_object_or_404(
        Session.objects.visible_to(request.member).select_related("offering", "instructor"),
        pk=session,
        offering=found,
    )
    classes.remove_session(row, by=request.member)
    messages.success(request, _("The session is taken back, and its hours with it."))
    return redirect(found)


def grades(request: HttpRequest, pk: int) -> HttpResponse:
    """Achievement levels and scores of the whole class."""
    found = find_offering(request, pk)
    policies.grades(request.member, found).require()
    form = GradeForm(
        sent(request),
        enrolments=taking_part(found, request.member).filter(state="ENROLLED"),
        subject=found.subject,
    )
    if form.is_valid():
        count = results.enter_grades(found, by=request.member, grades=form.grades())
        text = ngettext(
            "The achievement level of %(count)s student is saved.",
            "The achievement levels of %(count)s students are saved.",
            count,
        )
        messages.success(request, text % {"count": count})
        return redirect(found)
    return show(
        request, "curriculum/teaching/grades.html", found, form=form, status=422 if form.errors else 200
    )


def judge(request: HttpRequest, pk: int) -> HttpResponse:
    """Judge one competency unit for the class: each finding is kept, with its evidence."""
    found = find_offering(request, pk)
    policies.judges_class(request.member, found).require()
    units = CompetencyUnit.objects.visible_to(request.member).filter(taught_by__subject=found.subject)
    units = units.prefetch_related("elements").distinct()
    form = ClassJudgementForm(
        sent(request),
        enrolments=taking_part(found, request.member),
        units=units,
        initial={"unit": request.GET.get("unit")},
    )
    if form.is_valid():
        facts = {name: form.cleaned_data[name] for name in ("unit", "judged_on", "evidence")}
        try:
            made = judging.judge_class(found, by=request.member, findings=form.findings(), **facts)
        except ValidationError as error:
            show_refusal(form, error)
        else:
            text = ngettext("%(count)s judgement is kept.", "%(count)s judgements are kept.", len(made))
            messages.success(request, text % {"count": len(made)})
            return redirect(found)
    return show(
        request,
        "curriculum/teaching/judge.html",
        found,
        form=form,
        units=units,
        status=422 if form.errors else 200,
    )
