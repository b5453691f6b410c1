"""Forms of log-ins that say nothing to strangers and take no code twice."""

import time

from allauth.account.forms import ResetPasswordForm as AllauthResetPasswordForm
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.forms import ActivateTOTPForm as AllauthActivateTOTPForm
from allauth.mfa.totp.internal.auth import TOTP
from django.db import transaction
from django.http import HttpRequest

from consortium.accounts import tasks

SAME_TIME = 0.4  # seconds; longer than the work that a known address makes


class ResetPasswordForm(AllauthResetPasswordForm):
    """Asks for a new password: same answer, in the same time, whether the address is known or not."""

    def save(self, request: HttpRequest, **kwargs: object) -> str:
        """A worker mails the link, so neither the mail server's speed nor its failure shows."""
        until = time.monotonic() + SAME_TIME
        for user in self.users:
            transaction.on_commit(lambda pk=user.pk: tasks.mail_password_reset.delay(pk), robust=True)
        time.sleep(max(0.0, until - time.monotonic()))
        return self.cleaned_data["email"]


class ActivateTOTPForm(AllauthActivateTOTPForm):
    """Sets up an authenticator app; the code that proves it is used up, as every other code is."""

    def clean_code(self) -> str:
        code = super().clean_code()
        TOTP(Authenticator(user=self.user))._mark_code_used(code)
        return code
