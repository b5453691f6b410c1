"""Pages about agreements."""

from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from consortium.shell.lists import paginate
from partners.agreements.filters import AgreementFilter
from partners.models import Agreement, Pledge, ProgrammeStatus


@require_GET
def agreements(request: HttpRequest) -> HttpResponse:
    """What the parties signed, and where the programme stands."""
    known = Agreement.objects.visible_to(request.member).annotate(
        parties=Count("signatories", distinct=True), promises=Count("pledges", distinct=True)
    )
    filterset = AgreementFilter(request.GET, known, request=request)
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
        "pledges": Pledge.objects.visible_to(request.member)
        .for_pages()
        .filter(agreement=shown)
        .order_by("partner__name", "kind", "pk"),
    }
    return render(request, "partners/agreement.html", context)
