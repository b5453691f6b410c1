"""Writes about agreements: drafting, sending out, amending, and what happens by itself.

Locks go from the signing document to the agreement to the amendment, as the engine's reactions do.
"""

from partners.agreements.services.amending import (
    drop_amendment,
    record_amendment,
    save_amendment,
    send_amendment,
    take_amendment_back,
)
from partners.agreements.services.drafting import (
    add_clause,
    change_clause,
    copy_agreement,
    discard_draft,
    move_clause,
    remove_clause,
    remove_party,
    renew_agreement,
    save_agreement,
    save_party,
)
from partners.agreements.services.life import (
    announce_ends,
    enter_into_force,
    live_one_day,
    terminate_agreement,
)
from partners.agreements.services.sending import (
    add_late_party,
    record_signed,
    send_out,
    take_back,
)

__all__ = (
    "add_clause",
    "add_late_party",
    "announce_ends",
    "change_clause",
    "copy_agreement",
    "discard_draft",
    "drop_amendment",
    "enter_into_force",
    "live_one_day",
    "move_clause",
    "record_amendment",
    "record_signed",
    "remove_clause",
    "remove_party",
    "renew_agreement",
    "save_agreement",
    "save_amendment",
    "save_party",
    "send_amendment",
    "send_out",
    "take_amendment_back",
    "take_back",
    "terminate_agreement",
)
