"""Writes of the register, by noun."""

from partners.registry.services.contacts import (
    add_contact,
    add_member_company,
    correct_contact,
    end_contact,
    end_member_company,
    finish_step,
    record_interaction,
)
from partners.registry.services.merging import Merge, merge_partners, preview_merger
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
    "correct_participation",
    "correct_partner",
    "end_contact",
    "end_member_company",
    "end_participation",
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
)
