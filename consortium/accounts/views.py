"""Pages of a person's own log-in."""

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from consortium.accounts.second_factor import has_second_factor


@login_required
def second_factor(request: HttpRequest) -> HttpResponse:
    """Why two steps are needed to log in, and the two ways to set the second one up."""
    return render(request, "accounts/second_factor.html", {"done": has_second_factor(request.user)})


def not_here(request: HttpRequest) -> HttpResponse:
    """allauth has this page, the portal does not: nobody signs up here."""
    raise Http404
