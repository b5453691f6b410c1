"""Where mail goes in the demo: into a table that the operator's page shows."""

from collections.abc import Sequence

from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend

from consortium.notifications.models import KeptMail


class DemoBackend(BaseEmailBackend):
    """Keeps every mail as it would have gone out; like a good mail server, it drops a repeated Message-ID."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        KeptMail.objects.bulk_create([_kept(mail) for mail in email_messages], ignore_conflicts=True)
        return len(email_messages)


def _kept(mail: EmailMessage) -> KeptMail:
    message = mail.message()
    return KeptMail(
        message_id=message["Message-ID"],
        sender=mail.from_email,
        recipients=", ".join(mail.recipients())[:500],
        subject=" ".join(str(mail.subject).split())[:500],
        text=mail.body,
        source=message.as_bytes().decode("utf-8", errors="replace"),
    )
