"""Pages for what went wrong. They query nothing: the transaction may be broken and the member unknown."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from consortium.rowlevel import took_too_long
from consortium.shell.advice import advice_for
from consortium.workflow import StateConflict


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return page(request, 400)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """403, with the reason that the policy gave, and what the one who looks can do about it."""
    return page(request, 403, reason=reason_of(exception), **advice_for(request))


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """404, in the same words for what is not there and for what this reader may not know of."""
    return page(request, 404)


def conflict(request: HttpRequest, exception: StateConflict) -> HttpResponse:
    """409: somebody was faster; says what it is now and leads back to it."""
    find = getattr(exception.subject, "get_absolute_url", None)
    return page(request, 409, reason=str(exception.message), back=find() if find else "")


def failure(request: HttpRequest) -> HttpResponse:
    return page(request, 500)


def overloaded(request: HttpRequest) -> HttpResponse:
    """503: the database broke off what would have kept everybody else waiting."""
    return page(request, 503)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403: the form is too old, or cookies are switched off; nothing was changed."""
    return page(request, 403, template="errors/csrf.html")


def page(request: HttpRequest, status: int, *, template: str = "", **context: object) -> HttpResponse:
    """An error page from plain values; for htmx the same page replaces the present one."""
    context |= {"csp_nonce": getattr(request, "csp_nonce", ""), "status": status, "path": request.path}
    response = HttpResponse(render_to_string(template or f"{status}.html", context), status=status)
    if getattr(request, "htmx", False):
        response["HX-Retarget"] = "body"
        response["HX-Reswap"] = "innerHTML show:top"
    return response


def reason_of(exception: Exception | None) -> str:
    """The words that a policy gave; not the bare ones of the framework."""
    given = exception.args[0] if isinstance(exception, PermissionDenied) and exception.args else ""
    return (
        str(given)
        if isinstance(given, (str, Promise)) and str(given)
        else _("Your role does not include this.")
    )


class ConflictMiddleware:
    """Turns what a view lets pass into its page: 409 for a `StateConflict`, 503 for what took too long."""

    def __init__(self, get_response: object) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if isinstance(exception, StateConflict):
            return conflict(request, exception)
        return overloaded(request) if took_too_long(exception) else None
