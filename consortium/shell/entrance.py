"""The door of every page inside a consortium or in the operator's area."""

from collections.abc import Callable
from functools import wraps

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import URLPattern, path


def members_only(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Ask strangers to log in, and answer 404 to people without a membership at this address."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: object, consortium: str = "", **kwargs: object) -> HttpResponse:
        if request.member is None:
            raise Http404
        return view(request, *args, **kwargs)

    return login_required(guarded)


def member_path(route: str, view: Callable[..., HttpResponse], name: str) -> URLPattern:
    """`path()` for a page inside a consortium; the view gets `request.member`, not the slug."""
    return path(route, members_only(view), name=name)
