"""Asking for pages of the register as somebody of the cast."""

from django.http import HttpResponse
from django.test import Client

from tests.cast import Cast


def page(
    client: Client, cast: Cast, who: str, path: str, data: dict | None = None, **more: object
) -> HttpResponse:
    client.force_login(cast[who].user)
    address = f"/paju/{path}"
    return client.get(address, **more) if data is None else client.post(address, data, **more)
