"""Strong authentication: everyone with access proves a second thing beside the password."""

import base64
import hashlib

from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from consortium.accounts.models import User

# Recovery codes only stand in for one of these; they are not a second factor of their own.
STRONG = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)


def has_second_factor(user: User) -> bool:
    """Has this person set up an authenticator app or a passkey?"""
    return Authenticator.objects.filter(user_id=user.pk, type__in=STRONG).exists()


def lacks_second_factor(user: User) -> bool:
    """Must this person set one up before any page opens? The demo offers it and does not demand it."""
    return not settings.DEMO and not has_second_factor(user)


class SecondFactorAdapter(DefaultMFAAdapter):
    """Keeps secrets encrypted at rest, and the last second factor in place."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "cannot_delete_authenticator": _("Set up another authenticator first; one must always remain."),
    }

    def encrypt(self, text: str) -> str:
        return _cipher().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return _cipher().decrypt(encrypted_text.encode()).decode()

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        others = Authenticator.objects.filter(user_id=authenticator.user_id, type__in=STRONG)
        return settings.DEMO or others.exclude(pk=authenticator.pk).exists()


def _cipher() -> MultiFernet:
    """Writes with the newest key, reads with any that is still in rotation."""
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    digests = (hashlib.sha256(b"second factor" + key.encode()).digest() for key in keys)
    return MultiFernet([Fernet(base64.urlsafe_b64encode(digest)) for digest in digests])
