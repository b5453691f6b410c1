"""The page of published figures."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from consortium.governance import policies
from consortium.governance.figures import Overview, latest_overview
from partners.agreements.terms import effective_terms
from partners.models import Agreement


@require_GET
def governance(request: HttpRequest) -> HttpResponse:
    """What the offices see: figures with definition and date, agreements, pledges; no name anywhere."""
    policies.reads_figures(request.member).require()
    overview = latest_overview(request.member)
    context = {"overview": overview, "may_report": policies.makes_governance_report(request.member)}
    if overview is not None:
        found = Agreement.objects.visible_to(request.member).signed().with_facts(request.member)
        held = [(one, effective_terms(one)) for one in found.select_related("consortium")]
        context |= {
            "cards": overview.cards(),
            "charts": overview.charts,
            "tables": _tables(overview),
            "agreements": held,
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
        "course_results",
        "partner_hours",
    )
    return {name: getattr(overview, name)() for name in names}
