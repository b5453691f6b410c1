"""Mails invitations; the link's secret is made on the way out, so that no table ever holds it."""

from datetime import timedelta

from celery import shared_task
from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone, translation

from consortium.accounts.letters import send_letter
from consortium.accounts.models import Invitation
from consortium.accounts.tokens import digest_of, new_secret
from consortium.notifications import doorbell
from consortium.rowlevel import SYSTEM, acting_as
from partners.agreements.services.life import live_one_day
from partners.people import reviews
from partners.people.services import offered_together
from partners.pledges import evidence
from partners.pledges.reminders import remind_partners
from partners.pledges.services import close_periods
from partners.states import Role

LEASE = timedelta(minutes=2)
AT_ONCE = 50


@shared_task
def mail_invitation(invitation_id: int) -> None:
    """Send one invitation; run twice it sends once, unless a worker died between mailing and noting it."""
    claimed = _claim(invitation_id)
    if claimed is None:
        return
    invitation, secret = claimed
    path = reverse("join", args=[f"{invitation.pk}-{secret}"])
    with translation.override(settings.LANGUAGE_CODE):
        offered = [invitation, *offered_together(invitation)]
        role = ", ".join(str(Role(one.role).label) for one in offered)
    send_letter(
        "people/invitation",
        to=invitation.email,
        language=settings.LANGUAGE_CODE,
        link=settings.SITE_URL + path,
        invitation=invitation,
        role=role,
    )
    with acting_as(SYSTEM):
        Invitation.objects.filter(pk=invitation_id).update(sent_at=timezone.now(), lease_until=None)


@shared_task
def run_reviews() -> None:
    """Beat's hour: once a day, ask organisations who still belongs, and tell coordinators what is late."""
    reviews.run_reviews()


@shared_task
def send_waiting_invitations() -> None:
    """Offer again what the broker lost or a mail server refused; harmless beside a twin."""
    with acting_as(SYSTEM):
        waiting = list(Invitation.objects.waiting().values_list("pk", flat=True)[:AT_ONCE])
    doorbell.nudge(mail_invitation.name, [(pk,) for pk in waiting])


def _claim(invitation_id: int) -> tuple[Invitation, str] | None:
    """Take the invitation for two minutes and give its link a new secret; earlier links stop working."""
    with acting_as(SYSTEM), transaction.atomic():
        invitation = (
            Invitation.objects.waiting()
            .filter(Q(lease_until=None) | Q(lease_until__lt=timezone.now()), pk=invitation_id)
            .select_for_update(skip_locked=True, of=("self",))
            .select_related("consortium", "partner")
            .first()
        )
        if invitation is None:
            return None
        secret = new_secret()
        invitation.digest, invitation.lease_until = digest_of(secret), timezone.now() + LEASE
        invitation.save(update_fields=["digest", "lease_until"])
    return invitation, secret


@shared_task
def live_agreements() -> None:
    """Beat's daily round of agreements: begin, end, announce; the first run of a day does it."""
    live_one_day(timezone.localdate())


@shared_task
def watch_pledges() -> None:
    """Pledges whose period is over say so, partners hear of what is late, lost files are removed."""
    close_periods()
    remind_partners()
    evidence.sweep()
