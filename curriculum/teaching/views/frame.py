"""What all pages about one offering share."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from curriculum.models import Offering
from curriculum.teaching import policies


def find_offering(request: HttpRequest, pk: int) -> Offering:
    """The offering with this id: 403 for roles that teach nothing, 404 for what is not theirs to know."""
    policies.reads_offerings(request.member).require()
    return get_object_or_404(
        Offering.objects.visible_to(request.member).select_related("subject", "consortium"), pk=pk
    )


def show(
    request: HttpRequest, template: str, offering: Offering, *, status: int = 200, **context: object
) -> HttpResponse:
    """A page below the heading of the course."""
    context |= {"offering": offering}
    return render(request, template, context, status=status)
