"""Asking parties to sign, once and again."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from consortium.notifications.slots import claim_slot, today
from consortium.rowlevel import SYSTEM, acting_as
from consortium.signing import policies
from consortium.signing.models import Contact, Document, Link, Party
from consortium.signing.services import telling
from consortium.signing.services.links import new_link
from consortium.signing.services.locks import lock_document, lock_link, lock_party, require_signable
from consortium.signing.states import ASKED, PartyState, Purpose
from consortium.signing.workflow import INVITE
from consortium.workflow import StateConflict

if TYPE_CHECKING:
    from consortium.signing.people import Member

REMIND_EVERY = timedelta(days=7)
AGAIN_BY_HAND = timedelta(days=1)
MOST_REMINDERS = 8  # two months of them; then a person should call
AT_ONCE = 500


@transaction.atomic
def invite(party: Party, *, by: Member) -> Party:
    """Ask one party to sign: its contact gets a link by mail. Asking again changes nothing."""
    party = lock_party(party, by=by, policy=policies.manages_party)
    require_signable(party.document)
    if party.state in ASKED:
        return party
    INVITE.enforce(party, by=by)
    _require_contact(party)
    _invite(party)
    return party


@transaction.atomic
def invite_everybody(document: Document, *, by: Member) -> list[Party]:
    """Ask every party that has not been asked yet and has a contact; gives back those asked now."""
    document = lock_document(document.pk)
    policies.manages(by, document).require()
    require_signable(document)
    found = document.parties.filter(state=PartyState.WAITING, contact__isnull=False)
    parties = list(found.select_for_update(of=("self",)))
    for party in parties:
        party.document = document
        _invite(party)
    return parties


@transaction.atomic
def resend(party: Party, *, by: Member) -> Party:
    """Send the link again to this party alone: a new one, and the one before stops working.

    While the last letter is still on its way, nothing is sent twice.
    """
    party = lock_party(party, by=by, policy=policies.manages_party)
    require_signable(party.document)
    if party.state not in ASKED:
        raise StateConflict(party)
    _require_contact(party)
    if not party.letters.waiting().filter(purpose__in=[Purpose.INVITATION, Purpose.REMINDER]).exists():
        new_link(party, Purpose.INVITATION)
    return party


@transaction.atomic
def remind(party: Party, *, by: Member) -> Party:
    """Remind this party alone; within a day of the last reminder nothing more is sent."""
    party = lock_party(party, by=by, policy=policies.manages_party)
    require_signable(party.document)
    if party.state not in ASKED:
        raise StateConflict(party)
    _require_contact(party)
    if party.reminded_at is None or party.reminded_at < timezone.now() - AGAIN_BY_HAND:
        _remind(party)
    return party


def renew(link: Link) -> bool:
    """In place of a link that has expired, a new one to the same address, while the signature is awaited."""
    with acting_as(SYSTEM):
        party = lock_party(Party.objects.get(pk=link.party_id))
        link = lock_link(link)
        awaited = party.state in ASKED and policies.takes_signatures(party.document)
        if not awaited or link.revoked_at or link.used_at or link.stands:
            return False
        new_link(party, Purpose.INVITATION)
    return True


def remind_waiting() -> int:
    """Beat's daily round: whoever was asked a week ago and has not answered; gives back how many.

    The day's slot is claimed with the reminders themselves, so a second beat finds them done.
    """
    with acting_as(SYSTEM):
        if not claim_slot("signing.remind_waiting", today()):
            return 0
        found = Party.objects.to_be_reminded(REMIND_EVERY).filter(reminders__lt=MOST_REMINDERS)
        parties = list(
            found.order_by("invited_at").select_for_update(of=("self",), skip_locked=True)[:AT_ONCE]
        )
        for party in parties:
            _remind(party)
    return len(parties)


def _invite(party: Party) -> None:
    party.state = INVITE.target
    party.invited_at = timezone.now()
    party.declined_at, party.reason = None, ""
    party.save(update_fields=["state", "invited_at", "declined_at", "reason"])
    new_link(party, Purpose.INVITATION)
    with acting_as(SYSTEM):
        telling.asked_to_sign(party)


def _remind(party: Party) -> None:
    party.reminded_at = timezone.now()
    party.reminders += 1
    party.save(update_fields=["reminded_at", "reminders"])
    new_link(party, Purpose.REMINDER)


def _require_contact(party: Party) -> None:
    if not Contact.objects.filter(party=party).exists():
        raise ValidationError(_("Say first to whom the link is to be mailed."))
