"""What every answer has in common: its language, and that nobody keeps it."""

from collections.abc import Callable
from http import HTTPStatus

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.cache import patch_vary_headers

from consortium.shell.errors import page


class LanguageMiddleware:
    """Korean, unless the reader chose otherwise: in their log-in, or by cookie before they log in.

    The browser's own language is not asked: the portal is a Korean public service, and the switch to
    English stands in every header. Comes after `AuthenticationMiddleware`.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        language = chosen_language(request)
        with translation.override(language):
            request.LANGUAGE_CODE = language
            response = self.get_response(request)
        patch_vary_headers(response, ("Cookie",))
        response.headers.setdefault("Content-Language", language)
        return response


class WrongMethodMiddleware:
    """An address that only takes what a form sends, typed by hand: a page instead of nothing at all."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if response.status_code != HTTPStatus.METHOD_NOT_ALLOWED or response.content:
            return response
        told = page(request, response.status_code)
        told["Allow"] = response["Allow"]
        return told


class StoreNothingMiddleware:
    """No browser and no proxy keeps an answer: names, recovery codes and new tokens stand on pages.

    Static files are answered before it and are kept for long.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers.setdefault("Cache-Control", "no-store")
        return response


def chosen_language(request: HttpRequest) -> str:
    """The language of the person who is logged in, else of the cookie, else the portal's."""
    known = dict(settings.LANGUAGES)
    session_key = request.COOKIES.get(settings.SESSION_COOKIE_NAME)
    if session_key and request.user.is_authenticated and request.user.language in known:
        return request.user.language
    cookie = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
    return cookie if cookie in known else settings.LANGUAGE_CODE
