"""What happened: reporting it, looking at its evidence, verifying it or sending it back."""

from urllib.parse import quote

from django.contrib import messages
from django.db.models import QuerySet
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from consortium.shell.forms import by_form, carry_out, form_page, sent
from consortium.shell.lists import paginate
from partners.models import Delivery, EvidenceFile, Pledge
from partners.pledges import policies, services
from partners.pledges.filters import DeliveryFilter
from partners.pledges.forms import DeliveryForm, PartsForm, ReasonForm
from partners.pledges.services.deliveries import fingerprint, pledges_it_may_count_for
from partners.pledges.views.frame import tabs, to_pledge
from partners.pledges.workflow import SEND_BACK, VERIFY


def _known(request: HttpRequest) -> QuerySet[Delivery]:
    return Delivery.objects.visible_to(request.member).for_pages().select_related("reported_by")


def _found(request: HttpRequest, pk: int) -> Delivery:
    return get_object_or_404(_known(request), pk=pk)


@require_GET
def deliveries(request: HttpRequest) -> HttpResponse:
    """Delivery by delivery, the latest first; with a filter, those that wait for a second person."""
    filterset = DeliveryFilter(request.GET, _known(request), request=request)
    context = {
        "tabs": tabs(request.member, "deliveries"),
        "filterset": filterset,
        "page": paginate(filterset.qs, request, order=(("-on",), ("pledge__partner__name",))),
        "may_verify": policies.verifies_deliveries(request.member),
    }
    return render(request, "partners/deliveries.html", context)


@require_GET
def delivery(request: HttpRequest, pk: int) -> HttpResponse:
    """One delivery: what it is, what shows it, what it counts for, and what may be done now."""
    found = _found(request, pk)
    member = request.member
    parts = found.parts.with_value().select_related("pledge").order_by("pk")
    context = {
        "delivery": found,
        "pledge": found.pledge,
        "parts": parts,
        "files": EvidenceFile.objects.visible_to(member).filter(delivery=found),
        "also_shown": _with_the_same_file(request, found),
        "may_correct": policies.corrects(member, found),
        "may_verify": VERIFY.verdict(found, by=member),
        "may_send_back": SEND_BACK.verdict(found, by=member),
        "reads_files": policies.opens_evidence(member, EvidenceFile(partner_id=found.pledge.partner_id)),
        "verifies": policies.verifies_deliveries(member),
        "seen": fingerprint(found) if policies.verifies_deliveries(member) else "",
    }
    return render(request, "partners/delivery.html", context)


def _with_the_same_file(request: HttpRequest, found: Delivery) -> QuerySet[Delivery]:
    """Other deliveries of the partner that the very same file is to show: the verifier is told."""
    files = EvidenceFile.objects.visible_to(request.member)
    same = files.filter(
        partner=found.pledge.partner_id, sha256__in=files.filter(delivery=found).values("sha256")
    )
    return _known(request).filter(pk__in=same.values("delivery")).exclude(pk=found.pk)


@by_form
def add_delivery(request: HttpRequest, pk: int) -> HttpResponse:
    """Report that a part of a pledge happened."""
    pledge = get_object_or_404(Pledge.objects.visible_to(request.member).for_pages(), pk=pk)
    policies.reports(request.member, pledge).require()
    form = DeliveryForm(sent(request), request.FILES or None, pledge=pledge)
    if carry_out(form, lambda: services.report_delivery(pledge, by=request.member, **form.cleaned_data)):
        messages.success(
            request,
            _("The delivery is reported. It counts once somebody else of the school has verified it."),
        )
        return to_pledge(request, pledge)
    return form_page(request, "partners/delivery_form.html", form, pledge=pledge)


@by_form
def correct_delivery(request: HttpRequest, pk: int) -> HttpResponse:
    """Put right what waits or was sent back."""
    found = _found(request, pk)
    policies.corrects(request.member, found).require()
    shown = Delivery(on=found.on, amount=found.amount, evidence=found.evidence, pledge=found.pledge)
    form = DeliveryForm(sent(request), request.FILES or None, instance=shown, pledge=found.pledge)
    if carry_out(form, lambda: services.correct_delivery(found, by=request.member, **form.cleaned_data)):
        messages.success(
            request,
            _("The delivery is corrected and waits for verification. The history keeps the old entry."),
        )
        return _to(request, found)
    pledge = get_object_or_404(Pledge.objects.visible_to(request.member).for_pages(), pk=found.pledge_id)
    return form_page(request, "partners/delivery_form.html", form, pledge=pledge, delivery=found)


@by_form
def divide_delivery(request: HttpRequest, pk: int) -> HttpResponse:
    """Say how much of a delivery counts for which pledge."""
    found = _found(request, pk)
    member = request.member
    policies.corrects(member, found).require()
    pledges = list(pledges_it_may_count_for(found, member).with_delivered().order_by("starts_on", "pk"))
    parts = dict(found.parts.values_list("pledge", "amount"))
    form = PartsForm(sent(request), pledges=pledges, parts=parts)
    if carry_out(form, lambda: services.divide_delivery(found, by=member, parts=form.parts())):
        messages.success(request, _("The delivery is divided. It waits for verification."))
        return _to(request, found)
    return form_page(request, "partners/delivery_divide.html", form, delivery=found, pledge=found.pledge)


@require_POST
def verify_delivery(request: HttpRequest, pk: int) -> HttpResponse:
    """A second person has looked: it counts."""
    found = _found(request, pk)
    services.verify_delivery(found, by=request.member, seen=request.POST.get("seen", ""))
    messages.success(request, _("Verified: it counts from now on. The partner has been told."))
    return _to(request, found)


@by_form
def send_back_delivery(request: HttpRequest, pk: int) -> HttpResponse:
    """Say what is missing; it does not count."""
    found = _found(request, pk)
    SEND_BACK.enforce(found, by=request.member)
    form = ReasonForm(sent(request))
    if carry_out(form, lambda: services.send_back_delivery(found, by=request.member, **form.cleaned_data)):
        messages.success(request, _("Sent back. Whoever reported it has been told what is missing."))
        return _to(request, found)
    return form_page(request, "partners/delivery_send_back.html", form, delivery=found, pledge=found.pledge)


@require_GET
@never_cache
def evidence_file(request: HttpRequest, pk: int, file: str) -> HttpResponse:
    """One evidence file, always as an attachment."""
    found = get_object_or_404(EvidenceFile.objects.visible_to(request.member), pk=file, delivery=pk)
    policies.opens_evidence(request.member, found).require()
    try:
        content = found.location.open("rb")
    except FileNotFoundError as error:
        raise Http404 from error
    response = FileResponse(content, content_type=found.content_type)
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(found.name)}"
    response["X-Content-Type-Options"] = "nosniff"
    return response


def _to(request: HttpRequest, found: Delivery) -> HttpResponse:
    return redirect("partners:delivery", request.member.consortium.slug, found.pk)
