"""The classes of a school year, who leads them, and how a whole year moves up."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from consortium.shell.forms import by_form, sent
from consortium.shell.lists import paginate
from curriculum.models import SchoolClass
from curriculum.models.student import FIRST_YEAR, LAST_YEAR, present_school_year
from curriculum.roster import policies, services
from curriculum.roster.forms import ClassForm, LeadForm, PromotionForm


@require_GET
def classes(request: HttpRequest) -> HttpResponse:
    """The classes of one school year with their homeroom teachers."""
    policies.reads_classes(request.member).require()
    year = _year(request)
    ours = SchoolClass.objects.visible_to(request.member)
    known = set(ours.order_by().values_list("school_year", flat=True).distinct())
    here = reverse("curriculum:classes", args=[request.member.consortium.slug])
    rows = ours.filter(school_year=year).select_related("department", "homeroom__user").with_students()
    context = {
        "page": paginate(rows, request, order=(("grade", "class_no"), ("-grade", "class_no"))),
        "year": year,
        "years": [
            (_("School year %(year)s") % {"year": one}, f"{here}?year={one}", one == year)
            for one in sorted(known | {present_school_year(), year}, reverse=True)
        ],
        "may_keep": policies.keeps_classes(request.member),
    }
    return render(request, "curriculum/classes.html", context)


@by_form
def enter(request: HttpRequest) -> HttpResponse:
    """A class that the present school year has."""
    policies.keeps_classes(request.member).require()
    year = _year(request)
    form = ClassForm(sent(request), member=request.member)
    if form.is_valid():
        try:
            services.enter_class(by=request.member, school_year=year, **form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("The class is entered."))
            return _to_list(request, year)
    return _form_page(request, form, year=year)


@require_POST
def from_roster(request: HttpRequest) -> HttpResponse:
    """Enter every class in which students sit."""
    year = _year(request)
    made = services.enter_classes_of_roster(by=request.member, school_year=year)
    text = ngettext(
        "%(count)s class is entered. Choose its homeroom teacher.",
        "%(count)s classes are entered. Choose their homeroom teachers.",
        made,
    )
    messages.success(
        request, text % {"count": made} if made else _("Every class of the roster is entered already.")
    )
    return _to_list(request, year)


@by_form
def lead(request: HttpRequest, pk: int) -> HttpResponse:
    """Who leads a class, and of which department it is."""
    policies.keeps_classes(request.member).require()
    found = get_object_or_404(SchoolClass.objects.visible_to(request.member), pk=pk)
    initial = {"department": found.department_id, "homeroom": found.homeroom_id}
    form = LeadForm(sent(request), member=request.member, initial=initial)
    if form.is_valid():
        try:
            services.lead_class(found, by=request.member, **form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("The class is saved. The history keeps who led it before."))
            return _to_list(request, found.school_year)
    return _form_page(request, form, year=found.school_year, school_class=found)


@by_form
def promotion(request: HttpRequest) -> HttpResponse:
    """Everybody one grade up: first the plan with its figures, then the step itself."""
    policies.decides_on_the_register(request.member).require()
    form = PromotionForm(sent(request), initial={"graduated_on": timezone.localdate()})
    plan = None
    try:
        if form.is_valid() and form.cleaned_data["seal"] and "carry_out" in request.POST:
            done = services.promote_year(by=request.member, **form.cleaned_data)
            text = _("%(count)s students have moved up or graduated. Now bring the new classes as a list.")
            messages.success(
                request, text % {"count": done.moving} if done.moving else _("Nobody was left to move up.")
            )
            return redirect("curriculum:students", request.member.consortium.slug)
        repeating = form.cleaned_data["repeating"] if form.is_bound and form.is_valid() else []
        plan = services.plan_promotion(by=request.member, repeating=repeating)
    except ValidationError as error:
        form.add_error(None, error)
        plan = services.plan_promotion(by=request.member)
    status = 422 if form.is_bound and form.errors else 200
    context = {"form": form, "plan": plan, "checked": form.is_bound and not form.errors}
    return render(request, "curriculum/promotion.html", context, status=status)


def _year(request: HttpRequest) -> int:
    asked = (request.POST if request.method == "POST" else request.GET).get("year", "")
    known = asked.isascii() and asked.isdigit() and FIRST_YEAR <= int(asked[:5]) <= LAST_YEAR
    return int(asked) if known else present_school_year()


def _form_page(request: HttpRequest, form: object, **context: object) -> HttpResponse:
    status = 422 if form.is_bound else 200
    return render(request, "curriculum/class_form.html", {"form": form} | context, status=status)


def _to_list(request: HttpRequest, year: int) -> HttpResponse:
    return redirect(reverse("curriculum:classes", args=[request.member.consortium.slug]) + f"?year={year}")
