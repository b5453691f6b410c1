"""Who may prepare, send out, sign and read; the kind of the document knows, the engine asks it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from consortium.signing.registry import belongs_to, is_registered, kind_of
from consortium.signing.states import SIGNABLE, DocumentState
from consortium.verdict import ALLOWED, Verdict, denied, only_if

if TYPE_CHECKING:
    from consortium.signing.models import Document, Party
    from consortium.signing.people import Member


def manages(member: Member, document: Document) -> Verdict:
    """Send a document out, remind, record paper signatures, withdraw it."""
    ours = document.consortium_id == member.consortium_id and document.keeper_id == member.partner_id
    return only_if(ours, _("Only the organisation that prepared this document does this.")) & kind_of(
        document.kind
    ).may_manage(member, document)


def sees(member: Member, document: Document) -> Verdict:
    """Read the text and who has signed."""
    return kind_of(document.kind).may_see(member, document)


def manages_party(member: Member, party: Party) -> Verdict:
    """The same for one of its parties."""
    return manages(member, party.document)


def signs_for(member: Member, party: Party) -> Verdict:
    """Does this member speak for this party? One of its own people, whom the kind lets sign."""
    return belongs_to(member, party) & kind_of(party.document.kind).may_sign(member, party)


def signs(member: Member, party: Party) -> Verdict:
    """Sign or decline on screen for one's own organisation, while the document takes signatures."""
    return signs_for(member, party) & takes_signatures(party.document)


def reads_scan(member: Member, party: Party) -> Verdict:
    """A scan shows handwriting: for those who manage the document and for the party's own people."""
    may = manages_party(member, party)
    return may if may else belongs_to(member, party)


def takes_signatures(document: Document) -> Verdict:
    """Is it out for signing, or complete and waiting for a late party only?"""
    return only_if(document.state in SIGNABLE, _("This document takes no signatures now."))


def takes_parties(document: Document) -> Verdict:
    """A draft and an open document take parties; a complete one only if its kind knows late ones."""
    if not is_registered(document.kind):
        return denied(_("The part of the portal that this document belongs to is no longer there."))
    if document.state == DocumentState.COMPLETE:
        late = kind_of(document.kind).takes_late_parties
        return only_if(late, _("After all have signed, nobody can join this document."))
    return only_if(document.state != DocumentState.VOID, _("This document has been withdrawn."))


def anybody(by: object, subject: object) -> Verdict:
    """Steps that follow from facts, or whose doer has been checked before (the holder of a link)."""
    return ALLOWED
