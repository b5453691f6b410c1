"""The page where anybody with a certificate's code sees that it is genuine, and no more than that."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from consortium.languages import in_readers_language
from consortium.rowlevel import Actor, Kind, acting_as
from consortium.shell.secret_addresses import is_busy, keep_private
from curriculum.external.certificate import certificate_number
from curriculum.models import ProgrammeCertificate

PAGES_A_MINUTE = 30  # from one network address; whoever guesses 128 bits soon waits
NUMBER = r"(제|No\.)?\s*\d{4}-\d{3,}\s*호?"  # as `certificate_number` writes it; a code is longer
SHOWN = (
    "pk",
    "programme_name",
    "programme_name_en",
    "provider_name",
    "provider_name_en",
    "masked_name",
    "starts_on",
    "ends_on",
    "hours",
    "issued_on",
    "withdrawn_at",
)


@dataclass(frozen=True)
class Verified:
    """What the public may know of one certificate."""

    pk: int
    programme_name: str
    programme_name_en: str
    provider_name: str
    provider_name_en: str
    masked_name: str
    starts_on: date
    ends_on: date
    hours: Decimal
    issued_on: date
    withdrawn_at: datetime | None

    @property
    def number(self) -> str:
        """As it stands on the paper."""
        return certificate_number(self.issued_on, self.pk)

    @property
    def programme(self) -> str:
        return in_readers_language(self.programme_name, self.programme_name_en)

    @property
    def provider(self) -> str:
        return in_readers_language(self.provider_name, self.provider_name_en)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def ask(request: HttpRequest) -> HttpResponse:
    """Where the code, or the whole address, is typed by whoever holds only the paper; no log keeps a form."""
    typed = request.POST.get("code", "").strip()
    code = typed.rstrip("/").rsplit("/", 1)[-1]
    is_number = bool(re.fullmatch(NUMBER, code))
    if not is_number and re.fullmatch(r"[A-Za-z0-9_-]{1,64}", code):
        return keep_private(redirect("verify", code))
    is_wrong = request.method == "POST"
    context = {"is_wrong": is_wrong, "is_number": is_number, "typed": typed}
    return keep_private(
        render(request, "curriculum/verify_ask.html", context, status=422 if is_wrong else 200)
    )


@require_safe
@never_cache
def verify(request: HttpRequest, code: str) -> HttpResponse:
    """Valid, withdrawn, or not known here."""
    if is_busy(request, "verify", PAGES_A_MINUTE):
        return keep_private(render(request, "curriculum/verify.html", {"busy": True}, status=429))
    found = verified(code)
    return keep_private(
        render(request, "curriculum/verify.html", {"certificate": found}, status=200 if found else 404)
    )


def verified(code: str) -> Verified | None:
    """Read under the public's own role, which sees these columns of this one certificate only."""
    with acting_as(Actor(Kind.PUBLIC, code=code)):
        rows = list(ProgrammeCertificate.objects.filter(code=code).values(*SHOWN)[:1])
    return Verified(**rows[0]) if rows else None
