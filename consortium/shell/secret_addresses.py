"""Pages whose address carries a secret: a mailed link, the code of a certificate."""

from __future__ import annotations

import logging
import time
from typing import TYPE_CHECKING

from allauth.account.adapter import get_adapter
from django.core.cache import cache

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

PAGES_A_MINUTE = 60  # from one network address; a person reads, whoever guesses soon waits
log = logging.getLogger(__name__)


def is_busy(request: HttpRequest, pages: str, most: int | None = None) -> bool:
    """Has this network address opened too many of these pages in this minute?"""
    key = f"{pages}-pages:{get_adapter().get_client_ip(request)}:{int(time.time()) // 60}"
    try:
        cache.add(key, 0, timeout=120)
        return cache.incr(key) > (PAGES_A_MINUTE if most is None else most)
    except Exception as error:  # nobody guesses 128 bits; a dead cache shall not keep people out
        log.warning("Pages of “%s” are not being counted (%s).", pages, type(error).__name__)
        return False


def keep_private(response: HttpResponse) -> HttpResponse:
    """No other page, no search engine and no log is to learn the address."""
    response["Referrer-Policy"] = "strict-origin"  # `no-referrer` would take the origin from the forms too
    response["X-Robots-Tag"] = "noindex"
    response._has_been_logged = True  # Django writes the address of a refused request into its log
    return response
