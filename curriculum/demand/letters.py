"""Mails with the link to a survey: claim, make the secret, send, note."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from smtplib import SMTPException

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from consortium.accounts.letters import send_letter
from consortium.accounts.tokens import digest_of, new_secret
from consortium.rowlevel import SYSTEM, acting_as
from curriculum.demand import policies
from curriculum.models import SurveyLink

LEASE = timedelta(minutes=2)
TIME_LIMIT = 90  # seconds; shorter than the lease, so that no two workers ever hold one mail
WAITS = (1, 5, 30, 120, 480)  # minutes after each failure; the sixth ends it


@dataclass(frozen=True)
class Outgoing:
    """A claimed link with the words that only its mail knows."""

    link: SurveyLink
    words: dict[str, object]


def mail(link_id: int) -> None:
    """Send one link; run twice it sends once, unless a worker died between sending and noting it."""
    outgoing = claim(link_id)
    if outgoing is None:
        return
    try:
        send_letter(
            "curriculum/survey",
            to=outgoing.link.survey.contact.email,
            language=settings.LANGUAGE_CODE,
            **outgoing.words,
        )
    except (SMTPException, OSError) as error:
        _postpone(outgoing.link, error)
    else:
        _note(outgoing.link, sent_at=timezone.now())


def claim(link_id: int) -> Outgoing | None:
    """Take the mail for two minutes and give its link a new secret; an earlier one stops working."""
    with acting_as(SYSTEM), transaction.atomic():
        link = (
            SurveyLink.objects.waiting()
            .filter(pk=link_id)
            .select_for_update(skip_locked=True, of=("self",))
            .select_related("survey__contact", "survey__analysis__company", "survey__school")
            .first()
        )
        if link is None:
            return None
        if not (link.stands and policies.takes_answers(link.survey)):
            link.given_up_at = timezone.now()
            link.save(update_fields=["given_up_at"])
            return None
        secret = new_secret()
        link.digest = digest_of(secret)
        link.lease_until, link.attempts = timezone.now() + LEASE, link.attempts + 1
        link.save(update_fields=["digest", "lease_until", "attempts"])
        return Outgoing(link, _words(link, secret))


def _words(link: SurveyLink, secret: str) -> dict[str, object]:
    survey = link.survey
    return {
        "survey": survey,
        "analysis": survey.analysis,
        "contact": survey.contact.name,
        "address": settings.SITE_URL + reverse("survey:open", args=[f"{link.pk}-{secret}"]),
    }


def _postpone(link: SurveyLink, error: Exception) -> None:
    """The row, not the broker, remembers to try again; what the error says of the address is left out."""
    if link.attempts > len(WAITS):
        _note(link, given_up_at=timezone.now(), error=type(error).__name__)
        return
    wait = timedelta(minutes=WAITS[link.attempts - 1])
    _note(link, due_at=timezone.now() + wait, error=type(error).__name__)


def _note(link: SurveyLink, **changes: object) -> None:
    """Unless another worker has taken over: the number of the attempt fences a late writer off."""
    with acting_as(SYSTEM):
        SurveyLink.objects.filter(pk=link.pk, attempts=link.attempts, sent_at=None).update(
            lease_until=None, **changes
        )
