"""The legal rules that the portal applies."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.views.decorators.http import require_safe

from consortium.rules.models import Rule
from placements import policies


@require_safe
def rules(request: HttpRequest) -> HttpResponse:
    """Every rule as it reads on a day, with article, threshold, exemption and whether it is confirmed."""
    policies.reads_rules(request.member).require()
    try:
        day = parse_date(request.GET.get("day", "")) or timezone.localdate()
    except ValueError:
        day = timezone.localdate()
    found = list(Rule.objects.visible_to(request.member).on(day))
    unconfirmed = sum(not rule.confirmed for rule in found)
    context = {"rules": found, "day": day, "unconfirmed": unconfirmed}
    return render(request, "placements/rules.html", context)
