"""Secrets that stand for a person: only their digests are kept."""

import hashlib
import secrets

from django.http import HttpRequest
from django.utils import timezone

from consortium.accounts.models import ApiToken
from consortium.rowlevel import SYSTEM, acting_as

PREFIX = "cpt_"  # so that a secret scanner knows one when it finds it


def new_secret() -> str:
    """256 random bits: nobody guesses it, so a plain digest is enough to keep."""
    return secrets.token_urlsafe(32)


def digest_of(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()


def bearer_token(request: HttpRequest) -> str | None:
    """The token of `Authorization: Bearer …`, or None."""
    scheme, _, secret = request.headers.get("Authorization", "").partition(" ")
    return secret.strip() if scheme.lower() == "bearer" and secret.strip() else None


def member_id_of(secret: str) -> tuple[int | None, list[str]]:
    """Whose token this is and what it includes; nobody's, if unknown, revoked or expired."""
    found = (
        ApiToken.objects.live().filter(digest=digest_of(secret)).values_list("member_id", "scopes").first()
    )
    return found or (None, [])


def revoke_tokens_of(user_id: int) -> int:
    """No programme acts for this person any more, in whichever membership."""
    with acting_as(SYSTEM):
        held = ApiToken.objects.filter(member__user=user_id, revoked_at=None)
        return held.update(revoked_at=timezone.now())
