"""The page of published figures."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from consortium.governance import policies
from consortium.governance.figures import Overview, latest_overview
from partners.models import Agreement


@require_GET
def governance(request: HttpRequest) -> HttpResponse:
    """What the offices see: figures with definition and date, agreements, pledges; no name anywhere."""
    policies.reads_figures(request.member).require()
    overview = latest_overview(request.member)
    context = {"overview": overview, "may_report": policies.makes_governance_report(request.member)}
    if overview is not None:
        found = Agreement.objects.visible_to(request.member).prefetch_related("clauses")
        context |= {
            "cards": overview.cards(),
            "charts": overview.charts,
            "tables": _tables(overview),
            "agreements": found,
        }
    return render(request, "governance/governance.html", context)


def _tables(overview: Overview) -> dict[str, object]:
    names = (
        "agreements",
        "partners",
        "pledges",
        "partner_pledges",
        "students",
        "units",
        "vacancies",
        "candidates",
        "consents",
    )
    return {name: getattr(overview, name)() for name in names}
