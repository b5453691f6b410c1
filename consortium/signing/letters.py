"""Mails to signers: claim, make the secret, send, note."""

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
from consortium.signing import text
from consortium.signing.models import Letter, Link
from consortium.signing.services.codes import CODE_HOLDS, code_digest, new_code
from consortium.signing.states import ASKED, SIGNABLE, Purpose

LEASE = timedelta(minutes=2)
TIME_LIMIT = 90  # seconds; shorter than the lease, so that no two workers ever hold one letter
WAITS = (1, 5, 30, 120, 480)  # minutes after each failure; the sixth ends it


@dataclass(frozen=True)
class Outgoing:
    """A claimed letter with its address, and the words that only this mail knows."""

    letter: Letter
    to: str
    language: str
    words: dict[str, object]


def mail(letter_id: int) -> None:
    """Send one letter; run twice it sends once, unless a worker died between sending and noting it."""
    outgoing = claim(letter_id)
    if outgoing is None:
        return
    try:
        send_letter(
            f"signing/{outgoing.letter.purpose.lower()}",
            to=outgoing.to,
            language=outgoing.language,
            **outgoing.words,
        )
    except (SMTPException, OSError) as error:
        _postpone(outgoing.letter, error)
    else:
        _note(outgoing.letter, sent_at=timezone.now())


def claim(letter_id: int) -> Outgoing | None:
    """Take the letter for two minutes and give its link a new secret; an earlier one stops working."""
    with acting_as(SYSTEM), transaction.atomic():
        letter = (
            Letter.objects.waiting()
            .filter(pk=letter_id)
            .select_for_update(skip_locked=True, of=("self", "link"))
            .select_related(
                "link__member__user",
                "link__party__document__consortium",
                "link__party__document__keeper",
                "link__party__contact",
            )
            .first()
        )
        if letter is None:
            return None
        to, language = _address(letter)
        if not to or not _is_needed(letter):
            letter.given_up_at = timezone.now()
            letter.save(update_fields=["given_up_at"])
            return None
        letter.lease_until, letter.attempts = timezone.now() + LEASE, letter.attempts + 1
        letter.save(update_fields=["lease_until", "attempts"])
        return Outgoing(letter, to, language, _words(letter))


def _address(letter: Letter) -> tuple[str, str]:
    """Where the link belongs, never where the row says; only the word of a change goes to where it was."""
    if letter.purpose == Purpose.MOVED:
        return letter.former_email, settings.LANGUAGE_CODE
    member = letter.link.member
    if member is not None:
        return member.user.email, member.user.language
    return letter.link.party.contact_email, settings.LANGUAGE_CODE


def _is_needed(letter: Letter) -> bool:
    """Things may have moved on since the letter was asked for."""
    link, party = letter.link, letter.link.party
    match letter.purpose:
        case Purpose.COPY | Purpose.MOVED:
            return True
        case Purpose.CODE:
            latest = letter.wanted_at >= (link.code_wanted_at or letter.wanted_at)
            fresh = letter.wanted_at > timezone.now() - CODE_HOLDS
            return latest and fresh and link.stands and link.used_at is None
        case _:
            open_still = party.state in ASKED and party.document.state in SIGNABLE
            return open_still and link.stands and link.used_at is None


def _words(letter: Letter) -> dict[str, object]:
    party = letter.link.party
    document = party.document
    words = {"letter": letter, "party": party.name, "title": document.title}
    words |= {"asked_at": party.invited_at, "document": document, "link": letter.link}
    match letter.purpose:
        case Purpose.COPY:
            sections = text.for_pages(document.body)
            signature = party.signature
            return words | {"sections": sections, "signature": signature, "signer": signature.signer}
        case Purpose.MOVED:
            return words
        case Purpose.CODE:
            return words | {"code": _give_code(letter.link)}
        case _:
            return words | {"address": _give_secret(letter.link), "contact": party.contact_name}


def _give_secret(link: Link) -> str:
    secret = new_secret()
    link.digest = digest_of(secret)
    link.save(update_fields=["digest"])
    return settings.SITE_URL + reverse("sign:open", args=[f"{link.pk}-{secret}"])


def _give_code(link: Link) -> str:
    code = new_code()
    link.code_digest, link.attempts = code_digest(link.pk, code), 0
    link.code_expires_at = timezone.now() + CODE_HOLDS
    link.save(update_fields=["code_digest", "attempts", "code_expires_at"])
    return code


def _postpone(letter: Letter, error: Exception) -> None:
    """The row, not the broker, remembers to try again; what the error says of the address is left out."""
    if letter.attempts > len(WAITS):
        _note(letter, given_up_at=timezone.now(), error=type(error).__name__)
        return
    wait = timedelta(minutes=WAITS[letter.attempts - 1])
    _note(letter, due_at=timezone.now() + wait, error=type(error).__name__)


def _note(letter: Letter, **changes: object) -> None:
    """Unless another worker has taken over: the number of the attempt fences a late writer off."""
    with acting_as(SYSTEM):
        Letter.objects.filter(pk=letter.pk, attempts=letter.attempts, sent_at=None).update(
            lease_until=None, **changes
        )
