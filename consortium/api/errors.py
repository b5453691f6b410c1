"""Every error of the API as a problem document (RFC 9457), with the same words as the page has."""

from http import HTTPStatus

from django.apps import apps
from django.core.exceptions import PermissionDenied, RequestDataTooBig, ValidationError
from django.db import IntegrityError
from django.http import Http404
from django.utils.translation import gettext_lazy as _
from rest_framework import exceptions
from rest_framework.response import Response
from rest_framework.views import set_rollback

from consortium.api.parsers import TooLarge
from consortium.rowlevel import took_too_long
from consortium.workflow import StateConflict

PROBLEM = "application/problem+json"


def problem(error: Exception, context: dict[str, object]) -> Response | None:
    """What went wrong as JSON; None leaves an unforeseen error to the page for 500."""
    error = _as_api_error(error)
    if not isinstance(error, exceptions.APIException):
        return None
    body = {"title": HTTPStatus(error.status_code).phrase, "status": error.status_code}
    if isinstance(error, exceptions.ValidationError):
        body |= {"detail": exceptions.ValidationError.default_detail, "errors": error.detail}
    else:
        body["detail"] = error.detail
    headers = {}
    if getattr(error, "auth_header", None):
        headers["WWW-Authenticate"] = error.auth_header
    if getattr(error, "wait", None):
        headers["Retry-After"] = str(int(error.wait))
    set_rollback()
    return Response(body, status=error.status_code, headers=headers, content_type=PROBLEM)


class Overloaded(exceptions.APIException):
    """The database broke off a statement that took too long."""

    status_code = HTTPStatus.SERVICE_UNAVAILABLE.value
    default_detail = _("That took too long. Ask for less at once.")


class Conflict(exceptions.APIException):
    """The subject has moved on since the caller read it."""

    status_code = HTTPStatus.CONFLICT.value


def _as_api_error(error: Exception) -> Exception:
    """Errors of services, policies and Django in the API's own terms."""
    if took_too_long(error):
        return Overloaded()
    match error:
        case StateConflict():
            return Conflict(str(error.message))
        case PermissionDenied():
            return exceptions.PermissionDenied(str(error) or None)
        case RequestDataTooBig():  # Django noticed before our parser did
            return TooLarge()
        case Http404():
            return exceptions.NotFound()
        case ValidationError():
            return exceptions.ValidationError(
                error.message_dict if hasattr(error, "error_dict") else {"": error.messages}
            )
        case IntegrityError() if words := _words_of_the_constraint(error):
            return exceptions.ValidationError({"": [words]})
        case _:
            return error


def _words_of_the_constraint(error: IntegrityError) -> str:
    """What the model says where a constraint is broken; the check of a form says it before the database."""
    broken = getattr(getattr(error.__cause__, "diag", None), "constraint_name", None)
    for model in apps.get_models():
        for constraint in model._meta.constraints:
            if constraint.name == broken:
                words = constraint.violation_error_message
                return "" if words == constraint.default_violation_error_message else str(words)
    return ""
