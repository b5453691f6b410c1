"""Pages about pledges and what was delivered of them."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from consortium.shell.lists import paginate
from partners.models import Delivery, Pledge
from partners.pledges import policies, services
from partners.pledges.filters import PledgeFilter
from partners.pledges.forms import DeliveryForm

by_form = require_http_methods(["GET", "HEAD", "POST"])


def _pledges(request: HttpRequest) -> QuerySet:
    return Pledge.objects.visible_to(request.member).for_pages()


@require_GET
def pledges(request: HttpRequest) -> HttpResponse:
    """The ledger: promised and delivered by kind, then pledge by pledge."""
    filterset = PledgeFilter(request.GET, _pledges(request), request=request)
    context = {
        "filterset": filterset,
        "ledger": filterset.qs.ledger(),
        "page": paginate(filterset.qs, request, order=(("ends_on",), ("kind",), ("partner__name",))),
    }
    return render(request, "partners/pledges.html", context)


@require_GET
def pledge(request: HttpRequest, pk: int) -> HttpResponse:
    """One pledge with each part that was delivered."""
    shown = get_object_or_404(_pledges(request), pk=pk)
    context = {
        "pledge": shown,
        "deliveries": shown.deliveries.order_by("-on", "-pk"),
        "may_record": policies.keeps_the_ledger(request.member, shown),
    }
    return render(request, "partners/pledge.html", context)


@by_form
def add_delivery(request: HttpRequest, pk: int) -> HttpResponse:
    """Record that a part of a pledge happened."""
    pledge = get_object_or_404(_pledges(request), pk=pk)
    policies.keeps_the_ledger(request.member, pledge).require()
    form = DeliveryForm(request.POST if request.method == "POST" else None, pledge=pledge)
    if form.is_valid():
        try:
            services.record_delivery(pledge, by=request.member, **form.cleaned_data)
        except ValidationError as error:
            form.add_service_error(error)
        else:
            messages.success(request, _("The delivery is recorded. The partner has been told."))
            return redirect("partners:pledge", request.member.consortium.slug, pledge.pk)
    return render(request, "partners/delivery.html", {"pledge": pledge, "form": form})


@by_form
def correct_delivery(request: HttpRequest, pk: int) -> HttpResponse:
    """Put right what was entered about a delivery."""
    known = Delivery.objects.visible_to(request.member).select_related("pledge")
    delivery = get_object_or_404(known, pk=pk)
    policies.keeps_the_ledger(request.member, delivery.pledge).require()
    sent = request.POST if request.method == "POST" else None
    form = DeliveryForm(sent, instance=delivery, pledge=delivery.pledge)
    if form.is_valid():
        try:
            services.correct_delivery(delivery, by=request.member, **form.cleaned_data)
        except ValidationError as error:
            form.add_service_error(error)
        else:
            messages.success(request, _("The delivery is corrected. The history keeps the old entry."))
            return redirect("partners:pledge", request.member.consortium.slug, delivery.pledge_id)
    pledge = get_object_or_404(_pledges(request), pk=delivery.pledge_id)
    return render(request, "partners/delivery.html", {"pledge": pledge, "form": form, "delivery": delivery})
