"""How a form meets a service: what was sent, the write, and what it refused."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.forms import BaseForm
    from django.http import HttpRequest, HttpResponse, QueryDict

by_form = require_http_methods(["GET", "HEAD", "POST"])


def sent(request: HttpRequest) -> QueryDict | None:
    """What a form is bound to: nothing until it was sent."""
    return request.POST if request.method == "POST" else None


def carry_out(form: BaseForm, write: Callable[[], object]) -> bool:
    """Whether the form is valid and the service took it; what it refuses is shown in the form."""
    if not form.is_valid():
        return False
    try:
        write()
    except ValidationError as error:
        show_refusal(form, error)
        return False
    return True


def show_refusal(form: BaseForm, error: ValidationError) -> None:
    """What a service refused, at the field that it names, above the form where it has no such field."""
    if not hasattr(error, "error_dict"):
        form.add_error(None, error)
        return
    for name, errors in error.error_dict.items():
        form.add_error(name if name in form.fields else None, errors)


def form_page(request: HttpRequest, template: str, form: BaseForm, **context: object) -> HttpResponse:
    """A form, with 422 when what was sent is not taken."""
    status = 422 if form.is_bound and form.errors else 200
    return render(request, template, {"form": form} | context, status=status)
