"""Writes: one function per verb. Locks go from the document to the party to the link."""

from consortium.signing.services.codes import member_page, send_code, use_code
from consortium.signing.services.documents import (
    PartySpec,
    add_party,
    change_contact,
    leave_out,
    open_for_signing,
    prepare,
    void,
)
from consortium.signing.services.invitations import (
    invite,
    invite_everybody,
    remind,
    remind_waiting,
    renew,
    resend,
)
from consortium.signing.services.signatures import (
    decline_by_link,
    decline_on_screen,
    record_paper_signature,
    sign_by_link,
    sign_on_screen,
)

__all__ = (
    "PartySpec",
    "add_party",
    "change_contact",
    "decline_by_link",
    "decline_on_screen",
    "invite",
    "invite_everybody",
    "leave_out",
    "member_page",
    "open_for_signing",
    "prepare",
    "record_paper_signature",
    "remind",
    "remind_waiting",
    "renew",
    "resend",
    "send_code",
    "sign_by_link",
    "sign_on_screen",
    "use_code",
    "void",
)
