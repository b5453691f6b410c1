"""Offerings: the list, one course, who teaches and who takes part."""

from collections import Counter

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Count, F, Q, Sum
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from consortium.shell.forms import sent, show_refusal
from consortium.shell.lists import paginate
from curriculum.models import Enrolment, Instructor, Offering, Student
from curriculum.roster.forms import ReasonForm
from curriculum.roster.policies import reads_the_roster
from curriculum.states import EnrolmentState, StudentState
from curriculum.teaching import policies
from curriculum.teaching.filters import OfferingFilter
from curriculum.teaching.forms import EnrolForm, InstructorForm, OfferingForm
from curriculum.teaching.services import classes, offerings
from curriculum.teaching.views.frame import find_offering, show
from curriculum.teaching.workflow import CLOSE, READMIT, REOPEN, WITHDRAW
from partners.models import Delivery, Member

ORDERS = (
    ("-year", "-semester", "grade", "subject__name"),
    ("subject__name", "-year"),
    ("grade", "subject__name"),
)
LAST_SESSIONS = 12
PAGE_SIZE = 30


@require_GET
def list_offerings(request: HttpRequest) -> HttpResponse:
    """Courses by semester; who teaches from outside finds their own."""
    policies.reads_offerings(request.member).require()
    rows = (
        Offering.objects.visible_to(request.member)
        .select_related("subject", "consortium")
        .prefetch_related("instructors")
        .annotate(students=Count("enrolments", filter=~Q(enrolments__state=EnrolmentState.WITHDRAWN)))
    )
    filters = OfferingFilter(request.GET, queryset=rows, request=request)
    context = {
        "page": paginate(filters.qs, request, order=ORDERS, size=PAGE_SIZE),
        "filters": filters,
        "may_plan": policies.plans_offerings(request.member),
    }
    return render(request, "curriculum/teaching/offerings.html", context)


def plan(request: HttpRequest) -> HttpResponse:
    """Offer a subject in a semester."""
    policies.plans_offerings(request.member).require()
    form = OfferingForm(sent(request), member=request.member)
    if form.is_valid():
        try:
            offering = offerings.plan_offering(by=request.member, **form.cleaned_data)
        except ValidationError as error:
            show_refusal(form, error)
        else:
            messages.success(request, _("The course is offered. Say next who teaches it."))
            return redirect(offering)
    return render(
        request, "curriculum/teaching/plan.html", {"form": form}, status=422 if form.errors else 200
    )


@require_GET
def offering(request: HttpRequest, pk: int) -> HttpResponse:
    """One course: who teaches, who takes part with which attendance and result, and its sessions."""
    found, member = find_offering(request, pk), request.member
    roster = (
        Enrolment.objects.visible_to(member)
        .filter(offering=found)
        .with_hours()
        .order_by("student_number", "name", "pk")
    )
    if reads_the_roster(member):  # a recovery is between the student and the school
        roster = roster.prefetch_related("recoveries")
    sessions = found.sessions.select_related("instructor").annotate(
        absent=Count("attendances", filter=Q(attendances__presence="ABSENT")),
        late=Count("attendances", filter=Q(attendances__presence="LATE")),
        entered=Count("attendances"),
    )
    roster = list(roster)
    not_there = _not_at_school(found, member)
    for one in roster:
        one.register = not_there.get(one.student_id, "")
    entered = found.sessions.aggregate(hours=Sum("hours"))["hours"] or 0
    held = max([entered, *(one.held_hours or 0 for one in roster)])
    return show(
        request,
        "curriculum/teaching/offering.html",
        found,
        roster=roster,
        counts=Counter(one.get_state_display() for one in roster),
        teachers=_teachers(found, request),
        sessions=list(sessions.order_by("-on", "-period")[:LAST_SESSIONS]),
        held=held,
        length=found.planned_hours,
        units=list(found.subject.units.select_related("unit").prefetch_related("unit__elements")),
        reads_students=reads_the_roster(member),
        may_plan=policies.plans_offerings(member, found),
        may_keep=policies.keeps_class(member, found),
        may_grade=policies.grades(member, found),
        may_judge=policies.judges_class(member, found),
        may_enrol=policies.enrols(member, found) & CLOSE.verdict(found, by=member),
        may_settle=CLOSE.verdict(found, by=member),
        may_recover=policies.recovers_in(member, found),
        may_reopen=REOPEN.verdict(found, by=member),
    )


def _not_at_school(found: Offering, member: Member) -> dict[int, str]:
    """Who of the class is on leave or has left, in words, for those who may read the roster."""
    known = Student.objects.visible_to(member).filter(enrolments__offering=found)
    return {
        one.pk: one.get_state_display() for one in known.exclude(state=StudentState.ENROLLED).only("state")
    }


