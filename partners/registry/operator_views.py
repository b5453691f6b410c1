"""The operator's part of the register: entries that several consortia use, and nobody in one may change."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from consortium.shell.forms import by_form, sent
from consortium.shell.lists import paginate
from consortium.workflow import StateConflict
from partners.models import Participation, Partner
from partners.registry import names, numbers, policies, services
from partners.registry.forms import SharedEntryForm

SIZE = 50


@require_GET
def shared_entries(request: HttpRequest) -> HttpResponse:
    """Every entry that more than one consortium uses."""
    policies.keeps_shared_entries(request.member).require()
    typed = request.GET.get("q", "").strip()[:100]
    shared = Partner.objects.visible_to(request.member).shared().select_related("industry")
    if typed:
        number = numbers.digits_of(typed)
        likely = Q(search_name__begins=names.compared(typed))
        shared = shared.filter(likely | Q(registration_number=number) if number.isdigit() else likely)
    page = paginate(shared, request, order=(("name",),), size=SIZE)
    return render(request, "partners/operator/shared_entries.html", {"page": page, "typed": typed})


@by_form
def shared_entry(request: HttpRequest, pk: int) -> HttpResponse:
    """One of them: who uses it, and its correction."""
    member = request.member
    policies.keeps_shared_entries(member).require()
    found = get_object_or_404(Partner.objects.visible_to(member).shared(), pk=pk)
    form = SharedEntryForm(sent(request), instance=found, member=member)
    status = 200
    if form.is_valid():
        try:
            services.correct_partner(found, by=member, seen=form.cleaned_data["seen"], **form.facts())
        except StateConflict as conflict:
            form.add_error(None, str(conflict.message))
            status = 409
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("The correction is saved, and the coordinators concerned are told."))
            return redirect("operator:shared_entry", found.pk)
    status = status if status == 409 or not form.errors else 422
    places = Participation.objects.filter(partner=pk).select_related("consortium").order_by("joined_on", "pk")
    context = {"form": form, "partner": Partner.objects.get(pk=pk), "places": places}
    return render(request, "partners/operator/shared_entry.html", context, status=status)
