"""Lists of pledges, and one pledge."""

from django.db.models import F, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from consortium.shell.lists import paginate
from partners.models import DeliveryPart, Pledge
from partners.pledges import policies
from partners.pledges.filters import AT_RISK, OVERDUE, PledgeFilter, WatchFilter
from partners.pledges.risk import watch
from partners.pledges.views.frame import steps, tabs

SHOWN = 20  # steps of a pledge's history


def known(request: HttpRequest) -> QuerySet:
    return Pledge.objects.visible_to(request.member).for_pages()


@require_GET
def pledges(request: HttpRequest) -> HttpResponse:
    """Pledge by pledge: promised, reported, verified."""
    filterset = PledgeFilter(request.GET, known(request), request=request)
    context = {
        "tabs": tabs(request.member, "pledges"),
        "filterset": filterset,
        "page": paginate(filterset.qs, request, order=(("ends_on",), ("kind",), ("partner__name",))),
        "may_enter": policies.enters(request.member),
        "may_agree": policies.keeps_pledges(request.member),
    }
    return render(request, "partners/pledges.html", context)


@require_GET
def late(request: HttpRequest) -> HttpResponse:
    """Pledges that are overdue or at risk, and the rule by which they are."""
    data = request.GET.copy()
    if data.get("standing") not in (OVERDUE, AT_RISK):
        data["standing"] = OVERDUE
    found = known(request).binding().with_time_share(watch().today)
    filterset = WatchFilter(data, found, request=request)
    context = {
        "tabs": tabs(request.member, "pledges_late"),
        "filterset": filterset,
        "standing": data["standing"],
        "page": paginate(filterset.qs, request, order=(("ends_on",), ("partner__name",))),
        "watch": watch(),
    }
    return render(request, "partners/pledges_late.html", context)


@require_GET
def pledge(request: HttpRequest, pk: int) -> HttpResponse:
    """One pledge with each part that was delivered, what it is worth, and what may be done now."""
    shown = get_object_or_404(known(request).select_related("clause", "entered_by__user"), pk=pk)
    parts = (
        DeliveryPart.objects.visible_to(request.member)
        .filter(pledge=shown)
        .with_value()
        .select_related("delivery")
        .order_by("-delivery__on", "-delivery__pk")
    )
    context = {
        "pledge": shown,
        "parts": list(parts),
        "missing": max(shown.amount - shown.delivered, 0),
        "history": _history(request, shown),
    } | steps(request.member, shown)
    context["worth"] = sum(part.value or 0 for part in context["parts"] if part.delivery.state == "VERIFIED")
    return render(request, "partners/pledge.html", context)


def _history(request: HttpRequest, pledge: Pledge) -> list | None:
    """What stood there when, if it ever changed; who may correct may also see what was corrected."""
    if not policies.keeps_pledges(request.member, pledge):
        return None
    events = Pledge.pgh_event_models["update"].objects.filter(pgh_obj=pledge.pk)
    found = list(events.order_by("-pgh_id").annotate(at=F("pgh_created_at"))[:SHOWN])
    return found if len(found) > 1 else None
