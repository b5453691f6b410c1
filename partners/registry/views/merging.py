"""Entries that look alike, and putting two of them together."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from partners.models import Partner
from partners.registry import policies, services
from partners.registry.forms import MergeForm

MOST = 100  # entries shown at a time; merging some shows the next

by_form = require_http_methods(["GET", "HEAD", "POST"])


@require_GET
def duplicates(request: HttpRequest) -> HttpResponse:
    """Groups of entries with the same number or the same name."""
    member = request.member
    policies.looks_for_duplicates(member).require()
    known = Partner.objects.visible_to(member).select_related("industry")
    alike = known.sharing_a_name_or_number(member.consortium_id).order_by("search_name", "pk")[:MOST]
    return render(request, "partners/duplicates.html", {"groups": grouped(list(alike))})


def grouped(alike: list[Partner]) -> list[list[Partner]]:
    """Entries that belong together, by name first and by number then."""
    groups: list[list[Partner]] = []
    for partner in alike:
        for group in groups:
            if any(_same(partner, other) for other in group):
                group.append(partner)
                break
        else:
            groups.append([partner])
    return [group for group in groups if len(group) > 1]


def _same(one: Partner, other: Partner) -> bool:
    number = one.registration_number and one.registration_number == other.registration_number
    return bool(number) or one.search_name == other.search_name


@by_form
def merge(request: HttpRequest, pk: int, survivor: int) -> HttpResponse:
    """What would go over and what would stay; then make it so."""
    member = request.member
    policies.looks_for_duplicates(member).require()
    known = Partner.objects.visible_to(member)
    absorbed = get_object_or_404(known, pk=pk)
    kept = get_object_or_404(known.exclude(pk=pk), pk=survivor)
    plan = services.preview_merger(absorbed, kept, by=member)
    form = MergeForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            services.merge_partners(absorbed, kept, by=member, **form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(
                request, _("The two entries are one now. The old address leads to %(name)s.") % {"name": kept}
            )
            return redirect("partners:partner", member.consortium.slug, kept.pk)
    status = 422 if form.errors else 200
    return render(request, "partners/merge.html", {"plan": plan, "form": form}, status=status)