def _teachers(found: Offering, request: HttpRequest) -> list[dict[str, object]]:
    """Instructors with the hours they taught, and where these stand in the ledger."""
    rows = (
        Instructor.objects.visible_to(request.member)
        .filter(offering=found)
        .select_related("partner")
        .annotate(taught=Sum("sessions__hours"))
        .order_by("pk")
    )
    rows = list(rows)
    known = Delivery.objects.visible_to(request.member).filter(pk__in=[row.delivery_id for row in rows])
    deliveries = {row.pk: row for row in known}
    return [
        {
            "row": row,
            "taught": row.taught or 0,
            "delivery": deliveries.get(row.delivery_id),
            "standing": classes.standing_of(row, row.taught or 0, deliveries.get(row.delivery_id)).value,
        }
        for row in rows
    ]


def add_instructor(request: HttpRequest, pk: int) -> HttpResponse:
    """Say who teaches."""
    found = find_offering(request, pk)
    policies.plans_offerings(request.member, found).require()
    form = InstructorForm(sent(request), member=request.member)
    if form.is_valid():
        try:
            offerings.add_instructor(found, by=request.member, **form.cleaned_data)
        except ValidationError as error:
            show_refusal(form, error)
        else:
            messages.success(request, _("The instructor is named, and told if they have a log-in."))
            return redirect(found)
    return show(
        request, "curriculum/teaching/instructor.html", found, form=form, status=422 if form.errors else 200
    )


@require_POST
def remove_instructor(request: HttpRequest, pk: int, instructor: int) -> HttpResponse:
    """Take somebody off who has not taught yet."""
    found = find_offering(request, pk)
    policies.plans_offerings(request.member, found).require()
    row = get_object_or_404(Instructor.objects.visible_to(request.member), pk=instructor, offering=found)
    try:
        offerings.remove_instructor(row, by=request.member)
    except ValidationError as error:
        messages.error(request, error.messages[0])
    else:
        messages.success(request, _("The instructor is taken off this course."))
    return redirect(found)


@require_POST
def report_hours(request: HttpRequest, pk: int, instructor: int) -> HttpResponse:
    """Bring the ledger in line with the hours that a partner's instructor taught."""
    found = find_offering(request, pk)
    policies.keeps_class_or_ledger(request.member, found).require()
    row = get_object_or_404(Instructor.objects.visible_to(request.member), pk=instructor, offering=found)
    try:
        classes.report_hours(row, by=request.member)
    except ValidationError as error:
        messages.error(request, error.messages[0])
    else:
        messages.success(
            request, _("The taught hours stand in the ledger. They count once somebody verifies them.")
        )
    return redirect(found)


def enrol(request: HttpRequest, pk: int) -> HttpResponse:
    """Enter students of the grade and class into the course, all of them or some."""
    found = find_offering(request, pk)
    policies.enrols(request.member, found).require()
    wanted = [one.pk for one in offerings.students_of_the_class(found, request.member)]
    free = Student.objects.visible_to(request.member).filter(pk__in=wanted)
    free = free.exclude(enrolments__offering=found).order_by("class_no", "number")
    form = EnrolForm(
        sent(request),
        students=free,
        initial={"students": [one.pk for one in free]},
    )
    if form.is_valid():
        count = offerings.enrol_students(found, by=request.member, students=form.cleaned_data["students"])
        text = ngettext("%(count)s student is entered.", "%(count)s students are entered.", count)
        messages.success(request, text % {"count": count})
        return redirect(found)
    return show(
        request,
        "curriculum/teaching/enrol.html",
        found,
        form=form,
        free=len(free),
        status=422 if form.errors else 200,
    )


def change_enrolment(request: HttpRequest, pk: int, enrolment: int) -> HttpResponse:
    """A student leaves the course, or comes back."""
    found = find_offering(request, pk)
    policies.enrols(request.member, found).require()
    row = get_object_or_404(
        Enrolment.objects.visible_to(request.member).annotate(course=F("offering")),
        pk=enrolment,
        offering=found,
    )
    step = READMIT if row.state == EnrolmentState.WITHDRAWN else WITHDRAW
    form = ReasonForm(
        sent(request),
        hint=_("What was entered so far stays, and so does this reason."),
    )
    if form.is_valid():
        offerings.change_enrolment(row, by=request.member, step=step, reason=form.cleaned_data["reason"])
        messages.success(request, _("The class roster is changed."))
        return redirect(found)
    return show(
        request,
        "curriculum/teaching/enrolment.html",
        found,
        form=form,
        enrolment=row,
        leaving=step is WITHDRAW,
        status=422 if form.errors else 200,
    )
