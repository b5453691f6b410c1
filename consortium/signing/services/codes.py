"""Codes by mail: proof that whoever signs reads the mail of the address that was asked."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from hmac import compare_digest
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from consortium.rowlevel import acting_as
from consortium.signing import policies
from consortium.signing.models import Link, Party
from consortium.signing.services.links import LINK_HOLDS, write_letter
from consortium.signing.services.locks import lock_link, lock_party, require_signable
from consortium.signing.states import UNSIGNED, PartyState, Purpose
from consortium.signing.workflow import READ
from consortium.workflow import StateConflict

if TYPE_CHECKING:
    from consortium.signing.people import Member

CODE_HOLDS = timedelta(minutes=10)
PAUSE = timedelta(seconds=60)  # a second click within it sends no second code
MOST_ATTEMPTS = 5  # for one code
MOST_CODES = 10  # for one link: with five tries each, 50 guesses at a million numbers


def new_code() -> str:
    """Six digits that nobody can foresee."""
    return f"{secrets.randbelow(10**6):06d}"


def code_digest(link_id: int, code: str) -> str:
    """Six digits are quickly tried, so the digest is keyed with the portal's secret."""
    return salted_hmac("signing code", f"{link_id}:{code}", algorithm="sha256").hexdigest()


@contextmanager
def as_holder(link: Link) -> Iterator[None]:
    """In one transaction, as whoever holds the link; a member's page runs as the member already."""
    if link.member_id is not None:
        with transaction.atomic():
            yield
    else:
        with acting_as(link.actor):
            yield


def send_code(link: Link) -> Link:
    """Mail a code to whoever the link belongs to, who thereby says that they have read the text."""
    with as_holder(link):
        party = lock_party(Party.objects.get(pk=link.party_id))
        link = lock_link(link)
        require_signable(party.document)
        if not link.stands or link.used_at or party.state not in UNSIGNED:
            raise StateConflict(party)
        now = timezone.now()
        if link.code_wanted_at and link.code_wanted_at > now - PAUSE:
            return link
        if link.codes >= MOST_CODES:
            raise ValidationError(
                _("Too many codes were asked for. Ask whoever wrote to you for a new link.")
            )
        if party.state in READ.sources:
            party.state, party.read_at = READ.target, now
            party.save(update_fields=["state", "read_at"])
        link.code_digest, link.attempts = "", 0
        link.code_wanted_at, link.codes = now, link.codes + 1
        link.save(update_fields=["code_digest", "attempts", "code_wanted_at", "codes"])
        write_letter(link, Purpose.CODE)
    return link


def use_code(link: Link, code: str) -> None:
    """Refuse a wrong or old code; the wrong try counts, whatever becomes of the answer.

    Call it outside the transaction that signs, so that a refusal does not undo the count.
    """
    with as_holder(link):
        link = lock_link(link)
        old = link.code_expires_at is None or link.code_expires_at <= timezone.now()
        if not link.code_digest or old or link.attempts >= MOST_ATTEMPTS:
            problem = _("This code no longer works. Ask for a new one.")
        elif compare_digest(link.code_digest, code_digest(link.pk, "".join(code.split()))):
            return
        else:
            link.attempts += 1
            link.save(update_fields=["attempts"])
            left = MOST_ATTEMPTS - link.attempts
            problem = (
                _("The code is not right. You can try %(left)d more times.") % {"left": left}
                if left
                else _("This code no longer works. Ask for a new one.")
            )
    raise ValidationError({"code": problem})


@transaction.atomic
def member_page(party: Party, *, by: Member) -> Link:
    """The page on which a member signs for their organisation; its code goes to their own address."""
    party = lock_party(party, by=by, policy=policies.signs)
    if party.state == PartyState.SIGNED:
        raise StateConflict(party, _("This party has signed already."))
    mine = Link.objects.filter(party=party, member=by.pk, revoked_at=None)
    link = mine.first()
    if link is not None and link.stands and not link.used_at:
        return link
    mine.update(revoked_at=timezone.now())
    return Link.objects.create(party=party, member=by, expires_at=timezone.now() + LINK_HOLDS)
