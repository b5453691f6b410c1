"""Pages about partners, agreements and pledges."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Count, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from consortium.shell.lists import paginate
from partners import filters, policies, services
from partners.forms import DeliveryForm
from partners.models import Agreement, Delivery, Partner, Pledge, ProgrammeStatus
from partners.picture import draw

by_form = require_http_methods(["GET", "HEAD", "POST"])


def _pledges(request: HttpRequest) -> QuerySet:
    return Pledge.objects.visible_to(request.member).with_delivered().select_related("partner", "agreement")


@require_GET
def partners(request: HttpRequest) -> HttpResponse:
    """The consortium as a picture, and its partners as a list."""
    member = request.member
    known = Partner.objects.visible_to(member).with_pledges(member.consortium_id)
    filterset = filters.PartnerFilter(request.GET, known, request=request)
    page = paginate(filterset.qs, request, order=(("name",), ("kind", "name")))
    picture = draw(page.rows, member) if not (page.previous_address or page.next_address) else None
    return render(
        request, "partners/partners.html", {"filterset": filterset, "page": page, "picture": picture}
    )


@require_GET
def partner(request: HttpRequest, pk: int) -> HttpResponse:
    """One partner: who they are, what they signed, what they promised and what arrived."""
    member = request.member
    known = Partner.objects.visible_to(member).with_pledges(member.consortium_id)
    shown = get_object_or_404(known, pk=pk)
    context = {
        "partner": shown,
        "participation": shown.participations.get(consortium=member.consortium_id),
        "signatures": shown.signatures.filter(agreement__consortium=member.consortium_id).select_related(
            "agreement"
        ),
        "pledges": _pledges(request).filter(partner=shown).order_by("-starts_on", "kind", "pk"),
    }
    return render(request, "partners/partner.html", context)


@require_GET
def agreements(request: HttpRequest) -> HttpResponse:
    """What the parties signed, and where the programme stands."""
    known = Agreement.objects.visible_to(request.member).annotate(
        parties=Count("signatories", distinct=True), promises=Count("pledges", distinct=True)
    )
    filterset = filters.AgreementFilter(request.GET, known, request=request)
    context = {
        "filterset": filterset,
        "page": paginate(filterset.qs, request, order=(("-signed_on",), ("title",))),
        "statuses": ProgrammeStatus.objects.visible_to(request.member),
    }
    return render(request, "partners/agreements.html", context)


@require_GET
def agreement(request: HttpRequest, pk: int) -> HttpResponse:
    """One agreement: clauses, parties, and the pledges made under it."""
    shown = get_object_or_404(Agreement.objects.visible_to(request.member), pk=pk)
    context = {
        "agreement": shown,
        "clauses": shown.clauses.all(),
        "signatories": shown.signatories.select_related("partner").order_by("pk"),
        "pledges": _pledges(request).filter(agreement=shown).order_by("partner__name", "kind", "pk"),
    }
    return render(request, "partners/agreement.html", context)


@require_GET
def pledges(request: HttpRequest) -> HttpResponse:
    """The ledger: promised and delivered by kind, then pledge by pledge."""
    filterset = filters.PledgeFilter(request.GET, _pledges(request), request=request)
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
