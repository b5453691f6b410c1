"""The roster: list, registration, correction, change of state."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from consortium.reports.services import request_report
from consortium.rules.calendar import school_year
from consortium.shell.forms import sent
from consortium.shell.lists import paginate
from consortium.workflow import StateConflict
from curriculum.models import Department, Student
from curriculum.roster import history, policies, services
from curriculum.roster.filters import StudentFilter, address_of, opened
from curriculum.roster.forms import CorrectionForm, ReasonForm, StateForm, StudentForm
from curriculum.roster.reports import KEY as ROSTER
from curriculum.roster.reports import MOST, chosen_students
from curriculum.roster.views.frame import find_student, show
from curriculum.roster.views.records import at_a_glance
from partners.models import Member

FILTERS = StudentFilter.Meta.fields
ORDERS = (("grade", "class_no", "number"), ("name",), ("-updated_at",))


def students(request: HttpRequest) -> HttpResponse:
    """The roster of our school, narrowed by the filters that the address carries."""
    policies.reads_the_roster(request.member).require()
    if request.method == "POST":
        return redirect(request.path + address_of(request.POST))
    # Departments in a query of their own: joined, they lead the planner away from the roster's index.
    rows = Student.objects.visible_to(request.member).prefetch_related("department").with_units_attained()
    filters = StudentFilter(opened(request.GET), queryset=rows, request=request)
    template = "curriculum/_students.html" if request.htmx else "curriculum/students.html"
    context = {
        "page": paginate(filters.qs, request, order=ORDERS),
        "filters": filters,
        "may_register": policies.registers_students(request.member),
        "may_promote": policies.decides_on_the_register(request.member),
        "may_download": policies.downloads_the_roster(request.member),
    }
    if not context["page"].rows:
        context |= no_departments(request.member)
    response = render(request, template, context)
    if request.htmx:
        response["HX-Push-Url"] = request.get_full_path()
    return response


def no_departments(member: Member) -> dict[str, object]:
    """Whether the school has none yet, without which nobody can be registered, and who may enter one."""
    ours = Department.objects.visible_to(member).filter(school=member.partner_id)
    return {
        "no_department": not ours.exists(),
        "may_keep_departments": policies.keeps_departments(member),
    }


def download(request: HttpRequest) -> HttpResponse:
    """Ask for the roster as a file: which students, how many, and why."""
    policies.downloads_the_roster(request.member).require()
    parameters = {name: value for name, value in opened(request.GET).items() if name in FILTERS and value}
    rows, words = chosen_students(request.member, parameters)
    form = ReasonForm(
        sent(request),
        hint=_("It is kept with the access record, because the file holds personal data."),
    )
    if form.is_valid():
        request_report(
            ROSTER,
            by=request.member,
            formats=["xlsx"],
            language=get_language() or "ko",
            parameters=parameters | {"in_words": words},
            reason=form.cleaned_data["reason"],
        )
        messages.success(request, _("The file is being made. It appears here when it is ready."))
        return redirect("reports:list", request.member.consortium.slug)
    count = rows.values("pk")[: MOST + 1].count()
    context = {"form": form, "count": min(count, MOST), "more": count > MOST, "most": MOST, "words": words}
    return render(request, "curriculum/download.html", context, status=422 if form.errors else 200)


def register(request: HttpRequest) -> HttpResponse:
    """Enter a student who joined the school."""
    policies.registers_students(request.member).require()
    form = StudentForm(
        sent(request),
        member=request.member,
        initial={"entry_year": school_year(timezone.localdate()), "grade": 1},
    )
    if form.is_valid():
        try:
            student = services.register_student(by=request.member, **form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("%(name)s is registered.") % {"name": student.name})
            return redirect(student)
    context = {"form": form} | no_departments(request.member)
    return render(request, "curriculum/register.html", context, status=422 if form.errors else 200)


def student(request: HttpRequest, pk: int) -> HttpResponse:
    """One student at a glance."""
    found = find_student(request, pk)
    facts = at_a_glance(request, found)
    return show(request, "curriculum/student.html", found, tab="curriculum:student", **facts)


def correct(request: HttpRequest, pk: int) -> HttpResponse:
    """Correct the roster; whoever was slower sees what changed and keeps what they typed."""
    found = find_student(request, pk)
    policies.corrects_students(request.member, found).require()
    form = CorrectionForm(sent(request), member=request.member, initial=_as_seen(found))
    if not form.is_valid():
        return _correction(request, found, form, status=422 if form.errors else 200)
    try:
        services.correct_student(found, by=request.member, **form.cleaned_data)
    except StateConflict as conflict:
        return _after_conflict(request, conflict, form)
    except ValidationError as error:
        form.add_error(None, error)
        return _correction(request, found, form, status=422)
    messages.success(request, _("The roster is corrected."))
    return redirect(found)


def change_state(request: HttpRequest, pk: int) -> HttpResponse:
    """Record leave, return, transfer or graduation."""
    found = find_student(request, pk)
    policies.decides_on_the_register(request.member, found).require()
    form = StateForm(
        sent(request),
        student=found,
        member=request.member,
        hint=_("It is kept in the student's history."),
    )
    if form.is_valid():
        try:
            changed = services.change_student_state(found, by=request.member, **form.cleaned_data)
        except ValidationError as error:
            for message in error.messages:
                form.add_error(None, message)
        else:
            messages.success(
                request, _("The state is now “%(state)s”.") % {"state": changed.get_state_display()}
            )
            return redirect(found)
    return show(
        request,
        "curriculum/state.html",
        found,
        tab="curriculum:student",
        form=form,
        status=422 if form.errors else 200,
    )


def _as_seen(found: Student) -> dict[str, object]:
    facts = {name: getattr(found, name) for name in services.ROSTER_FACTS}
    return facts | {"seen_at": found.updated_at.isoformat()}


def _after_conflict(request: HttpRequest, conflict: StateConflict, form: CorrectionForm) -> HttpResponse:
    """409 with what the other person changed; what this person left alone follows the other's change."""
    present = conflict.subject
    seen = history.as_seen(present, form.cleaned_data["seen_at"])
    facts = {name: form.cleaned_data[name] for name in services.ROSTER_FACTS}
    for name, value in facts.items():
        if seen is not None and value == getattr(seen, name):
            facts[name] = getattr(present, name)
    again = CorrectionForm(member=request.member, initial=facts | {"seen_at": present.updated_at.isoformat()})
    differences = history.differences_since(present, seen) if seen is not None else []
    return _correction(request, present, again, status=409, conflict=conflict, differences=differences)


def _correction(
    request: HttpRequest, found: Student, form: CorrectionForm, *, status: int, **context: object
) -> HttpResponse:
    return show(
        request,
        "curriculum/correct.html",
        found,
        tab="curriculum:student",
        form=form,
        status=status,
        **context,
    )
