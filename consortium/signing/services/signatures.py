"""Signing and declining, by whichever way."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from consortium.rowlevel import SYSTEM, acting_as
from consortium.signing import policies, scans
from consortium.signing.models import Document, Link, Party, Signature, Trace
from consortium.signing.registry import kind_of
from consortium.signing.services import telling
from consortium.signing.services.codes import use_code
from consortium.signing.services.documents import settle
from consortium.signing.services.links import write_letter
from consortium.signing.services.locks import lock_link, lock_party, require_signable
from consortium.signing.states import Method, PartyState, Purpose
from consortium.signing.workflow import (
    DECLINE_BY_LINK,
    DECLINE_ON_SCREEN,
    SIGN_BY_LINK,
    SIGN_ON_PAPER,
    SIGN_ON_SCREEN,
)
from consortium.validators import refuse_disguise, refuse_resident_number
from consortium.workflow import StateConflict, Transition

if TYPE_CHECKING:
    from consortium.signing.people import Member


@transaction.atomic
def record_paper_signature(
    party: Party,
    *,
    by: Member,
    signed_on: date,
    signer: str,
    title: str = "",
    scan: UploadedFile | None = None,
) -> Signature:
    """Note that a party has signed on paper, on that day, with the scan that shows it."""
    party = lock_party(party, by=by, policy=policies.manages_party)
    require_signable(party.document)
    SIGN_ON_PAPER.enforce(party, by=by)
    if signed_on > timezone.localdate():
        raise ValidationError({"signed_on": _("This day has not come yet.")})
    kept = scans.keep(scan) if scan else scans.NONE
    try:
        signature = _write(
            party,
            Signature(
                method=Method.PAPER,
                signer=signer,
                title=title,
                signed_on=signed_on,
                scan=kept.path,
                scan_name=kept.name,
                scan_sha256=kept.sha256,
                recorded_by=by,
            ),
        )
    except BaseException:
        scans.destroy(kept)
        raise
    party.links.filter(revoked_at=None, used_at=None).update(revoked_at=timezone.now())
    return signature


def sign_by_link(
    link: Link, code: str, signer: str, title: str, ip: str | None = None, *, sha256: str | None = None
) -> Signature:
    """Sign as the party that the link was mailed to; sent twice, the second finds the first.

    `sha256` is the checksum of the text that the signer had before their eyes.
    """
    signed = _signed_by(link)
    if signed:
        return signed
    use_code(link, code)
    with acting_as(link.actor):
        party = lock_party(Party.objects.get(pk=link.party_id))
        return _sign(party, link, SIGN_BY_LINK, signer=signer, title=title, ip=ip, sha256=sha256)


def sign_on_screen(
    link: Link,
    *,
    by: Member,
    code: str,
    signer: str,
    title: str,
    ip: str | None = None,
    sha256: str | None = None,
) -> Signature:
    """Sign as a member of the organisation, who is logged in and has the code from their mail."""
    use_code(link, code)
    with transaction.atomic():
        party = lock_party(Party.objects.get(pk=link.party_id))
        return _sign(party, link, SIGN_ON_SCREEN, by=by, signer=signer, title=title, ip=ip, sha256=sha256)


def decline_by_link(link: Link, code: str, reason: str) -> Party:
    """Say no, with the reason, as the party that the link was mailed to.

    It takes the code as signing does: a link that somebody else came by neither binds nor refuses.
    """
    use_code(link, code)
    with acting_as(link.actor):
        party = lock_party(Party.objects.get(pk=link.party_id))
        link = lock_link(link)
        if not link.stands:
            raise StateConflict(party)
        return _decline(party, DECLINE_BY_LINK, reason)


@transaction.atomic
def decline_on_screen(party: Party, *, by: Member, reason: str) -> Party:
    """Say no, with the reason, as a member of the organisation."""
    return _decline(lock_party(party, by=by, policy=policies.signs), DECLINE_ON_SCREEN, reason, by=by)


def _signed_by(link: Link) -> Signature | None:
    with acting_as(link.actor):
        used = Link.objects.filter(pk=link.pk, used_at__isnull=False).exists()
        return Signature.objects.filter(party=link.party_id).first() if used else None


def _sign(
    party: Party,
    link: Link,
    step: Transition,
    *,
    signer: str,
    title: str,
    ip: str | None,
    sha256: str | None,
    by: Member | None = None,
) -> Signature:
    """The party is locked; everything that could have changed is asked once more."""
    link = lock_link(link)
    if party.state == PartyState.SIGNED and link.used_at:
        return party.signature
    require_signable(party.document)
    if not link.stands:
        raise StateConflict(party, _("This link no longer works."))
    step.enforce(party, by=by)
    _require_same_text(party.document, sha256)
    signature = _write(
        party,
        Signature(
            method=Method.SCREEN,
            signer=signer,
            title=title,
            signed_on=timezone.localdate(),
            recorded_by=by,
        ),
        ip=ip,
    )
    link.used_at, link.code_digest = timezone.now(), ""
    link.save(update_fields=["used_at", "code_digest"])
    write_letter(link, Purpose.COPY)
    return signature


def _require_same_text(document: Document, seen: str | None) -> None:
    if not document.is_whole or seen not in (None, document.sha256):
        raise StateConflict(document, _("This is not the text that was sent out. Nothing was signed."))


def _write(party: Party, signature: Signature, *, ip: str | None = None) -> Signature:
    """The signature, then the party, then what follows from it, all or nothing."""
    refuse_resident_number(f"{signature.signer} {signature.title}")
    refuse_disguise(f"{signature.signer} {signature.title}")
    signature.party = party
    signature.document_sha256 = party.document.sha256
    signature.save(force_insert=True)
    if signature.method == Method.SCREEN:
        Trace.objects.create(signature=signature, ip_address=ip)
    party.state, party.signed_at = PartyState.SIGNED, signature.signed_at
    party.save(update_fields=["state", "signed_at"])
    with acting_as(SYSTEM):
        kind_of(party.document.kind).on_signed(party)
        telling.party_signed(party)
    settle(party.document)
    return signature


def _decline(party: Party, step: Transition, reason: str, *, by: Member | None = None) -> Party:
    if party.state == PartyState.DECLINED:
        return party
    require_signable(party.document)
    step.enforce(party, by=by)
    refuse_resident_number(reason)
    party.state, party.declined_at, party.reason = step.target, timezone.now(), reason
    party.save(update_fields=["state", "declined_at", "reason"])
    with acting_as(SYSTEM):
        kind_of(party.document.kind).on_declined(party)
        telling.party_declined(party)
    return party
