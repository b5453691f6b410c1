"""Who calls: a browser's session, or a bearer token that the middleware has resolved already."""

from drf_spectacular.extensions import OpenApiAuthenticationExtension
from rest_framework.authentication import SessionAuthentication
from rest_framework.request import Request


class PortalAuthentication(SessionAuthentication):
    """Takes the person from the middleware; only a session, never a token, needs the CSRF token too.

    The middleware resolves tokens because the database role is taken before a DRF view runs.
    """

    def authenticate(self, request: Request) -> tuple[object, object] | None:
        """The log-in and the token it came with, or None for a caller who said nothing."""
        token = getattr(request._request, "api_token", None)
        if token is not None:
            return request._request.user, token
        return super().authenticate(request)

    def authenticate_header(self, request: Request) -> str:
        """Makes an unknown caller's answer 401, with the way to do better."""
        return 'Bearer realm="api"'


class PortalAuthenticationScheme(OpenApiAuthenticationExtension):
    """How the schema names the two ways in."""

    target_class = PortalAuthentication
    name = ("session", "token")

    def get_security_definition(self, auto_schema: object) -> list[dict[str, str]]:
        """The cookie of a logged-in browser, and `Authorization: Bearer …`."""
        return [
            {"type": "apiKey", "in": "cookie", "name": "sessionid"},
            {"type": "http", "scheme": "bearer"},
        ]
