"""Turns a log-in into a member, a member into an actor, and runs the view as that actor."""

from collections.abc import Callable
from http import HTTPStatus

import pghistory
from django.conf import settings
from django.db import transaction
from django.http import FileResponse, HttpRequest, HttpResponse
from django.template.response import SimpleTemplateResponse
from django.urls import Resolver404, resolve

from consortium.audit import reads
from consortium.audit.services import Circumstances, record_reads
from consortium.rowlevel import acting_as
from partners.access import OPERATOR_AREA, admit

NO_CONSORTIUM = ""  # nobody's address


class ActorMiddleware:
    """The one place where requests meet row-level security; stands last in `MIDDLEWARE`.

    An address with a consortium in it (or the operator's area) runs in one transaction as the
    member's actor: view, rendering and access record together. An answer from 400 up, a refusal or a
    conflict as much as an error, leaves nothing of what it wrote; what it had read is recorded all the same.
    Every other address (log-in, static files, health) keeps the bare log-in and touches no personal table.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.member = None
        slug = consortium_slug(request)
        if slug is None:
            return self.get_response(request)
        # Session, log-in and memberships are loaded here: inside, the role may not read their tables.
        refusal = admit(request, slug)
        return refusal or self._answer_as_member(request)

    def _answer_as_member(self, request: HttpRequest) -> HttpResponse:
        actor = request.member.actor
        with reads.collecting() as found, pghistory.context(user=actor.user, member=actor.member):
            with acting_as(actor, statement_seconds=settings.STATEMENT_SECONDS):
                response = self._rendered(request)
                failed = response.status_code >= HTTPStatus.BAD_REQUEST
                if failed:
                    transaction.set_rollback(True)
                elif found:
                    record_reads(actor, found, Circumstances.of_request(request))
            if failed and found:
                with acting_as(actor):
                    record_reads(actor, found, Circumstances.of_request(request))
        return response

    def _rendered(self, request: HttpRequest) -> HttpResponse:
        """The whole answer, while role and transaction still stand."""
        response = self.get_response(request)
        if response.streaming and not isinstance(response, FileResponse):
            raise RuntimeError("A stream would run after the actor's transaction; let a task make a file.")
        if isinstance(response, SimpleTemplateResponse) and not response.is_rendered:
            response = response.render()
        return response


def consortium_slug(request: HttpRequest) -> str | None:
    """The consortium that the address names, `operator` for the operator's area, or None.

    `operator` is no consortium: at an address of consortia it stands for one that is not there.
    """
    try:
        match = resolve(request.path_info, urlconf=getattr(request, "urlconf", None))
    except Resolver404:
        return None
    if OPERATOR_AREA in match.namespaces:
        return OPERATOR_AREA
    slug = match.kwargs.get("consortium")
    return NO_CONSORTIUM if slug == OPERATOR_AREA else slug
