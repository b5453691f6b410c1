"""Forms that tell a stranger nothing about who has a log-in here."""

import time

from allauth.account.forms import ResetPasswordForm as AllauthResetPasswordForm
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
