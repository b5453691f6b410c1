"""What all pages about one partner share: finding it, the header and the tabs."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from partners.models import Logo, Merger, Partner
from partners.registry import policies
from partners.registry.tabs import tabs_for


def find_partner(request: HttpRequest, pk: int) -> Partner:
    """The partner of our consortium with this id; an entry that was merged leads to the surviving one."""
    member = request.member
    known = Partner.objects.visible_to(member).with_participation(member.consortium_id)
    partner = known.select_related("industry", "head_office").filter(pk=pk).first()
    if partner is None:
        raise Http404
    return partner


def survivor_of(request: HttpRequest, pk: int) -> HttpResponse | None:
    """The way on from an old address, if this entry was merged into another one."""
    merger = Merger.objects.visible_to(request.member).filter(absorbed=pk).select_related("absorbed").first()
    if merger is None:
        return None
    return redirect("partners:partner", request.member.consortium.slug, merger.absorbed.merged_into_id)


def show(
    request: HttpRequest, template: str, partner: Partner, *, tab: str, status: int = 200, **context: object
) -> HttpResponse:
    """A page below the partner's header, with the tab of `tab` marked as the present one."""
    member = request.member
    context |= {
        "partner": partner,
        "tabs": tabs_for(member, partner, tab),
        "has_logo": Logo.objects.visible_to(member).filter(partner=partner).exists(),
        "may_correct": policies.corrects_address(member, partner),
        "may_note": policies.records_interaction(member, partner),
        "may_end": policies.ends_participation(member, partner),
    }
    return render(request, template, context, status=status)
