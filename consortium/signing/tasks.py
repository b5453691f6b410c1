"""Tasks take an id and call one service; the row remembers, the broker only hurries."""

from celery import shared_task

from consortium.notifications import doorbell
from consortium.rowlevel import SYSTEM, acting_as
from consortium.signing import letters, scans, services
from consortium.signing.models import Letter, Signature

AT_ONCE = 50


@shared_task(time_limit=letters.TIME_LIMIT, soft_time_limit=letters.TIME_LIMIT - 10)
def mail_letter(letter_id: int) -> None:
    """Send one letter to a signer."""
    letters.mail(letter_id)


@shared_task
def send_waiting_letters() -> None:
    """Offer again what the broker lost or a mail server refused; harmless beside a twin."""
    with acting_as(SYSTEM):
        waiting = list(Letter.objects.waiting().order_by("due_at").values_list("pk", flat=True)[:AT_ONCE])
    doorbell.nudge(mail_letter.name, [(pk,) for pk in waiting])


@shared_task
def remind_waiting() -> None:
    """Once a day: whoever was asked a week ago and has not answered."""
    services.remind_waiting()


@shared_task
def sweep_scans() -> None:
    """Remove scans whose upload was rolled back."""
    with acting_as(SYSTEM):
        named = set(Signature.objects.exclude(scan="").values_list("scan", flat=True))
    for path in scans.orphans(named):
        path.unlink(missing_ok=True)
