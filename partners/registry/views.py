"""Pages about the partners of a consortium."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from consortium.shell.lists import paginate
from partners.models import Partner, Pledge
from partners.registry.filters import PartnerFilter
from partners.registry.picture import draw


@require_GET
def partners(request: HttpRequest) -> HttpResponse:
    """The consortium as a picture, and its partners as a list."""
    member = request.member
    known = Partner.objects.visible_to(member).with_pledges(member.consortium_id)
    filterset = PartnerFilter(request.GET, known, request=request)
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
        "pledges": Pledge.objects.visible_to(member)
        .for_pages()
        .filter(partner=shown)
        .order_by("-starts_on", "kind", "pk"),
    }
    return render(request, "partners/partner.html", context)
