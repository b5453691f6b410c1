"""The door of the page that a mailed link opens: no account, one token, one survey."""

from __future__ import annotations

import hmac
from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache

from consortium.accounts.tokens import digest_of
from consortium.rowlevel import Actor, Kind, acting_as
from consortium.shell.ids import ids_in
from consortium.shell.secret_addresses import is_busy, keep_private
from curriculum.demand import policies
from curriculum.models import Duty, Survey, SurveyLink


@dataclass
class Opened:
    """What a token opens: always its link, and the survey with its duties while the link stands."""

    token: str
    link: SurveyLink
    survey: Survey | None = None
    duties: tuple[Duty, ...] = ()


def open_token(token: str) -> Opened | None:
    """What this token opens; a wrong one opens nothing, whether its number exists or not.

    Read under the role of the link alone. Only who asks is looked up as the bare log-in: the names of
    consortium, school and company, which a link has no business to read from their tables.
    """
    number, _dash, secret = token.partition("-")
    for pk in ids_in([number]):
        with acting_as(Actor(Kind.LINK, survey=pk)):
            link = SurveyLink.objects.filter(pk=pk).first()
            if link is None or not hmac.compare_digest(link.digest, digest_of(secret)):
                return None
            opened = Opened(token, link)
            if link.stands:
                found = Survey.objects.select_related("analysis").prefetch_related("ratings")
                opened.survey = found.filter(pk=link.survey_id).first()
                opened.duties = _duties(opened.survey)
        if opened.survey is not None:
            # Loaded here, so that the page asks for nothing while it is rendered.
            opened.survey.consortium, opened.survey.school, opened.survey.company  # noqa: B018
        return opened
    return None


def _duties(survey: Survey | None) -> tuple[Duty, ...]:
    if survey is None:
        return ()
    found = Duty.objects.filter(analysis=survey.analysis_id)
    return tuple(found.prefetch_related("tasks__task_units__unit__elements"))


def by_link(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Open the token of the address for the view, or say what to do; nobody keeps or passes on the page."""

    @wraps(view)
    @never_cache
    def guarded(request: HttpRequest, token: str) -> HttpResponse:
        if is_busy(request, "survey"):
            return keep_private(closed(request, "busy", 429))
        opened = open_token(token)
        if opened is None:
            return keep_private(closed(request, "unknown", 404))
        if opened.survey is None or not policies.takes_answers(opened.survey):
            return keep_private(closed(request, "over", 410))
        return keep_private(view(request, opened))

    return guarded


def closed(request: HttpRequest, why: str, status: int) -> HttpResponse:
    """A page that says what has become of a link, and what to do now."""
    return render(request, "curriculum/demand/link_closed.html", {"why": why}, status=status)
