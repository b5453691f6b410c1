"""How allauth behaves here: by invitation only, and links that lead where the portal really stands."""

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.db import transaction
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from consortium.accounts.tokens import revoke_tokens_of


class AccountAdapter(DefaultAccountAdapter):
    """People come by invitation only; nobody signs up."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "too_many_login_attempts": _(
            "Too many attempts. This log-in is locked for 15 minutes; a new password unlocks it at once."
        ),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def set_password(self, user: AbstractBaseUser, password: str) -> None:
        """A new password shuts out whoever had the old one: their programmes as well as their sessions."""
        with transaction.atomic():
            super().set_password(user, password)
            revoke_tokens_of(user.pk)

    def get_reset_password_from_key_url(self, key: str) -> str:
        """The mailed link names the configured site; the request's Host header cannot bend it."""
        uid, secret = key.split("-", 1)
        path = reverse("account_reset_password_from_key", kwargs={"uidb36": uid, "key": secret})
        return settings.SITE_URL + path
