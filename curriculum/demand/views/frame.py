"""What the pages about demand share: their tabs, and how a form meets a service."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

if TYPE_CHECKING:
    from partners.models import Member

by_form = require_http_methods(["GET", "HEAD", "POST"])


def tabs(member: Member, here: str) -> list[tuple[str, str, bool]]:
    """Demand against teaching, the analyses behind it, and the catalogue of units, as tabs."""
    entries = [
        ("demand", _("Demand against teaching")),
        ("job_analyses", _("Job analyses")),
        ("units", _("Competency units")),
    ]
    slug = member.consortium.slug
    return [(label, reverse(f"curriculum:{name}", args=[slug]), name == here) for name, label in entries]


def carry_out(form: object, act: Callable[[], object]) -> bool:
    """Run a service with what a valid form holds; what it refuses is shown in the form."""
    if not form.is_valid():
        return False
    try:
        act()
    except ValidationError as error:
        form.add_service_error(error)
        return False
    return True


def form_page(request: HttpRequest, template: str, form: object, **context: object) -> HttpResponse:
    """A form, with 422 when what was sent is not taken."""
    status = 422 if form.is_bound and form.errors else 200
    return render(request, template, {"form": form} | context, status=status)


def sent(request: HttpRequest) -> object | None:
    return request.POST if request.method == "POST" else None
