"""Writes of the register, by noun."""

from partners.registry.services.contacts import (
    add_contact,
    add_member_company,
    correct_contact,
    correct_interaction,
    end_contact,
    end_member_company,
    erase_contact,
    finish_step,
    record_interaction,
)
from partners.registry.services.merging import (
    Merge,
    merge_partners,
    preview_merger,
    suggest_again,
    tell_apart,
)
from partners.registry.services.partners import (
    NewPartner,
    correct_participation,
    correct_partner,
    end_participation,
    facts_of,
    register_partner,
    register_partners,
    remove_logo,
    resume_participation,
    set_logo,
)

__all__ = (
    "Merge",
    "NewPartner",
    "add_contact",
    "add_member_company",
    "correct_contact",
    "correct_interaction",
    "correct_participation",
    "correct_partner",
    "end_contact",
    "end_member_company",
    "end_participation",
    "erase_contact",
    "facts_of",
    "finish_step",
    "merge_partners",
    "preview_merger",
    "record_interaction",
    "register_partner",
    "register_partners",
    "remove_logo",
    "resume_participation",
    "set_logo",
    "suggest_again",
    "tell_apart",
)
