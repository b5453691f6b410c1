"""New links and the letters that carry them."""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from consortium.notifications import doorbell
from consortium.signing.models import Letter, Link, Party
from consortium.signing.states import Purpose

MAIL_LETTER = "consortium.signing.tasks.mail_letter"
LINK_HOLDS = timedelta(days=30)


def new_link(party: Party, purpose: Purpose) -> Link:
    """A new way in for this party, mailed once this is committed; the one before stops working now."""
    now = timezone.now()
    party.links.filter(revoked_at=None, member=None).update(revoked_at=now)
    link = Link.objects.create(party=party, expires_at=now + LINK_HOLDS)
    write_letter(link, purpose)
    return link


def write_letter(link: Link, purpose: Purpose, *, former_email: str = "") -> Letter:
    """Ask for a mail; a worker sends it once this is committed, and the sweeper if nobody rang."""
    letter = Letter.objects.create(
        party_id=link.party_id, link=link, purpose=purpose, former_email=former_email
    )
    transaction.on_commit(lambda: doorbell.nudge(MAIL_LETTER, [(letter.pk,)]), robust=True)
    return letter
