"""The door of the pages that a mailed link opens: no account, one token, one document, one party."""

from __future__ import annotations

import hmac
from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache

from consortium.accounts.tokens import digest_of
from consortium.rowlevel import SYSTEM, Actor, Kind, acting_as
from consortium.shell.ids import ids_in
from consortium.shell.secret_addresses import is_busy, keep_private
from consortium.signing.models import Document, Link, Party, Signature


@dataclass
class Opened:
    """What a token opens: always its link, and party and document while the link stands."""

    token: str
    link: Link
    party: Party | None = None

    @property
    def document(self) -> Document:
        return self.party.document

    @property
    def signature(self) -> Signature | None:
        """The party's signature, when it was given through this link."""
        return getattr(self.party, "signature", None) if self.link.used_at else None


def open_token(token: str) -> Opened | None:
    """What this token opens; a wrong one opens nothing, whether its number exists or not.

    Read under the role of the link alone. Only who asks is looked up as the bare log-in: the names of
    consortium and organisation, which a link has no business to read from their tables.
    """
    number, _dash, secret = token.partition("-")
    for pk in ids_in([number]):
        with acting_as(Actor(Kind.LINK, link=pk)):
            link = Link.objects.filter(pk=pk, member=None).first()
            if link is None or not hmac.compare_digest(link.digest, digest_of(secret)):
                return None
            found = Party.objects.select_related("document", "contact", "signature").filter(pk=link.party_id)
            opened = Opened(token, link, found.first() if link.stands else None)
        if opened.party is not None:
            # Loaded here, so that the page asks for nothing while it is rendered.
            opened.document.consortium, opened.document.keeper  # noqa: B018
        return opened
    return None


def by_link(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Open the token of the address for the view, or say what to do; nobody keeps or passes on the page."""

    @wraps(view)
    @never_cache
    def guarded(request: HttpRequest, token: str) -> HttpResponse:
        if is_busy(request, "signing"):
            return keep_private(closed(request, "busy", 429))
        opened = open_token(token)
        signature = signed_otherwise(opened.link) if opened and opened.party is None else None
        if signature is not None:
            return keep_private(closed(request, "signed", 410, signature))
        if opened is None or opened.link.revoked_at:
            return keep_private(closed(request, "unknown", 404))
        if opened.party is None:
            return keep_private(
                view(request, opened) if view.__name__ == "renew" else expired(request, opened)
            )
        return keep_private(view(request, opened))

    return guarded


def signed_otherwise(link: Link) -> Signature | None:
    """The signature that made this link needless: it was good, or had only run out, when that was given.

    A link that was replaced before opens nothing of what came later.
    """
    with acting_as(SYSTEM):
        signature = Signature.objects.filter(party=link.party_id).first()
    replaced = signature and link.revoked_at and link.revoked_at < signature.signed_at
    return None if replaced else signature


def closed(request: HttpRequest, why: str, status: int, signature: Signature | None = None) -> HttpResponse:
    """A page that says what has become of a link, and what to do now."""
    return render(request, "signing/closed.html", {"why": why, "signature": signature}, status=status)


def expired(request: HttpRequest, opened: Opened) -> HttpResponse:
    """The link is too old; a new one goes to the same address at the press of a button."""
    return render(request, "signing/closed.html", {"why": "expired", "token": opened.token}, status=410)
